"""Who can be matched, and how far everybody has come."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from wayfellow.applications.lifecycle import ConsentState, State
from wayfellow.applications.models import Application, Consent, Part
from wayfellow.institutions.models import Institution
from wayfellow.programmes.models import Cohort


@dataclass(frozen=True, slots=True)
class Pool:
    """Students and mentors who may be put together now."""

    students: QuerySet[Application]
    mentors: QuerySet[Application]


def pool(cohort: Cohort, institution: Institution | None = None) -> Pool:
    """Accepted people of ``cohort``: students with consent where needed, mentors not paused."""
    rows = Application.objects.placeable().filter(cohort=cohort).order_by("pk")
    if institution is not None:
        rows = rows.filter(institution=institution)
    return Pool(
        students=rows.students().select_related("person", "student", "charge__office__person"),
        mentors=rows.mentors().filter(is_paused=False).select_related("person", "mentor__partner"),
    )


def funnel(
    cohort: Cohort, institution: Institution | None = None, part: str = Part.STUDENT
) -> dict[str, int]:
    """How many have begun, applied, been accepted, and may be placed; one query."""
    rows = Application.objects.filter(cohort=cohort, part=part)
    if institution is not None:
        rows = rows.filter(institution=institution)
    granted = Consent.objects.filter(
        application=OuterRef("pk"), state=ConsentState.GRANTED, takes_part=True
    )
    accepted = Q(state=State.ACCEPTED)
    rows = rows.annotate(agreed=Exists(granted))
    return rows.aggregate(
        begun=Count("pk"),
        applied=Count("pk", filter=~Q(submitted_at=None)),
        waiting=Count("pk", filter=Q(state=State.SUBMITTED)),
        waitlisted=Count("pk", filter=Q(state=State.WAITLISTED)),
        accepted=Count("pk", filter=accepted),
        placeable=Count("pk", filter=accepted & (Q(consent_needed=False) | Q(agreed=True))),
        declined=Count("pk", filter=Q(state=State.DECLINED)),
        withdrawn=Count("pk", filter=Q(state=State.WITHDRAWN)),
    )
