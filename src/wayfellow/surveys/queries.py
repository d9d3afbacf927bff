"""Reading feedback: one's own, and what was said without who said it."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from wayfellow.institutions.models import Institution
from wayfellow.mentorships.lifecycle import GroupState
from wayfellow.mentorships.models import WorkGroup
from wayfellow.people.models import User
from wayfellow.programmes.models import Cohort, Office
from wayfellow.surveys.models import Feedback

ASKED = (GroupState.CLOSING, GroupState.COMPLETED, GroupState.DISSOLVED)
"""States of groups whose people are asked."""


def given(group: WorkGroup, person: User) -> Feedback | None:
    """What ``person`` has said of ``group``."""
    return Feedback.objects.filter(group=group, person=person).first()


def waits_for(person: User) -> QuerySet[WorkGroup]:
    """Groups of which ``person`` has still to say how it was."""
    said = Feedback.objects.filter(group=OuterRef("pk"), person=person)
    rows = WorkGroup.objects.known_to(person.pk).filter(~Exists(said), state__in=ASKED)
    return rows.select_related("cohort__programme", "mentor__person")


def of_cohort(cohort: Cohort, institution: Institution | None = None) -> QuerySet[Feedback]:
    """Feedback on the groups of ``cohort``, each with the ``part`` of who gave it."""
    rows = Feedback.objects.with_part().filter(group__cohort=cohort)
    return rows.filter(group__institution=institution) if institution else rows


def words(cohort: Cohort, reader: User) -> QuerySet[Feedback]:
    """What was written about groups of ``reader``'s institutions, without who wrote it.

    In alphabetical order, which says nothing of the group or the day.
    """
    offices = Office.objects.current().filter(
        programme=cohort.programme, person=reader, role=Office.Role.COORDINATOR
    )
    rows = of_cohort(cohort).filter(group__institution__in=offices.values("institution"))
    rows = rows.exclude(Q(helped="") & Q(better="")).select_related("person")
    return rows.order_by("helped", "better", "pk")
