"""Whose turn it is, and that asking so costs the same however many wait."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from wayfellow.notifications import line, queries
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.line import next_letters
from wayfellow.notifications.models import ORDINARY, URGENT, Letter
from wayfellow.notifications.outbox import PAUSES, send_due
from wayfellow.notifications.tests.smtp import Server

pytestmark = pytest.mark.django_db
LAST = ORDINARY - 5
AN_HOUR = timedelta(hours=1)
MANY = 700
"""More than are ever looked at together."""


def letters(count: int, name: str = "one", **fields: Any) -> list[Letter]:
    """So many letters, each to an address of its own unless ``fields`` say otherwise."""
    values = {"subject": name, "text": "x", "due_at": now() - AN_HOUR}
    return Letter.objects.bulk_create(
        Letter(
            key=f"{name}:{number}",
            **(values | {"address": f"{name}{number}@example.com"} | fields),
        )
        for number in range(count)
    )


def turn(count: int = 20) -> list[str]:
    return [letter.key for letter in next_letters(count, now())]


def sent() -> list[str]:
    return [str(message.subject) for message in mail.outbox]


def test_the_lower_the_priority_the_later_whatever_its_age() -> None:
    letters(2, "last", priority=LAST, due_at=now() - 9 * AN_HOUR)
    letters(2, "plain")
    letters(1, "urgent", priority=URGENT, due_at=now())
    letters(1, "more", priority=ORDINARY + 3)

    assert send_due() == 6
    assert sent() == ["urgent", "more", "plain", "plain", "last", "last"]


def test_what_matters_more_does_not_wait_behind_what_matters_less() -> None:
    for name, priority in (("last", LAST), ("plain", ORDINARY), ("later", LAST)):
        letters(1, name, priority=priority, address="a@example.com")

    assert turn() == ["plain:0", "last:0"]
    send_due()
    assert sent() == ["plain", "last", "later"]


def test_the_order_to_one_address_is_kept_whatever_stands_between() -> None:
    for number in range(3):
        letters(1, f"a{number}", address="a@example.com")
        letters(30, f"other{number}")

    send_due()

    assert [subject for subject in sent() if subject.startswith("a")] == ["a0", "a1", "a2"]
    assert len(sent()) == 93


def test_a_thousand_behind_one_are_sorted_once_and_hide_nobody(server: Server) -> None:
    letters(MANY, "a", address="a@example.com")
    letters(3, "other")
    server.refuses["a@example.com"] = "451 4.7.1 Greylisted"

    assert send_due() == 3

    assert Letter.objects.in_front().count() == 1
    assert Letter.objects.filter(attempts__gt=0, state=LetterState.WAITING).count() == 1
    with CaptureQueriesContext(connection) as counted:
        assert turn() == []
    assert len(counted) <= 5


@pytest.mark.parametrize("answer", ["250 ok", "550 5.1.1 No such box", "554 5.7.1 Go away"])
def test_who_stood_behind_a_letter_follows_when_it_is_over(server: Server, answer: str) -> None:
    first, second = letters(2, "a", address="a@example.com")
    server.refuses["a@example.com"] = "451 4.7.1 Greylisted"
    send_due()
    second.refresh_from_db()
    assert second.behind_id == first.pk

    server.refuses["a@example.com"] = answer
    with time_machine.travel(now() + timedelta(seconds=PAUSES[0] + 1)):
        send_due()

    after = Letter.objects.get(pk=second.pk)
    assert after.behind_id is None
    assert after.state != LetterState.WAITING


def test_who_stands_behind_a_letter_that_was_dropped_elsewhere_is_found_again() -> None:
    first, second = letters(2, "a", address="a@example.com")
    assert turn() == ["a:0"]
    Letter.objects.filter(pk=first.pk).update(state=LetterState.DROPPED)
    assert turn() == []

    assert line.free_forgotten() == 1
    assert turn() == ["a:1"]
    assert Letter.objects.get(pk=second.pk).behind_id is None


def test_nobody_steps_behind_a_letter_that_is_over_by_then() -> None:
    first, second = letters(2, "a", address="a@example.com")
    Letter.objects.filter(pk=first.pk).update(state=LetterState.SENT)

    assert line.step_back({second.pk: first.pk}, now()) == 0
    assert turn() == ["a:1"]


def test_what_waits_for_an_earlier_letter_or_for_everything_else_is_not_late() -> None:
    letters(1, "put off", address="a@example.com", attempts=1, due_at=now() + AN_HOUR)
    letters(1, "behind", address="a@example.com")
    letters(1, "last", priority=LAST)
    turn()

    assert queries.queue_age() == timedelta()
    letters(1, "plain")
    assert queries.queue_age() >= AN_HOUR


def test_what_another_sender_leases_meanwhile_is_not_taken_from_it() -> None:
    letters(2)

    def another(execute: Any, sql: str, *rest: Any) -> Any:
        if "people_user" in sql:
            # Found, and not read yet.
            leased = {"state": LetterState.SENDING, "leased_until": now() + AN_HOUR}
            Letter.objects.filter(key="one:0").update(attempts=1, **leased)
        return execute(sql, *rest)

    with connection.execute_wrapper(another):
        assert turn() == ["one:1"]


def test_the_next_are_found_by_an_index_and_nothing_is_sorted() -> None:
    letters(50)
    letters(50, "later", due_at=now() + AN_HOUR)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # So small a table is read whole for less; what matters is that it need not be.
            cursor.execute("ANALYZE notifications_letter")
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")

    plan = line.of_priority(ORDINARY, now()).values_list("pk")[:20].explain().lower()

    assert "letter_front" in plan
    assert not {"sort", "temp b-tree"} & {word for word in ("sort", "temp b-tree") if word in plan}


def test_asking_who_is_next_costs_as_many_queries_however_many_wait() -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert len(turn()) == 20
        return len(counted)

    letters(20)
    few = cost()
    letters(MANY, "more")
    letters(MANY, "last", priority=LAST)
    letters(MANY, "tomorrow", due_at=now() + 24 * AN_HOUR)

    assert cost() <= few + 1


def test_no_index_has_all_that_wait_by_their_state_alone() -> None:
    # A planner that has not counted a flood of letters yet would walk all of it for each address.
    by_state = [index for index in Letter._meta.indexes if index.fields[0] == "state"]

    assert all(index.condition is not None for index in by_state)
