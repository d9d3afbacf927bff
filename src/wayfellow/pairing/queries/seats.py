"""Open places in groups that run, for those who come late."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from wayfellow.applications.models import Application
from wayfellow.mentorships.lifecycle import MemberState
from wayfellow.mentorships.models import WorkGroup
from wayfellow.pairing.judging import Bench, Verdict
from wayfellow.pairing.models import Pin
from wayfellow.pairing.pool import mentor_cells, only_for_cells, seats, student_cells
from wayfellow.pairing.queries.lazily import Lazily
from wayfellow.pairing.recipe import Recipe
from wayfellow.pairing.words import objections, reasons


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


def open_seats(student: Application, recipe: Recipe) -> Sequence[OpenSeat]:
    """Groups of the student's cohort and institution with a free place: the best first."""
    room = _Room([student], recipe)
    keys = room.ranked(0)
    return Lazily([(student, group) for group, _lawful in keys], room.told)


def seats_for(
    students: Sequence[Application], recipe: Recipe, best: int | None = None
) -> dict[int, list[OpenSeat]]:
    """The open places for each of ``students``, who share cohort and institution.

    With ``best``, only so many for each, and only lawful ones. The same queries for any number.
    """
    if not students:
        return {}
    room = _Room(students, recipe)
    wanted = [
        (student, group)
        for at, student in enumerate(students)
        for group, lawful in room.ranked(at)[:best]
        if lawful or best is None
    ]
    found: dict[int, list[OpenSeat]] = {row.pk: [] for row in students}
    for (student, _group), seat in zip(wanted, room.told(wanted), strict=True):
        found[student.pk].append(seat)
    return found


class _Room:
    """All open places for some students, judged at once; words are made for a few of them."""

    def __init__(self, students: Sequence[Application], recipe: Recipe) -> None:
        cohort, institution = students[0].cohort, students[0].institution
        active = Count("members", filter=Q(members__state=MemberState.ACTIVE))
        rows = WorkGroup.objects.live().filter(
            cohort=cohort, institution=institution, mentor__is_paused=False
        )
        counted = rows.annotate(size=active).filter(size__lt=cohort.programme.most_mentees)
        groups = [
            (row["pk"], row["mentor"], row["size"])
            for row in counted.order_by("pk").values("pk", "mentor", "size")
        ]
        leads = only_for_cells(Application.objects.all()).in_bulk(
            [mentor for _pk, mentor, _size in groups]
        )
        left = seats(cohort, institution, leads.values())
        self._groups = {pk: mentor for pk, mentor, _size in groups if mentor in left}
        self._sizes = {pk: size for pk, _mentor, size in groups}
        pins = Pin.objects.filter(student__in=students).values_list("kind", "student", "mentor")
        only = cohort.programme.only_choices
        pool = {
            "students": {str(row.pk): student_cells(row, only=only) for row in students},
            "mentors": {str(pk): mentor_cells(leads[pk], left[pk]) for pk in left},
            "pins": [(kind, str(pupil), str(mentor)) for kind, pupil, mentor in pins],
        }
        self._bench = Bench(pool, recipe.toml())
        self._sheet = self._bench.sheet([row.pk for row in students])
        self._column = {mentor: at for at, mentor in enumerate(self._sheet.mentors)}

    def ranked(self, row: int) -> list[tuple[int, bool]]:
        """The groups for the student of that row, the lawful first, the best first."""
        score, lawful = self._sheet.score[row], self._sheet.lawful[row]
        columns = {pk: self._column[mentor] for pk, mentor in self._groups.items()}
        keys = sorted((not lawful[at], -score[at], pk) for pk, at in columns.items())
        return [(pk, not unlawful) for unlawful, _score, pk in keys]

    def told(self, pairs: Sequence[tuple[Application, int]]) -> list[OpenSeat]:
        """Each of these students in each of these groups, in words."""
        people = ("mentor__person", "mentor__mentor")
        groups = WorkGroup.objects.select_related(*people).in_bulk([group for _who, group in pairs])
        judge = self._bench.judge
        return [
            _seat(student, groups[pk], self._sizes[pk], judge(student.pk, self._groups[pk]))
            for student, pk in pairs
        ]


def _seat(student: Application, group: WorkGroup, size: int, judged: Verdict) -> OpenSeat:
    return OpenSeat(
        group=group,
        size=size,
        score=judged.score,
        why=reasons(student, group.mentor, judged.listed),
        against=objections(judged.broken),
    )
