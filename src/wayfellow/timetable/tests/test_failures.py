"""A row that fails is tried again later and later, then parked; it never stands before others."""

import re
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DataError, IntegrityError, OperationalError

from wayfellow.config.doctor import _timetable
from wayfellow.mentorships.models import WorkGroup
from wayfellow.notifications.notice import NOTICES
from wayfellow.testing.world import World
from wayfellow.timetable import failures
from wayfellow.timetable import run as running
from wayfellow.timetable.failures import PARKED_FOR, PAUSES
from wayfellow.timetable.models import Done, Failure
from wayfellow.timetable.rules import RULES
from wayfellow.timetable.run import forget, run

FORMED = datetime(2026, 11, 2, 4, tzinfo=UTC)
DAY = timedelta(days=1)
DUE = FORMED + 14 * DAY
INITIATION = RULES["mentorships.initiation"]


@pytest.fixture
def tear(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """Groups of which nobody can be told."""
    torn: set[int] = set()
    for name in ("workgroup.remind_initiation", "workgroup.miss_initiation"):
        rows = [replace(notice, to=_torn(notice.to, torn)) for notice in NOTICES[name]]
        monkeypatch.setitem(NOTICES, name, rows)
    return torn


def _torn(usual: Any, torn: set[int]) -> Any:
    def to(group: WorkGroup) -> Any:
        if group.pk in torn:
            raise RuntimeError("torn")
        return usual(group)

    return to


def test_one_row_that_fails_keeps_no_other_from_its_turn(
    world: World, tear: set[int], caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = world.group(formed_at=FORMED), world.group(formed_at=FORMED, mentor=world.milo)
    tear.add(bad.pk)

    assert run([INITIATION], DUE) == 1
    assert {row.subject for row in Done.objects.all()} == {good.pk}
    assert f"was not done for row {bad.pk}" in caplog.text
    assert "Traceback" in caplog.text


@pytest.mark.parametrize(
    ("why", "goes_on"), [(IntegrityError, True), (DataError, True), (OperationalError, False)]
)
def test_what_the_database_refuses_of_one_row_concerns_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch, why: type[Exception], goes_on: bool
) -> None:
    world.group(formed_at=FORMED)

    def to(_group: WorkGroup) -> Any:
        raise why("refused")

    rows = [replace(row, to=to) for row in NOTICES["workgroup.remind_initiation"]]
    monkeypatch.setitem(NOTICES, "workgroup.remind_initiation", rows)

    with nullcontext() if goes_on else pytest.raises(why):
        assert run([INITIATION], DUE) == 0
    assert Failure.objects.exists() == goes_on


def test_as_many_failures_as_a_look_takes_do_not_starve_the_others(
    world: World, tear: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "AT_ONCE", 2)
    mentors = (world.maya, world.milo, world.ada)
    groups = [world.group(formed_at=FORMED, mentor=mentor) for mentor in mentors]
    tear.update(group.pk for group in groups[:2])

    assert run([INITIATION], DUE) == 0
    assert run([INITIATION], DUE + timedelta(minutes=1)) == 1


def test_a_rule_with_very_much_to_do_lets_the_others_have_their_turn(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "SHARE", 0.0)
    for mentor in (world.maya, world.milo):
        world.group(formed_at=FORMED, mentor=mentor)

    assert [run([INITIATION], DUE) for _look in range(3)] == [1, 1, 0]


def test_a_row_is_tried_after_growing_pauses_and_then_parked(
    world: World, tear: set[int], caplog: pytest.LogCaptureFixture
) -> None:
    tear.add(world.group(formed_at=FORMED).pk)
    at = DUE
    for number, pause in enumerate(PAUSES, 1):
        assert run([INITIATION], at) == 0
        assert run([INITIATION], at + pause / 2) == 0
        row = Failure.objects.get()
        assert (row.tries, row.again_at) == (number, at + pause)
        at += pause
    assert run([INITIATION], at) == 0

    assert Failure.objects.get().again_at is None
    assert run([INITIATION], at + DAY) == 0
    assert Failure.objects.get().tries == len(PAUSES) + 1
    assert len(re.findall("Traceback", caplog.text)) == 1
    assert "parked" in caplog.text


def test_what_was_mended_is_done_and_no_longer_told(world: World, tear: set[int]) -> None:
    group = world.group(formed_at=FORMED)
    tear.add(group.pk)
    run([INITIATION], DUE)
    told = _timetable()
    assert (told.is_well, "1 x mentorships.initiation (RuntimeError: torn)" in told.says) == (
        False,
        True,
    )

    tear.clear()
    assert run([INITIATION], DUE + PAUSES[0]) == 1
    assert _timetable().is_well
    assert not Failure.objects.exists()


def test_a_parked_row_is_tried_anew_after_a_week(world: World, tear: set[int]) -> None:
    Failure.objects.create(rule=INITIATION.name, subject=world.group().pk, reason="x", at=DUE)

    assert (forget(DUE + PARKED_FOR - DAY), Failure.objects.count()) == (0, 1)
    forget(DUE + PARKED_FOR + DAY)
    assert not Failure.objects.exists()


def test_two_that_meet_the_same_failure_count_it_once(world: World) -> None:
    for _scheduler in range(2):
        failures.note("rule", 1, RuntimeError("torn"), DUE)

    assert Failure.objects.get().tries == 1
