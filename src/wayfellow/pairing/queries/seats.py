"""Open places in groups that run, for those who come late."""

from dataclasses import dataclass

from django.db.models import Count, F, Q

from wayfellow.applications.models import Application
from wayfellow.mentorships.lifecycle import MemberState
from wayfellow.mentorships.models import WorkGroup
from wayfellow.pairing.engine import Bench
from wayfellow.pairing.models import Pin
from wayfellow.pairing.pool import mentor_cells, seats, student_cells
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


def open_seats(student: Application, recipe: Recipe) -> list[OpenSeat]:
    """Groups of the student's cohort and institution with a free place: the best first."""
    active = Count("members", filter=Q(members__state=MemberState.ACTIVE))
    rows = WorkGroup.objects.live().filter(
        cohort=student.cohort_id, institution=student.institution_id, mentor__is_paused=False
    )
    rows = rows.annotate(size=active).filter(size__lt=F("cohort__programme__most_mentees"))
    groups = list(rows.select_related("mentor__person", "mentor__mentor"))
    leads = {group.mentor_id: group.mentor for group in groups}
    left = seats(student.cohort, student.institution, leads.values())
    pins = Pin.objects.filter(student=student).values_list("kind", "student", "mentor")
    pool = {
        "students": {str(student.pk): student_cells(student)},
        "mentors": {str(pk): mentor_cells(leads[pk], left[pk]) for pk in left},
        "pins": [(kind, str(pupil), str(mentor)) for kind, pupil, mentor in pins],
    }
    bench = Bench(pool, recipe.toml())
    found = [_seat(bench, student, group) for group in groups if group.mentor_id in left]
    return sorted(found, key=lambda seat: (not seat.is_lawful, -seat.score, seat.group.pk))


def _seat(bench: Bench, student: Application, group: WorkGroup) -> OpenSeat:
    judged = bench.judge(student.pk, group.mentor_id)
    return OpenSeat(
        group=group,
        size=group.size,  # type: ignore[attr-defined]
        score=judged.score,
        why=reasons(student, group.mentor, judged.listed),
        against=objections(judged.broken),
    )
