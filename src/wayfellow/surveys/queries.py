"""Reading what was said: one's own, and what was said without who said it."""

from dataclasses import dataclass

from django.db.models import Avg, Count, Exists, OuterRef, Q, QuerySet
from django.utils.timezone import now

from wayfellow.institutions.models import Institution
from wayfellow.mentorships.lifecycle import GroupState
from wayfellow.mentorships.models import Member, WorkGroup
from wayfellow.mentorships.models.groups import STAYED
from wayfellow.people.models import User
from wayfellow.programmes.models import Cohort, Office
from wayfellow.surveys.models import Doing, Feedback, Outcome, Pulse
from wayfellow.surveys.occasions import HALF_A_YEAR, YEAR

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
    rows = of_cohort(cohort).filter(group__in=_of_reader(cohort, reader))
    rows = rows.exclude(Q(helped="") & Q(better="")).select_related("person")
    return rows.order_by("helped", "better", "pk")


@dataclass(frozen=True, slots=True)
class Asked:
    """How many were asked, how many answered, and what."""

    asked: int
    answered: int
    counts: tuple[tuple[str, int], ...] = ()
    mean: float | None = None

    @property
    def rate(self) -> int | None:
        """Per cent; None where nobody was asked."""
        return round(100 * self.answered / self.asked) if self.asked else None


def pulses(cohort: Cohort, reader: User) -> QuerySet[Pulse]:
    """What was said half-way in groups of ``reader``'s institutions; who wants to talk comes first."""
    rows = Pulse.objects.filter(group__in=_of_reader(cohort, reader))
    return rows.select_related("person", "group__mentor__person").order_by(
        "-wants_talk", "going", "pk"
    )


def halfway(cohort: Cohort, reader: User) -> Asked:
    """How many of those who are in groups have said how it goes, and how it goes on average."""
    said = (
        pulses(cohort, reader)
        .filter(occasion=Pulse.Occasion.HALF_WAY)
        .aggregate(n=Count("pk"), mean=Avg("going"))
    )
    groups = _of_reader(cohort, reader).exclude(state=GroupState.DISSOLVED)
    members = Member.objects.filter(group__in=groups, state__in=STAYED).count()
    return Asked(members + groups.count(), said["n"], mean=said["mean"])


def outcomes(cohort: Cohort, reader: User) -> dict[int, Asked]:
    """By months after the end: what students of completed groups do."""
    found = {}
    for months, since in ((6, HALF_A_YEAR), (12, YEAR)):
        groups = _of_reader(cohort, reader).filter(
            state=GroupState.COMPLETED, ended_at__lte=now() - since
        )
        told = Outcome.objects.filter(group__in=groups, months=months).values_list("doing")
        counts = dict(told.annotate(n=Count("pk")))
        found[months] = Asked(
            Member.objects.filter(group__in=groups, state__in=STAYED).count(),
            sum(counts.values()),
            tuple((str(Doing(key).label), counts[key]) for key in Doing.values if key in counts),
        )
    return found


def _of_reader(cohort: Cohort, reader: User) -> QuerySet[WorkGroup]:
    offices = Office.objects.current().filter(
        programme=cohort.programme, person=reader, role=Office.Role.COORDINATOR
    )
    return WorkGroup.objects.filter(cohort=cohort, institution__in=offices.values("institution"))
