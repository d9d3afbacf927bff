from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from wayfellow.events.models import Event
from wayfellow.home.schedules import SWEEPS
from wayfellow.mentorships import schedules
from wayfellow.mentorships.models import Meeting, WorkGroup
from wayfellow.notifications.models import Letter
from wayfellow.notifications.notice import NOTICES, SILENT
from wayfellow.testing.world import World
from wayfellow.timetable import actions
from wayfellow.timetable.models import Adjustment
from wayfellow.timetable.queries import Changes, Due, changes, zones
from wayfellow.timetable.rules import RULES, Rule
from wayfellow.timetable.run import claim, forget, run

FORMED = datetime(2026, 11, 2, 4, tzinfo=UTC)
"""Noon in Singapore."""
DAY = timedelta(days=1)
INITIATION = RULES["mentorships.initiation"]
MEETING = RULES["mentorships.meeting"]


def formed(world: World, at: datetime = FORMED, **fields: Any) -> WorkGroup:
    return world.group(formed_at=at, **fields)


def done() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("name", flat=True))


def at_each(rule: Rule, start: datetime, *days: float) -> list[int]:
    """How much was done at so many days after ``start``, twice each."""
    return [run([rule], start + d * DAY) + run([rule], start + d * DAY) for d in days]


def test_every_timed_event_has_a_notice_and_nothing_else_happens(world: World) -> None:
    told = {rule.event(step) for rule in RULES.values() for step in rule.steps}

    assert told - set(NOTICES) == set()
    assert told & SILENT == set()


def test_every_rule_is_run_by_the_tick_and_its_steps_go_with_time() -> None:
    assert {name.partition(".")[0] for name in RULES} <= set(SWEEPS)
    for rule in RULES.values():
        offsets = [step.offset for step in rule.steps]
        assert offsets == sorted(set(offsets)), rule.name


def test_each_step_happens_once_and_in_its_time(world: World) -> None:
    formed(world)

    assert at_each(INITIATION, FORMED, 13.9, 14, 15, 27.9, 28, 29) == [0, 1, 0, 0, 1, 0]
    assert done() == ["workgroup.remind_initiation", "workgroup.miss_initiation"]
    told = {who.name for who, what in world.told() if what.endswith("initiation_missing_liaison")}
    assert told == {"Leo Liaison"}


def test_after_a_pause_only_the_latest_is_sent_and_what_is_stale_is_not(world: World) -> None:
    formed(world)
    assert at_each(INITIATION, FORMED, 30, 31) == [1, 0]
    assert done() == ["workgroup.miss_initiation"]

    other = formed(world, FORMED + 100 * DAY, mentor=world.milo)
    assert at_each(INITIATION, other.formed_at, 14 + 8, 28 + 8) == [0, 0]


def test_a_clock_that_goes_back_sends_nothing_again(world: World) -> None:
    formed(world)

    assert at_each(INITIATION, FORMED, 28.5, 14.5, 28.5) == [1, 0, 0]


def test_who_has_acted_hears_nothing(world: World) -> None:
    world.meeting(formed(world), starts_at=FORMED + 20 * DAY)

    assert at_each(INITIATION, FORMED, 14, 28) == [0, 0]


def test_a_meeting_that_is_moved_to_another_day_is_another_occasion(world: World) -> None:
    starts = FORMED + 10 * DAY
    meeting = world.meeting(formed(world), starts_at=starts, planned_at=FORMED)
    assert run([MEETING], starts - DAY) == 1

    moved = {"starts_at": starts + 5 * DAY, "ends_at": starts + 5.1 * DAY}
    Meeting.objects.filter(pk=meeting.pk).update(**moved)
    assert run([MEETING], starts) == 0
    assert at_each(MEETING, starts, 2, 4) == [1, 1]


def test_a_meeting_planned_for_tomorrow_is_not_reminded_of_at_once(world: World) -> None:
    starts = FORMED + 10 * DAY
    world.meeting(formed(world), starts_at=starts, planned_at=starts - DAY / 2)

    assert run([MEETING], starts - DAY / 2) == 0


def test_nobody_hears_anything_at_night_but_in_the_morning(
    world: World, settings: LazySettings
) -> None:
    settings.QUIET_HOURS = (21, 8)
    evening = datetime(2026, 11, 2, 22, tzinfo=UTC) - timedelta(hours=8)
    formed(world, evening)

    assert run([INITIATION], evening + 14 * DAY) == 0
    assert run([INITIATION], evening + 14 * DAY + timedelta(hours=9.9)) == 0
    assert run([INITIATION], evening + 14 * DAY + timedelta(hours=10)) == 1


def test_each_institution_has_its_own_night(world: World, settings: LazySettings) -> None:
    settings.QUIET_HOURS = (21, 8)
    world.merlion.time_zone = "Europe/Helsinki"
    world.merlion.save()
    formed(world)
    evening = FORMED + 14 * DAY + timedelta(hours=17)

    assert run([INITIATION], FORMED + 14 * DAY) == 0  # six in the morning
    assert run([INITIATION], evening) == 0  # eleven at night
    assert run([INITIATION], evening + timedelta(hours=10)) == 1


def test_a_programme_pauses_and_moves_its_mails_and_no_other_does(world: World) -> None:
    formed(world)
    later = {"is_paused": False, "days": 2, "note": "holidays"}
    actions.adjust(world.programme, INITIATION, later, by=world.carol)
    assert at_each(INITIATION, FORMED, 14, 15.9, 16) == [0, 0, 1]

    actions.adjust(world.programme, INITIATION, {**later, "is_paused": True}, by=world.carol)
    assert at_each(INITIATION, FORMED, 30) == [0]
    assert Adjustment.objects.get().by == world.carol
    assert done().count("programme.adjust") == 2

    back = {"is_paused": False, "days": 0, "note": ""}
    actions.adjust(world.programme, INITIATION, back, by=world.carol)
    assert at_each(INITIATION, FORMED, 30) == [1]


def test_a_later_step_is_never_followed_by_an_earlier_one(world: World) -> None:
    formed(world)
    due = Due(INITIATION, FORMED + 28 * DAY, zones(), Changes(), None)
    (key,) = due.keys(2)
    row = due.row(key)
    early, late = INITIATION.steps

    assert claim(INITIATION, row, late, due.at)
    assert not claim(INITIATION, row, early, due.at)
    assert not claim(INITIATION, row, late, due.at)


def test_what_was_done_is_forgotten_when_it_cannot_come_again(world: World) -> None:
    formed(world)
    run([INITIATION], FORMED + 14 * DAY)

    assert forget(FORMED + 1000 * DAY) == 0
    assert forget(FORMED + 1200 * DAY) == 1


def test_a_tick_costs_the_same_whether_few_or_many_groups_wait(world: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert run(_rules(), FORMED + 5 * DAY) == 0
        return len(counted)

    formed(world)
    one = queries()
    for _n in range(5):
        formed(world, mentor=world.milo)

    assert queries() == one <= len(_rules()) + 3


def _rules() -> list[Rule]:
    return [
        rule for rule in RULES.values() if rule.name.startswith("mentorships.") and not rule.weekly
    ]


def test_a_liaison_officer_hears_on_monday_what_waits_and_nothing_in_an_empty_week(
    world: World,
) -> None:
    digest = RULES["mentorships.digest"]
    monday = datetime(2026, 11, 9, 1, tzinfo=UTC)
    world.meeting(formed(world), starts_at=monday + DAY)

    assert run([digest], monday - timedelta(minutes=1)) == 0
    assert run([digest], monday) == 1
    assert run([digest], monday + DAY) == 0
    letter = Letter.objects.get(event__name="office.sum_up")
    assert "Meetings in the next seven days: 1" in letter.text
    Meeting.objects.all().delete()
    WorkGroup.objects.update(state="completed")
    assert run([digest], monday + 7 * DAY) == 0


def test_changes_are_read_once_for_all_rules(world: World) -> None:
    actions.adjust(world.programme, MEETING, {"is_paused": True, "days": 0, "note": ""}, by=None)
    found = changes([MEETING, INITIATION])

    assert found[MEETING.name].paused == {world.programme.pk}
    assert found[INITIATION.name] == Changes()
    assert schedules.sweep(now()) == 0
