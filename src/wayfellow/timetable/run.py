"""Doing what is due: each row once, whoever looks at the clock and however often."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import InterfaceError, OperationalError, ProgrammingError, transaction
from django.utils import timezone

from wayfellow.events.record import record
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.timetable import failures
from wayfellow.timetable.models import Done
from wayfellow.timetable.queries import Due, Key, changes, zones
from wayfellow.timetable.rules import Rule, Step

AT_ONCE = 1000
"""Rows of one rule that one tick looks at; the rest has its turn at the next."""
SHARE = 10.0
"""Seconds after which the other rules have their turn; what is left of a rule has the next look's."""
FORGET_AFTER = timedelta(days=1100)
"""Longer than any step lies after its start."""


def run(rules: Iterable[Rule], at: datetime) -> int:
    """Do what of ``rules`` is due at ``at``; how much. Safe to run twice and by two at once."""
    rules = list(rules)
    places, changed, failing = zones(), changes(rules), failures.failing()
    quiet = settings.QUIET_HOURS
    due = [
        Due(rule, at, places, changed[rule.name], quiet, has_failures=rule.name in failing)
        for rule in rules
    ]
    return sum(_run(each) for each in due)


def _run(due: Due) -> int:
    done, enough = 0, monotonic() + SHARE
    for key in due.keys(AT_ONCE):
        step = due.step(key)
        if step is not None:
            done += _do(due, key, step)
        if monotonic() > enough:
            break
    return done


def _do(due: Due, key: Key, step: Step) -> bool:
    """One row; one that fails keeps no other from its turn, now or at the next look."""
    try:
        with transaction.atomic(), timezone.override(ZoneInfo(key.zone)):
            row = due.row(key)
            done = row is not None and claim(due.rule, row, step, due.at) and _act(due, row, step)
            if due.has_failures:
                failures.mended(due.rule.name, key.pk)
            return done
    except (OperationalError, ProgrammingError, InterfaceError):
        raise  # no row would fare better
    except IllegalStep:
        # Another hand was quicker.
        return False
    except Exception as failure:  # noqa: BLE001 - whatever it was, the others have their turn
        failures.note(due.rule.name, key.pk, failure, due.at)
        return False


def claim(rule: Rule, row: Any, step: Step, at: datetime) -> bool:
    """Whether ``step`` is ours to do for ``row``: nobody has done it, or a later one, before."""
    key = {"rule": rule.name, "subject": row.pk, "day": row.due_day}
    Done.objects.bulk_create([Done(**key, at=at)], ignore_conflicts=True)
    earlier = Done.objects.filter(**key, reached__lt=step.offset)
    return bool(earlier.update(reached=step.offset, at=at))


def _act(due: Due, row: Any, step: Step) -> bool:
    if due.rule.act is not None:
        return due.rule.act(row, step, due.at)
    facts = due.rule.facts(row, step, due.at)
    if facts is None:
        return False
    record(step.verb, row, by=None, **facts)
    return True


def forget(at: datetime) -> int:
    """Forget what was done so long ago that it cannot be due again."""
    failures.forget(at)
    forgotten, _kinds = Done.objects.filter(at__lt=at - FORGET_AFTER).delete()
    return forgotten
