"""What the mail server may do to us, and what becomes of the letter and of all the others."""

from time import monotonic
from typing import Any

import pytest
import time_machine
from django.utils.timezone import now

from wayfellow.notifications import leases, sender, smtp, verdict
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import Letter, Undeliverable
from wayfellow.notifications.outbox import LEASE, PAUSES, URGENT, Words, post, send_due
from wayfellow.notifications.sender import send_round
from wayfellow.notifications.tests.smtp import Server
from wayfellow.people.models import User
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db
WORDS = Words(subject="Meeting on Thursday", text="At half past five.")
WAITING, SENT, FAILED = LetterState.WAITING, LetterState.SENT, LetterState.FAILED
PARKED, HELD = LetterState.PARKED, LetterState.HELD


def letter(who: User, name: str = "first", **fields: Any) -> Letter:
    key = f"{name}:{who.email}"
    post(key, WORDS, to=who, priority=fields.pop("priority", 0))
    Letter.objects.filter(key=key).update(**fields)
    return Letter.objects.get(key=key)


def state(of: Letter) -> LetterState:
    of.refresh_from_db()
    return LetterState(of.state)


# --- What the server says --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("refusal", "becomes"),
    [
        ("450 4.2.1 Busy", WAITING),
        ("451 4.7.1 Greylisted", WAITING),
        ("421 4.3.0 Shutting down", WAITING),
        ("550 5.1.1 No such box", HELD),
        ("552 5.2.2 Box is full for ever", HELD),
        ("554 5.7.1 Relaying denied", FAILED),
        ("530 5.7.0 Sign in first", FAILED),
    ],
)
def test_one_recipient_is_refused_and_the_others_get_their_mail(
    world: World, server: Server, refusal: str, becomes: LetterState
) -> None:
    rows = [letter(who) for who in (world.ben, world.ada, world.maya)]
    server.refuses[world.ada.email] = refusal

    assert send_due() == 2

    assert [state(row) for row in rows] == [SENT, becomes, SENT]
    assert refusal.partition(" ")[2] in rows[1].reason
    assert Undeliverable.objects.exists() == (becomes == HELD)


@pytest.mark.parametrize(
    ("verb", "answer", "becomes"),
    [
        ("DATA", "451 4.3.0 Try later", WAITING),
        ("DATA", "554 5.6.0 Message refused", FAILED),
        ("MAIL FROM", "451 4.3.0 Try later", WAITING),
        ("MAIL FROM", "550 5.7.1 We do not know you", WAITING),
    ],
)
def test_the_contents_or_the_sender_are_refused(
    world: World, server: Server, verb: str, answer: str, becomes: LetterState
) -> None:
    rows = [letter(world.ada, never_twice=True), letter(world.ben)]
    server.answers[verb] = answer

    assert send_due() == 0

    # Who will not have us as sender refuses every letter: the second is left untried.
    tried = [1, 0] if verb == "MAIL FROM" else [1, 1]
    assert [state(row) for row in rows] == [becomes, becomes if tried[1] else WAITING]
    assert [row.attempts for row in rows] == tried
    assert not Undeliverable.objects.exists()


# --- The server breaks off -------------------------------------------------------------------


BREAKS: dict[str, tuple[LetterState, LetterState, int]] = {
    "rcpt": (WAITING, WAITING, 0),
    # After the contents have gone nobody knows: an ordinary mail is repeated, the other never.
    "taken": (WAITING, PARKED, 2),
    "told": (SENT, SENT, 2),
    "quit": (SENT, SENT, 2),
}
"""Where the server breaks off: what an ordinary letter and one never sent twice become."""


@pytest.mark.parametrize("stage", BREAKS)
@pytest.mark.parametrize("how", ["hangs_up_at", "silent_at"])
def test_the_server_breaks_off(
    world: World, server: Server, how: str, stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "FAREWELL", 0.2)
    plain, never = letter(world.ada), letter(world.ben, never_twice=True)
    setattr(server, how, stage)
    begun = monotonic()

    send_due()

    assert monotonic() - begun < 3
    assert (state(plain), state(never), len(server.received)) == BREAKS[stage]


def test_what_never_answers_holds_up_its_own_letter_only(world: World, server: Server) -> None:
    rows = [letter(who) for who in (world.ada, world.ben, world.maya)]
    server.silent_at, server.only = "rcpt", world.ada.email

    assert send_due() == 2

    assert [state(row) for row in rows] == [WAITING, SENT, SENT]


def test_a_server_that_does_not_even_greet_counts_as_away(world: World, server: Server) -> None:
    rows = [letter(who) for who in (world.ada, world.ben)]
    server.silent_at = "greeting"

    done = send_round()

    assert (done.server_away, done.tried) == (True, 1)
    assert sorted(row.attempts for row in Letter.objects.all()) == [0, 1]
    assert [state(row) for row in rows] == [WAITING] * 2


def test_a_server_that_falls_silent_again_and_again_counts_as_away(
    world: World, server: Server
) -> None:
    for who in (world.ada, world.ben, world.maya):
        letter(who)
    server.hangs_up_at = "rcpt"

    done = send_round()

    assert (done.server_away, done.tried) == (True, sender.SILENCES)


def test_a_server_that_drips_is_hung_up_on(
    world: World, server: Server, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.MAILERS["default"]["OPTIONS"]["timeout"] = 30
    monkeypatch.setattr(smtp, "CONVERSATION", 0.3)
    row = letter(world.ada)
    server.silent_at = "rcpt"
    begun = monotonic()

    send_due()

    assert monotonic() - begun < 3
    assert state(row) == WAITING


def test_a_conversation_ends_before_the_lease_does() -> None:
    assert smtp.CONVERSATION + 2 * smtp.FAREWELL < LEASE.total_seconds() < 60


# --- Never twice -----------------------------------------------------------------------------


def test_a_sender_killed_behind_the_fence_leaves_the_letter_to_a_person(
    world: World, server: Server, settings: Any
) -> None:
    settings.MAILERS["default"]["OPTIONS"]["timeout"] = 30
    row = letter(world.ada, never_twice=True)
    with time_machine.travel(now(), tick=False) as clock:
        server.dies_after_taking = True
        with pytest.raises(KeyboardInterrupt):
            send_due()
        server.dies_after_taking = False
        assert state(row) == LetterState.TRANSMITTING

        assert send_due() == 0
        clock.shift(LEASE.total_seconds() + 1)
        assert send_due() == 0

    assert (state(row), row.reason) == (PARKED, verdict.UNKNOWN)
    assert len(server.received) == 1


def test_a_sender_killed_before_the_fence_costs_nothing(world: World, server: Server) -> None:
    row = letter(
        world.ada,
        never_twice=True,
        state=LetterState.SENDING,
        attempts=1,
        leased_until=now() - LEASE,
    )

    assert send_due() == 1
    assert state(row) == SENT


def test_who_is_too_slow_to_the_fence_sends_nothing(
    world: World, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "LONGEST", leases.MARGIN)
    for never_twice in (True, False):
        letter(world.ada, str(never_twice), never_twice=never_twice)

    sender.send_round(limit=1)

    assert server.received == []


# --- Order -----------------------------------------------------------------------------------


def test_a_later_letter_does_not_overtake_and_sign_in_mail_does(
    world: World, server: Server
) -> None:
    first, second = letter(world.ada, "first"), letter(world.ada, "second")
    other = letter(world.ben)
    server.refuses[world.ada.email] = "451 4.7.1 Greylisted"
    assert send_due() == 1
    server.refuses.clear()
    second.refresh_from_db()
    assert second.attempts == 0

    urgent = letter(world.ada, "sign-in", priority=URGENT)
    assert send_due() == 1
    assert [state(row) for row in (first, second, other, urgent)] == [WAITING, WAITING, SENT, SENT]

    with time_machine.travel(now(), tick=True) as clock:
        clock.shift(PAUSES[0] + 1)
        assert send_due() == 2
    assert [state(row) for row in (first, second)] == [SENT, SENT]
    order = [raw.partition(b"X-Notification-Key: ")[2].split(b":")[0] for raw in server.received]
    assert order == [b"first", b"sign-in", b"first", b"second"]


@pytest.mark.parametrize("over", [PARKED, FAILED, LetterState.DROPPED, SENT])
def test_what_is_stuck_or_over_holds_up_nothing(
    world: World, server: Server, over: LetterState
) -> None:
    letter(world.ada, "first", state=over, attempts=3)
    later = letter(world.ada, "second")

    assert send_due() == 1
    assert state(later) == SENT


def test_what_is_meant_for_later_holds_up_nothing_until_then(world: World, server: Server) -> None:
    digest = letter(world.ada, "digest", due_at=now() + 100 * LEASE)
    today = letter(world.ada, "today")

    assert send_due() == 1
    assert (state(digest), state(today)) == (WAITING, SENT)


def test_what_another_sender_has_in_hand_holds_up_the_next(world: World, server: Server) -> None:
    letter(world.ada, "first", state=LetterState.SENDING, attempts=1, leased_until=now() + LEASE)
    later = letter(world.ada, "second")

    assert send_due() == 0
    assert state(later) == WAITING


# --- Addresses -------------------------------------------------------------------------------


def test_mail_to_a_refused_address_is_held_until_it_works_again(
    world: World, server: Server
) -> None:
    rows = [letter(world.ada, name) for name in ("first", "second")]
    server.refuses[world.ada.email] = "550 5.1.1 No such box"
    assert send_due() == 0
    assert [state(row) for row in rows] == [HELD, HELD]
    server.refuses.clear()
    assert send_due() == 0

    # Asking for a sign-in link says that the address works, and the server says so too.
    letter(world.ada, "sign-in", priority=URGENT)
    assert send_due() == 3

    assert [state(row) for row in rows] == [SENT, SENT]
    assert not Undeliverable.objects.exists()


def test_what_was_held_back_while_its_address_was_released_leaves_too(
    world: World, server: Server
) -> None:
    row = letter(world.ada, state=HELD)

    assert send_due() == 1
    assert state(row) == SENT
