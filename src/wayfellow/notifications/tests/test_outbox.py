import re
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.utils.timezone import now

from wayfellow.access import links
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.notifications import actions
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import Letter
from wayfellow.notifications.notice import Correspondent
from wayfellow.notifications.outbox import (
    LEASE,
    PAUSES,
    URGENT,
    Words,
    compose,
    post,
    send_due,
)
from wayfellow.notifications.sender import _mark
from wayfellow.notifications.tests.smtp import Server
from wayfellow.notifications.verdict import Verdict
from wayfellow.people.models import User
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db
WORDS = Words(subject="Meeting on Thursday", text="At half past five.", action="See the meeting")


def letter(who: User | Correspondent, **fields: Any) -> Letter:
    """A letter that waits."""
    name = who.address if isinstance(who, Correspondent) else who.email
    post(f"test:{name}", WORDS, to=who, opens="/me/", priority=fields.pop("priority", 0))
    found = Letter.objects.get(key=f"test:{name}")
    Letter.objects.filter(pk=found.pk).update(**fields)
    found.refresh_from_db()
    return found


def state(of: Letter) -> str:
    return Letter.objects.get(pk=of.pk).state


def test_a_letter_arrives_whole(world: World, server: Server) -> None:
    sent = letter(Correspondent(name="Äiti 李, Ada's", address="parent@example.com"))

    assert send_due() == 1

    (raw,) = server.received
    message = message_from_bytes(raw, policy=policy.default)
    assert message["To"] == '"Äiti 李, Ada\'s" <parent@example.com>'
    assert message["Subject"] == "Meeting on Thursday"
    assert message["X-Notification-Key"] == sent.key
    assert re.fullmatch(rf"<[0-9a-f]{{32}}@{settings.MAIL_DOMAIN}>", message["Message-ID"])
    plain, html = (
        str(message.get_body((kind,)).get_content())  # type: ignore[union-attr]
        for kind in ("plain", "html")
    )
    for text in (plain, html):
        assert "At half past five." in text
        assert f"{settings.BASE_URL}/me/" in text
    assert state(sent) == LetterState.SENT


def test_a_mail_is_the_same_bytes_at_every_composing(world: World) -> None:
    row = letter(world.ada)

    first, second = (compose(Letter.objects.get(pk=row.pk)).message() for _ in range(2))

    assert first.as_bytes() == second.as_bytes()
    assert "meeting.ics" not in first.as_string()


def test_an_invitation_to_a_meeting_says_what_it_asks_for(world: World) -> None:
    calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Träff\r\nEND:VCALENDAR\r\n"
    row = letter(world.ada, calendar=calendar)

    first, second = (compose(row).message() for _ in range(2))

    (part,) = (part for part in first.walk() if part.get_content_type() == "text/calendar")
    assert (part.get_param("method"), part.get_filename()) == ("REQUEST", "meeting.ics")
    assert "Träff" in part.get_content()
    assert first.as_bytes() == second.as_bytes()


def test_a_killed_sender_loses_nothing_and_repeats_the_same_bytes(
    world: World, server: Server, settings: Any
) -> None:
    settings.MAILERS["default"]["OPTIONS"]["timeout"] = 30
    row = letter(world.ada)
    with time_machine.travel(now(), tick=False) as clock:
        server.dies_after_taking = True
        with pytest.raises(KeyboardInterrupt):
            send_due()
        server.dies_after_taking = False
        assert state(row) == LetterState.SENDING

        assert send_due() == 0
        clock.shift(LEASE + timedelta(seconds=1))
        assert send_due() == 1
        assert send_due() == 0

    first, second = server.received
    assert first == second
    assert state(row) == LetterState.SENT


def test_a_sender_whose_lease_ran_out_cannot_say_how_it_ended(world: World) -> None:
    row = letter(world.ada, state=LetterState.SENDING, attempts=2)
    slow = Letter.objects.get(pk=row.pk)
    slow.attempts = 1

    _mark(Verdict(slow, LetterState.FAILED))

    assert state(row) == LetterState.SENDING


def test_an_address_that_is_not_accepted_yet_is_tried_again_later(
    world: World, server: Server
) -> None:
    row = letter(world.ada)
    other = letter(world.ben)
    server.refuses[world.ada.email] = "451 4.7.1 Greylisted"

    with time_machine.travel(now(), tick=False) as clock:
        assert send_due() == 1
        assert (state(row), state(other)) == (LetterState.WAITING, LetterState.SENT)
        server.refuses.clear()
        clock.shift(PAUSES[0] - 1)
        assert send_due() == 0
        clock.shift(2)
        assert send_due() == 1


def test_a_server_that_is_away_ends_the_round_and_gives_nothing_up(
    world: World, server: Server
) -> None:
    rows = [letter(world.ada), letter(world.ben)]
    server.close()

    assert send_due() == 0

    assert [state(row) for row in rows] == [LetterState.WAITING] * 2
    tries = sorted(Letter.objects.values_list("attempts", flat=True))
    assert tries == [0, 1]


def test_after_the_last_pause_a_letter_is_given_up_with_its_reason(
    world: World, server: Server
) -> None:
    row = letter(world.ada, attempts=len(PAUSES))
    server.refuses[world.ada.email] = "451 4.2.2 Box is full"

    send_due()

    row.refresh_from_db()
    assert row.state == LetterState.FAILED
    assert "Box is full" in row.reason


def test_one_letter_that_cannot_be_written_does_not_hold_up_the_others(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    broken = letter(world.ada, address="not an address", priority=URGENT)
    other = letter(world.ben)

    assert send_due() == 1

    assert (state(broken), state(other)) == (LetterState.FAILED, LetterState.SENT)
    assert "cannot be written" in caplog.text


def test_sign_in_mail_goes_first_and_then_the_oldest(world: World) -> None:
    letter(world.ben, due_at=now() - timedelta(hours=1))
    letter(world.ada, due_at=now() - timedelta(hours=2))
    letter(world.kim, priority=URGENT)

    send_due()

    to = [message.to[0].rpartition("<")[2].rstrip(">") for message in mail.outbox]
    assert to == [world.kim.email, world.ada.email, world.ben.email]


def test_a_link_that_was_used_meanwhile_is_not_mailed(world: World) -> None:
    link = links.issue("sign-in", address=world.ada.email, days=1, person=world.ada)
    post("test", WORDS, to=world.ada, opens=link)
    links.use(link)

    assert send_due() == 0

    assert Letter.objects.get().state == LetterState.DROPPED
    assert mail.outbox == []


def test_who_closed_the_account_gets_no_mail(world: World) -> None:
    row = letter(world.ada)
    User.objects.filter(pk=world.ada.pk).update(is_active=False)

    assert send_due() == 0
    assert state(row) == LetterState.DROPPED


def test_the_same_key_is_one_letter(world: World) -> None:
    for _time in range(2):
        post("test", WORDS, to=world.ada)

    assert Letter.objects.count() == 1


def test_a_letter_that_was_given_up_is_sent_again_on_demand(world: World) -> None:
    row = letter(world.ada, state=LetterState.FAILED, attempts=len(PAUSES) + 1)

    actions.retry(row, by=world.petra)

    assert send_due() == 1
    assert state(row) == LetterState.SENT
    assert world.happened() == ["letter.retry"]
    row.refresh_from_db()
    with pytest.raises(IllegalStep):
        actions.retry(row, by=world.petra)
