"""Groups without a mentor, and who could take them over."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from wayfellow.applications.models import Application
from wayfellow.institutions.models import Institution
from wayfellow.mentorships.lifecycle import (
    LIVE,
    GroupState,
    MemberState,
    WithdrawalState,
)
from wayfellow.mentorships.models import Member, Withdrawal, WorkGroup
from wayfellow.mentorships.queries.takeover import remaining
from wayfellow.pairing.judging import Bench
from wayfellow.pairing.lifecycle import ReplacementState
from wayfellow.pairing.models import Pin, Replacement
from wayfellow.pairing.pool import (
    Seats,
    mentor_cells,
    only_for_cells,
    open_mentors,
    student_cells,
)
from wayfellow.pairing.queries.lazily import Lazily
from wayfellow.pairing.recipe import Recipe
from wayfellow.pairing.words import objections
from wayfellow.people.models import User
from wayfellow.programmes.models import Cohort

ENDED = (GroupState.DISSOLVED, GroupState.TERMINATED)
NO_LIMIT = 10_000


def orphans(cohorts: Sequence[Cohort], institution: Institution) -> QuerySet[WorkGroup]:
    """Groups that lost their mentor or soon will, with students who have no other place."""
    ready = Application.objects.students().placeable().filter(
        cohort__in=cohorts, institution=institution
    )  # fmt: skip
    placed = Member.objects.active().filter(group__cohort__in=cohorts, group__state__in=LIVE)
    left = Member.objects.filter(
        group=OuterRef("pk"), state=MemberState.ENDED, application__in=ready.values("pk")
    ).exclude(application__in=placed.values("application"))
    leaving = Withdrawal.objects.filter(
        group=OuterRef("pk"),
        member=None,
        state__in=(WithdrawalState.ASKED, WithdrawalState.ACKNOWLEDGED),
    )
    rows = WorkGroup.objects.filter(cohort__in=cohorts, institution=institution).filter(
        Q(Exists(left), state__in=ENDED) | Q(Exists(leaving), state__in=LIVE)
    )
    return rows.select_related("mentor__person").order_by("ended_at", "pk")


def orphans_by_cohort(cohorts: Sequence[Cohort], institution: Institution) -> dict[int, int]:
    """How many such groups each of ``cohorts`` has, where it has any."""
    counted = orphans(cohorts, institution).order_by().values("cohort").annotate(n=Count("pk"))
    return dict(counted.values_list("cohort", "n"))


@dataclass(frozen=True, slots=True)
class Orphan:
    """A group that needs a mentor."""

    group: WorkGroup
    students: list[Application]
    asked: Replacement | None


def orphaned(groups: Sequence[WorkGroup]) -> list[Orphan]:
    """The students left in each of ``groups`` and who is being asked; the same queries for all."""
    members = Member.objects.filter(
        group__in=groups, state__in=(MemberState.ACTIVE, MemberState.ENDED)
    )
    placed = Member.objects.active().filter(group__state__in=LIVE).exclude(group__in=groups)
    members = members.exclude(application__in=placed.values("application"), state=MemberState.ENDED)
    by_group: dict[int, list[Application]] = {}
    for member in members.select_related("application__person").order_by("application__person"):
        by_group.setdefault(member.group_id, []).append(member.application)
    asked = Replacement.objects.filter(group__in=groups, state=ReplacementState.ASKED)
    waiting = {row.group_id: row for row in asked.select_related("mentor__person")}
    return [Orphan(group, by_group.get(group.pk, []), waiting.get(group.pk)) for group in groups]


@dataclass(frozen=True, slots=True)
class Successor:
    """A mentor who could take a whole group over."""

    mentor: Application
    worst: int
    total: int
    against: list[str]
    declined: bool

    @property
    def is_lawful(self) -> bool:
        return not self.against


def students_left(group: WorkGroup) -> list[Application]:
    """Whom a new mentor of ``group`` would guide."""
    rows = remaining(group).select_related("application__person", "application__student")
    return [member.application for member in rows.order_by("application__person__name", "pk")]


def successors(group: WorkGroup, recipe: Recipe, only: int | None = None) -> Sequence[Successor]:
    """Mentors with room for the whole group: the lawful first, then by the worst-off student.

    ``only`` one of them, where that is all that is asked.
    """
    students = students_left(group)
    rows = open_mentors(group.cohort).exclude(pk=group.mentor_id)
    rows = rows if only is None else rows.filter(pk=only)
    roomy = _with_room(group.cohort, rows, len(students)) if students else []
    by_pk = only_for_cells(Application.objects.all()).in_bulk(roomy)
    if not by_pk:
        return []
    pins = Pin.objects.filter(student__in=[row.pk for row in students], kind=Pin.Kind.EXCLUDE)
    pool = {
        # Whom somebody once wanted for a mentor does not keep the group from going on together.
        "students": {str(row.pk): student_cells(row, only=False) for row in students},
        "mentors": {
            str(pk): mentor_cells(row, Seats(1, len(students))) for pk, row in by_pk.items()
        },
        "pins": [
            (kind, str(student), str(mentor))
            for kind, student, mentor in pins.values_list("kind", "student", "mentor")
        ],
    }
    bench = Bench(pool, recipe.toml())
    refused = set(
        Replacement.objects.filter(group=group)
        .exclude(state__in=[ReplacementState.ASKED, ReplacementState.WITHDRAWN])
        .values_list("mentor", flat=True)
    )

    def told(pks: Sequence[int]) -> list[Successor]:
        found = Application.objects.select_related("person", "mentor").in_bulk(pks)
        return [_successor(bench, students, found[pk], pk in refused) for pk in pks]

    return Lazily(_ranked(bench, students, by_pk, refused), told)


def _ranked(
    bench: Bench,
    students: Sequence[Application],
    mentors: dict[int, Application],
    refused: set[int],
) -> list[int]:
    """The mentors in order, all judged at once."""
    sheet = bench.sheet([row.pk for row in students])
    people = {row.person_id for row in students}
    keys = []
    for at, pk in enumerate(sheet.mentors):
        scores = [row[at] for row in sheet.score]
        lawful = all(row[at] for row in sheet.lawful) and mentors[pk].person_id not in people
        keys.append((not lawful, pk in refused, -min(scores), -sum(scores), pk))
    return [key[-1] for key in sorted(keys)]


def successor(group: WorkGroup, recipe: Recipe, mentor: int) -> Successor | None:
    """One of the mentors with room for the group; None for anybody else."""
    return next(iter(successors(group, recipe, mentor)), None)


def _with_room(cohort: Cohort, mentors: QuerySet[Application], count: int) -> list[int]:
    """Those of ``mentors`` who may be given ``count`` more students at once."""
    taken = dict(
        Member.objects.active()
        .filter(group__cohort=cohort, group__state__in=LIVE)
        .values("group__mentor")
        .annotate(n=Count("pk"))
        .values_list("group__mentor", "n")
    )
    programme = cohort.programme
    usual = NO_LIMIT if programme.rolling else programme.most_mentees
    return [
        pk
        for pk, most in mentors.select_related(None).values_list("pk", "mentor__most")
        if min(most or usual, NO_LIMIT) - taken.get(pk, 0) >= count
    ]


def _successor(
    bench: Bench, students: Sequence[Application], mentor: Application, declined: bool
) -> Successor:
    judged = [bench.judge(student.pk, mentor.pk) for student in students]
    against = dict.fromkeys(said for each in judged for said in objections(each.broken))
    if any(student.person_id == mentor.person_id for student in students):
        against[objections(["excluded"])[0]] = None
    scores = [each.score for each in judged]
    return Successor(mentor, min(scores), sum(scores), list(against), declined)


def waiting_replacements(person: User) -> QuerySet[Replacement]:
    """Groups that wait for ``person``'s yes as their new mentor."""
    rows = Replacement.objects.filter(state=ReplacementState.ASKED, mentor__person=person)
    return rows.select_related("group__cohort__programme").order_by("at", "pk")
