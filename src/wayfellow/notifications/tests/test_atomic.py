"""An event and its letters are one: both there or neither, wherever something breaks."""

from contextlib import suppress
from typing import Any

import pytest
from django.db import connection

from wayfellow.conversations import actions
from wayfellow.conversations.models import Message
from wayfellow.events.models import Event
from wayfellow.notifications.models import Letter, Notification
from wayfellow.testing.world import World

FRAME = {"BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK"}
"""Transactions and savepoints: what breaks at them breaks at the statement before or after."""


class _Broken(Exception):
    """What the test breaks with."""


class _BreaksAt:
    """Lets so many statements pass and breaks at the next, before or after it has run."""

    def __init__(self, number: int, *, after: bool) -> None:
        self.left, self.after = number, after

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.split(maxsplit=1)[0] in FRAME:
            return execute(sql, params, many, context)
        self.left -= 1
        if self.left == 0 and not self.after:
            raise _Broken
        found = execute(sql, params, many, context)
        if self.left == 0:
            raise _Broken
        return found


def rows() -> tuple[int, ...]:
    """Messages, events, notices and letters."""
    tables = (Message, Event, Notification, Letter)
    return tuple(table.objects.count() for table in tables)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("after", [False, True])
def test_wherever_an_event_breaks_there_is_no_letter_and_else_there_is_one(after: bool) -> None:
    world = World()
    group = world.group(world.ada)
    before = rows()
    for number in range(1, 100):
        with suppress(_Broken), connection.execute_wrapper(_BreaksAt(number, after=after)):
            actions.write(group, "Hello Ada.", by=world.maya)
            break
        assert rows() == before, f"it broke at statement {number}"
    else:
        pytest.fail("it never came to an end")

    assert number > 5
    assert rows() == tuple(count + 1 for count in before)
