"""Open places in groups that run, for those who come late."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from wayfellow.applications.models import Application
from wayfellow.mentorships.lifecycle import MemberState
from wayfellow.mentorships.models import WorkGroup
from wayfellow.pairing.engine import Bench
from wayfellow.pairing.models import Pin
from wayfellow.pairing.pool import mentor_cells, seats, student_cells
from wayfellow.pairing.recipe import Recipe
from wayfellow.pairing.words import objections, reasons

if TYPE_CHECKING:
    from wayfellow.matching import Judgement


@dataclass(frozen=True, slots=True)
class OpenSeat:
    """A group with a free place, and what speaks for and against it."""

    group: WorkGroup
    size: int
    score: int
    why: list[str]
    against: list[str]

    @property
    def is_lawful(self) -> bool:
        return not self.against


def open_seats(student: Application, recipe: Recipe) -> list[OpenSeat]:
    """Groups of the student's cohort and institution with a free place: the best first."""
    return seats_for([student], recipe)[student.pk]


def seats_for(
    students: Sequence[Application], recipe: Recipe, best: int | None = None
) -> dict[int, list[OpenSeat]]:
    """The open places for each of ``students``, who share cohort and institution.

    With ``best``, only so many for each, and only lawful ones. The same queries for any number.
    """
    if not students:
        return {}
    cohort, institution = students[0].cohort, students[0].institution
    active = Count("members", filter=Q(members__state=MemberState.ACTIVE))
    rows = WorkGroup.objects.live().filter(
        cohort=cohort, institution=institution, mentor__is_paused=False
    )
    rows = rows.annotate(size=active).filter(size__lt=cohort.programme.most_mentees)
    groups = list(rows.select_related("mentor__person", "mentor__mentor"))
    leads = {group.mentor_id: group.mentor for group in groups}
    left = seats(cohort, institution, leads.values())
    groups = [group for group in groups if group.mentor_id in left]
    pins = Pin.objects.filter(student__in=students).values_list("kind", "student", "mentor")
    pool = {
        "students": {str(row.pk): student_cells(row) for row in students},
        "mentors": {str(pk): mentor_cells(leads[pk], left[pk]) for pk in left},
        "pins": [(kind, str(pupil), str(mentor)) for kind, pupil, mentor in pins],
    }
    bench = Bench(pool, recipe.toml())
    return {row.pk: _of_student(bench, row, groups, best) for row in students}


def _of_student(
    bench: Bench, student: Application, groups: Sequence[WorkGroup], best: int | None
) -> list[OpenSeat]:
    judged = [(group, bench.judge(student.pk, group.mentor_id)) for group in groups]
    if best is not None:
        judged = [(group, each) for group, each in judged if each.lawful]
    judged.sort(key=lambda pair: (not pair[1].lawful, -pair[1].score, pair[0].pk))
    return [_seat(student, group, each) for group, each in judged[:best]]


def _seat(student: Application, group: WorkGroup, judged: "Judgement") -> OpenSeat:
    return OpenSeat(
        group=group,
        size=group.size,  # type: ignore[attr-defined]
        score=judged.score,
        why=reasons(student, group.mentor, judged.listed),
        against=objections(judged.broken),
    )
