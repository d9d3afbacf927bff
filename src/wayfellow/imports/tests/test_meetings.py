import pytest

from wayfellow.imports.actions import bring_in
from wayfellow.imports.models import Kind
from wayfellow.imports.outcome import Outcome
from wayfellow.imports.tests.samples import take
from wayfellow.mentorships.models import Attendance, Meeting
from wayfellow.sheets import write_csv
from wayfellow.testing.world import World

HEADINGS = ("mentor_email", "student_emails", "date", "start", "end", "activity", "note")
BOTH = "ada@example.com; ben@example.com"
FIRST = ("maya@example.com", BOTH, "2026-01-26", "14:30", "15:30", "initiation", "Hello")
SECOND = (
    "maya@example.com",
    "ada@example.com",
    "2026-05-04",
    "9.00",
    "10.00",
    "career options",
    "",
)


def meetings(world: World, *rows: tuple[str, ...]) -> Outcome:
    return bring_in(
        kind=Kind.MEETINGS,
        cohort=world.cohort,
        institution=world.merlion,
        filename="meetings.csv",
        data=write_csv(HEADINGS, rows),
    )


def test_past_meetings_are_recorded_once_with_those_who_came(world: World) -> None:
    group = world.group()
    outcome = meetings(world, FIRST, SECOND)
    again = meetings(world, FIRST, SECOND)

    assert (outcome.faults, outcome.new, again.unchanged) == ([], 2, 2)
    first, second = Meeting.objects.filter(group=group)
    assert (first.kind, first.state, first.hours) == ("initiation", "recorded", 1)
    assert first.starts_at.isoformat() == "2026-01-26T06:30:00+00:00"
    assert second.activity == Meeting.Activity.OPTIONS
    came = Attendance.objects.filter(meeting=second).order_by("member__application__person__name")
    assert list(came.values_list("came", flat=True)) == [True, False]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("milo@example.com", *FIRST[1:]), "mentor_email"),
        ((FIRST[0], "kim@example.com", *FIRST[2:]), "mentor_email"),
        ((*FIRST[:2], "2099-01-26", *FIRST[3:]), "date"),
        ((*FIRST[:4], "14:00", *FIRST[5:]), "end"),
    ],
)
def test_a_meeting_that_cannot_have_been_is_refused(
    world: World, row: tuple[str, ...], column: str
) -> None:
    world.group()
    outcome = meetings(world, SECOND, row)

    assert [(fault.line, fault.column) for fault in outcome.faults] == [(3, column)]
    assert Meeting.objects.count() == 0


def test_a_group_has_one_initiation(world: World) -> None:
    world.group()
    outcome = meetings(world, FIRST, (*FIRST[:2], "2026-02-26", *FIRST[3:]))

    assert [(fault.line, fault.column) for fault in outcome.faults] == [(3, "activity")]


def test_last_year_s_meetings_have_no_group_here_and_say_so(world: World) -> None:
    outcome = take(world, Kind.MEETINGS, "imn/past_meetings.csv", world.merlion)

    assert len(outcome.faults) == 42
    assert Meeting.objects.count() == 0
