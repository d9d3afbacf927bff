"""Who stands where beside the straight way: one definition for each number and its list."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wayfellow.applications.lifecycle import ConsentState, State
from wayfellow.applications.models import Application, Consent, Part
from wayfellow.applications.queries.pile import SENT, consent_missing
from wayfellow.institutions.models import Institution
from wayfellow.mentorships.lifecycle import LIVE, MemberState
from wayfellow.mentorships.models import Member, WorkGroup
from wayfellow.programmes.models import Cohort

type Condition = Callable[[], Q]


@dataclass(frozen=True, slots=True)
class Stage:
    """A place on the way; ``when`` is the condition on an application of its part."""

    name: str
    label: str | Promise
    part: Part
    when: Condition


def _granted() -> Exists:
    return Exists(
        Consent.objects.filter(
            application=OuterRef("pk"), state=ConsentState.GRANTED, takes_part=True
        )
    )


def _cleared() -> Q:
    return Q(state=State.ACCEPTED) & (Q(consent_needed=False) | Q(_granted()))


def _unplaced() -> Q:
    places = Member.objects.filter(
        Q(state=MemberState.ACTIVE, group__state__in=LIVE) | Q(state=MemberState.COMPLETED),
        application=OuterRef("pk"),
    )
    return _cleared() & ~Q(Exists(places))


def _stuck() -> Q:
    asked = Consent.objects.filter(application=OuterRef("pk"), state=ConsentState.REQUESTED)
    return consent_missing() & ~Q(Exists(asked))


def _leading() -> Q:
    leads = WorkGroup.objects.live().filter(mentor=OuterRef("pk"))
    return Q(Exists(leads), state=State.ACCEPTED)


def _free() -> Q:
    leads = WorkGroup.objects.live().filter(mentor=OuterRef("pk"))
    return Q(~Exists(leads), state=State.ACCEPTED, is_paused=False)


def _without_officer() -> Q:
    return Q(charge=None, state=State.ACCEPTED)


def _is(state: State) -> Condition:
    return lambda: Q(state=state)


_STUDENT, _MENTOR = Part.STUDENT, Part.MENTOR
STAGES: dict[str, Stage] = {
    stage.name: stage
    for stage in (
        Stage("students", _("Students who applied"), _STUDENT, Q),
        Stage("accepted", _("Accepted students"), _STUDENT, _is(State.ACCEPTED)),
        Stage("waiting", _("Students to decide on"), _STUDENT, _is(State.SUBMITTED)),
        Stage("unplaced", _("Without a group"), _STUDENT, _unplaced),
        Stage("consent", _("Consent missing"), _STUDENT, consent_missing),
        Stage("consent_stuck", _("Consent missing, and nobody is asked"), _STUDENT, _stuck),
        Stage("without_officer", _("Without a liaison officer"), _STUDENT, _without_officer),
        Stage("waitlisted", _("On the waiting list"), _STUDENT, _is(State.WAITLISTED)),
        Stage("declined", _("Declined"), _STUDENT, _is(State.DECLINED)),
        Stage("withdrawn", _("Withdrawn"), _STUDENT, _is(State.WITHDRAWN)),
        Stage("mentors", _("Mentors who applied"), _MENTOR, Q),
        Stage("mentors_waiting", _("Mentors to decide on"), _MENTOR, _is(State.SUBMITTED)),
        Stage("mentors_accepted", _("Accepted mentors"), _MENTOR, _is(State.ACCEPTED)),
        Stage("mentors_leading", _("Mentors with a group"), _MENTOR, _leading),
        Stage("mentors_free", _("Mentors without a group"), _MENTOR, _free),
    )
}


def _within(institutions: Iterable[Institution]) -> Q:
    """Students of ``institutions`` only; mentors belong to all, but each decides on its own."""
    own = Q(institution__in=[institution.pk for institution in institutions])
    return (Q(part=Part.STUDENT) & own) | (Q(part=Part.MENTOR) & (own | ~Q(state=State.SUBMITTED)))


def people(cohorts: Iterable[Cohort], institutions: Iterable[Institution]) -> QuerySet[Application]:
    """Everybody who has sent an application, as far as staff of ``institutions`` may know."""
    rows = Application.objects.filter(
        _within(institutions), cohort__in=[cohort.pk for cohort in cohorts], state__in=SENT
    )
    return rows.order_by()


def at(rows: QuerySet[Application], stage: Stage) -> QuerySet[Application]:
    """Those of ``rows`` who are at ``stage``."""
    return rows.filter(stage.when(), part=stage.part)


def _named(row: Mapping[str, Any]) -> dict[str, int]:
    return {name: row[name] for name in STAGES}


def counts(
    cohorts: Iterable[Cohort], institutions: Iterable[Institution]
) -> dict[int, dict[str, int]]:
    """For each cohort, how many are at each stage; one query."""
    named = list(cohorts)
    numbers = {
        name: Count("pk", filter=Q(stage.when(), part=stage.part)) for name, stage in STAGES.items()
    }
    rows = people(named, institutions).values("cohort").annotate(**numbers)
    found = {row["cohort"]: _named(row) for row in rows}
    nothing = dict.fromkeys(STAGES, 0)
    return {cohort.pk: found.get(cohort.pk, nothing) for cohort in named}
