"""Very many groups, and looks at the clock among them."""

import resource
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import batched
from time import perf_counter, process_time
from typing import Any

from django.db import connection

from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application, MentorAnswers, Part, StudentAnswers
from wayfellow.mentorships.lifecycle import GroupState
from wayfellow.mentorships.models import Meeting, Member, WorkGroup
from wayfellow.people.models import User
from wayfellow.testing.world import World
from wayfellow.timetable.rules import RULES
from wayfellow.timetable.run import run

FORMED = datetime(2026, 11, 2, 4, tzinfo=UTC)
DAY = timedelta(days=1)
MEETS = FORMED + 30 * DAY
QUIET = FORMED + 20 * DAY
"""A moment at which nothing is due of groups that have planned a meeting."""
DUE = MEETS - DAY + timedelta(minutes=1)
"""A moment at which everybody is reminded of it."""
AT_ONCE = 2000


class Count:
    """How many statements reach the database."""

    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute: Callable[..., Any], *rest: Any) -> Any:
        self.queries += 1
        return execute(*rest)


def peak() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def few(world: World) -> dict[str, Any]:
    """A look with nothing due, with one group."""
    populate(world, 1)
    return _look(1, "nothing due", QUIET)


def many(groups: int) -> list[dict[str, Any]]:
    """A look with nothing due, and two with as much as one look takes."""
    return [
        _look(groups, "nothing due", QUIET),
        _look(groups, "reminders due", DUE),
        _look(groups, "reminders due, the next", DUE + timedelta(minutes=1)),
    ]


def _look(groups: int, name: str, at: datetime) -> dict[str, Any]:
    count, began, busy = Count(), perf_counter(), process_time()
    slowest, longest, done = "", 0.0, 0
    with connection.execute_wrapper(count):
        for rule in RULES.values():
            before = perf_counter()
            done += run([rule], at)
            took = perf_counter() - before
            if took > longest:
                slowest, longest = rule.name, took
    return {
        "groups": groups,
        "look": name,
        "done": done,
        "seconds": round(perf_counter() - began, 2),
        "cpu_seconds": round(process_time() - busy, 2),
        "queries": count.queries,
        "slowest": f"{slowest} {longest:.2f} s",
    }


def populate(world: World, groups: int, *, after: int = 0) -> None:
    """So many groups of one mentor and one student, each with a meeting planned."""
    for some in batched(range(after, groups), AT_ONCE, strict=False):
        mentors = _applications(world, Part.MENTOR, some)
        students = _applications(world, Part.STUDENT, some)
        MentorAnswers.objects.bulk_create(
            MentorAnswers(application=row, years_experience=9) for row in mentors
        )
        StudentAnswers.objects.bulk_create(StudentAnswers(application=row) for row in students)
        rows = WorkGroup.objects.bulk_create(
            WorkGroup(
                cohort=world.cohort,
                institution=world.merlion,
                mentor=mentor,
                state=GroupState.ACTIVE,
                formed_at=FORMED,
            )
            for mentor in mentors
        )
        Member.objects.bulk_create(
            Member(group=group, application=student, joined_at=FORMED)
            for group, student in zip(rows, students, strict=True)
        )
        Meeting.objects.bulk_create(
            Meeting(
                group=group, starts_at=MEETS, ends_at=MEETS + timedelta(hours=1), planned_at=FORMED
            )
            for group in rows
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _applications(world: World, part: Part, numbers: tuple[int, ...]) -> list[Application]:
    people = User.objects.bulk_create(
        User(name=f"{part.label} {number}", email=f"{part}{number}@example.com")
        for number in numbers
    )
    return Application.objects.bulk_create(
        Application(
            cohort=world.cohort,
            person=person,
            part=part,
            institution=world.merlion,
            state=State.ACCEPTED,
            languages=["English"],
        )
        for person in people
    )
