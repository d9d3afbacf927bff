"""A mailing leaves bit by bit, to those who are still on its list, each alone."""

from datetime import timedelta
from email import message_from_bytes, policy
from itertools import pairwise

import pytest
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries, Settings

from wayfellow.institutions.models import Membership
from wayfellow.mailings import actions
from wayfellow.mailings.lifecycle import MailingState, Reason, Standing
from wayfellow.mailings.models import Mailing, Recipient
from wayfellow.mailings.schedules import sweep
from wayfellow.mailings.tests.senders import begun, crowd, sent, tick, written
from wayfellow.mailings.wording import Wording
from wayfellow.notifications.categories import Category, Channel
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import BULK, Letter, Notification, Preference
from wayfellow.notifications.outbox import compose, send_due
from wayfellow.testing.world import World


@pytest.fixture
def mailing(world: World) -> Mailing:
    """To the students Ada, Ben and Kim's classmate Chen, by Merlion's administrator."""
    students = [world.ada, world.ben, world.chen]
    assert len(students) == 3
    return written(begun(world.ines, "members", world.merlion, world.merlion, "role=student"))


def test_everybody_on_the_list_is_told_in_inbox_and_mail_and_nobody_else(
    world: World, mailing: Mailing
) -> None:
    others = [world.maya, world.kim]
    assert len(others) == 2
    sent(mailing)
    tick()

    assert {address for address, _subject in world.mailed()} == {
        "ada@example.com",
        "ben@example.com",
        "chen@example.com",
    }
    told = Notification.objects.filter(category=Category.NEWS)
    assert {each.to for each in told} == {world.ada, world.ben, world.chen}
    letters = list(Letter.objects.all())
    assert {letter.priority for letter in letters} == {BULK}
    assert {letter.subject for letter in letters} == {"Kick-off in May"}
    assert {letter.text for letter in letters} == {
        f"Dear {name}, the kick-off is on 3 May."
        for name in ("Ada Tan", "Ben Virtanen", "Chen Wei")
    }


def test_each_mail_names_its_reader_and_no_other(world: World) -> None:
    people = crowd(world.merlion, 60)
    question = Wording(
        subject="{name}, will you come?",
        text="Dear {name},\n\nyours, {sender}",
        question="Will you come, {name}?",
        options=("Yes", "No"),
    )
    sent(written(begun(world.ines, "members", world.merlion, world.merlion), question))
    tick(2)

    secrets = {person.pk: (person.email, *person.name.split()) for person in people}
    letters = Letter.objects.filter(to__in=people)
    assert letters.count() == 60
    for letter in letters:
        raw = compose(letter).message().as_bytes()
        mail = message_from_bytes(raw, policy=policy.default)
        assert [each.addr_spec for each in mail["To"].addresses] == [letter.address]
        assert (mail["Cc"], mail["Bcc"]) == (None, None)
        # Every part as it is read, and the bytes as they travel.
        parts = [part.get_content() for part in mail.walk() if not part.is_multipart()]
        seen = "\n".join([raw.decode(), *(part for part in parts if isinstance(part, str))])
        own = secrets[letter.to_id or 0]
        assert all(word in seen for word in own)
        others = [word for pk, words in secrets.items() if pk != letter.to_id for word in words]
        assert [word for word in others if word in seen] == []


def test_a_name_that_looks_like_a_placeholder_stays_a_name(world: World, mailing: Mailing) -> None:
    world.ada.name = "{sender} {{name}} {programme}"
    world.ada.save()
    sent(mailing)
    tick()

    letter = Letter.objects.get(to=world.ada)
    assert letter.text == "Dear {sender} {{name}} {programme}, the kick-off is on 3 May."


def test_who_wants_no_such_mail_has_it_in_the_inbox_only(world: World, mailing: Mailing) -> None:
    for person, channel in ((world.ada, Channel.NONE), (world.ben, Channel.DAILY)):
        Preference.objects.create(person=person, category=Category.NEWS, channel=channel)
    sent(mailing)
    tick()

    letters = {letter.to: letter.state for letter in Letter.objects.select_related("to")}
    assert letters == {world.ben: LetterState.COLLECTED, world.chen: LetterState.WAITING}
    ada = Recipient.objects.get(person=world.ada)
    assert (ada.standing, ada.reason) == (Standing.TOLD, Reason.NO_MAIL)
    assert Notification.objects.filter(to=world.ada).count() == 1


def test_who_leaves_the_list_before_the_turn_comes_is_left_out_with_the_reason(
    world: World, mailing: Mailing
) -> None:
    sent(mailing)
    Membership.objects.filter(person=world.ada).update(ended_at=now())
    world.ben.is_active = False
    world.ben.save()
    tick()

    reasons = dict(Recipient.objects.values_list("person__email", "reason"))
    assert reasons == {
        "ada@example.com": Reason.LEFT,
        "ben@example.com": Reason.CLOSED,
        "chen@example.com": "",
    }
    assert [address for address, _subject in world.mailed()] == ["chen@example.com"]
    assert not Notification.objects.filter(to=world.ada).exists()


def test_nobody_more_is_told_once_the_sender_has_lost_the_role(
    world: World, mailing: Mailing
) -> None:
    sent(mailing)
    Membership.objects.filter(person=world.ines).update(ended_at=now())
    tick()

    assert world.mailed() == []
    assert set(Recipient.objects.values_list("reason", flat=True)) == {Reason.LEFT}


def test_a_letter_that_was_kept_does_not_leave_to_who_has_left_the_list(
    world: World, mailing: Mailing
) -> None:
    sent(mailing)
    tick()
    Letter.objects.update(at=now() - timedelta(hours=1), due_at=now())
    Membership.objects.filter(person=world.ada).update(ended_at=now())

    assert send_due() == 2
    assert Letter.objects.get(to=world.ada).state == LetterState.DROPPED


def test_no_more_leave_in_a_minute_than_the_deployment_and_the_sender_allow(
    world: World, settings: Settings
) -> None:
    settings.MAILINGS_PER_MINUTE = 120
    crowd(world.merlion, 300)
    first = sent(written(begun(world.ines, "members", world.merlion, world.merlion)))
    crowd_mailing(world, per_minute=10)
    start = now()
    told = []
    for minute in range(4):
        at = start + timedelta(minutes=minute)
        sweep(at)
        # The mail server keeps up.
        Letter.objects.update(state=LetterState.SENT)
        due = Letter.objects.filter(due_at__gte=at, due_at__lt=at + timedelta(minutes=1))
        told.append(due.count())

    assert all(0 < count <= 132 for count in told), told
    assert Recipient.objects.filter(mailing=first).exclude(standing=Standing.QUEUED).count() > 200
    slow = Letter.objects.filter(recipient__mailing__per_minute=10)
    moments = sorted(slow.values_list("due_at", flat=True))
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    assert min(gaps) >= timedelta(seconds=6)


def crowd_mailing(world: World, *, per_minute: int) -> Mailing:
    """Another mailing to the same people."""
    draft = begun(world.ines, "members", world.merlion, world.merlion, "role=student")
    return sent(written(draft, per_minute=per_minute))


def test_nothing_is_added_while_the_mail_server_is_slower(world: World, settings: Settings) -> None:
    settings.MAILINGS_PER_MINUTE = 60
    crowd(world.merlion, 400)
    sent(written(begun(world.ines, "members", world.merlion, world.merlion)))
    start = now()
    for minute in range(6):
        sweep(start + timedelta(minutes=minute))
        # Every moment comes, and no letter leaves.
        Letter.objects.update(due_at=now())

    assert 0 < Letter.objects.count() <= 2 * 75


def test_a_tick_run_twice_tells_nobody_twice(world: World, mailing: Mailing) -> None:
    sent(mailing)
    at = now()
    assert (sweep(at), sweep(at)) == (3, 0)
    assert Letter.objects.count() == 3


def test_it_is_done_when_everybody_was_told_and_the_mails_have_left(
    world: World, mailing: Mailing
) -> None:
    sent(mailing)
    tick()
    tick()
    mailing.refresh_from_db()
    assert mailing.state == MailingState.SENDING

    Letter.objects.update(due_at=now())
    send_due()
    tick()
    mailing.refresh_from_db()
    assert mailing.state == MailingState.DONE
    assert Notification.objects.filter(to=world.ines, notice="mailings/notices/sent").count() == 1


def test_a_pause_keeps_what_has_not_left_and_going_on_sends_it_once(
    world: World, mailing: Mailing
) -> None:
    Preference.objects.create(person=world.ben, category=Category.NEWS, channel=Channel.DAILY)
    sent(mailing)
    tick()
    Letter.objects.update(due_at=now())
    actions.pause(mailing, by=world.ines)
    assert (send_due(), tick()) == (0, 0)

    actions.resume(mailing, by=world.ines)
    states = dict(Letter.objects.values_list("to__email", "state"))
    assert states["ben@example.com"] == LetterState.COLLECTED
    Letter.objects.filter(state=LetterState.WAITING).update(due_at=now())
    assert send_due() == 2
    assert set(Letter.objects.values_list("reason", flat=True)) == {""}


def test_what_was_cancelled_while_it_was_sent_never_leaves(world: World, mailing: Mailing) -> None:
    sent(mailing)
    mailing.per_minute = 1
    Mailing.objects.update(per_minute=1)
    tick()
    assert Letter.objects.count() == 1
    Letter.objects.update(due_at=now())
    actions.cancel(mailing, by=world.ines)
    tick(3)

    assert (send_due(), Letter.objects.count()) == (0, 1)
    left_out = Recipient.objects.filter(reason=Reason.CANCELLED)
    assert left_out.count() == 2


@pytest.mark.parametrize("count", [20, 120])
def test_a_thousand_cost_the_queries_of_one(
    world: World, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    crowd(world.merlion, count)
    sent(written(begun(world.ines, "members", world.merlion, world.merlion)))

    with django_assert_max_num_queries(32):
        assert tick() == count


def test_sign_in_and_ordinary_mail_leave_before_it(world: World, mailing: Mailing) -> None:
    sent(mailing)
    tick()
    Letter.objects.update(due_at=now() - timedelta(minutes=1))
    Letter.objects.create(
        key="later", address="ada@example.com", to=world.ada, subject="Ordinary", text="Later"
    )

    assert send_due(limit=1) == 1
    assert Letter.objects.get(state=LetterState.SENT).subject == "Ordinary"
