"""What was kept becomes one mail for each reader, once, by the reader's own clock."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from wayfellow.conversations.actions import write
from wayfellow.events.record import record
from wayfellow.mentorships.actions import plan_meeting
from wayfellow.mentorships.models import Meeting
from wayfellow.notifications.categories import Category, Channel, Period, next_digest
from wayfellow.notifications.compose import compose
from wayfellow.notifications.digest import LINES, gather
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import DIGEST, Letter
from wayfellow.notifications.outbox import send_due
from wayfellow.notifications.preferences import choose
from wayfellow.notifications.routing import STORM
from wayfellow.people.models import User
from wayfellow.programmes.models import Office
from wayfellow.testing.world import World, at, person

pytestmark = pytest.mark.django_db
LATER = timedelta(days=8)


def digests(who: User | None = None) -> list[Letter]:
    rows = Letter.objects.filter(notice=DIGEST).order_by("pk")
    return list(rows.filter(to=who) if who else rows)


def words(letter: Letter) -> str:
    return str(compose(letter).body)


def kept(who: User, period: Period = Period.DAILY, count: int = 1, **fields: object) -> None:
    """So many letters that wait for a digest."""
    values = {
        "address": who.email,
        "text": "Text.",
        "category": Category.MESSAGES,
        "due_at": now(),
        **fields,
    }
    done = Letter.objects.count()
    Letter.objects.bulk_create(
        Letter(
            key=f"test:{done + number}",
            to_id=who.pk,
            subject=f"Subject {number}",
            state=LetterState.COLLECTED,
            period=period,
            **values,
        )
        for number in range(count)
    )


@pytest.mark.parametrize(
    ("period", "zone", "when", "told"),
    [
        (Period.DAILY, "Europe/Helsinki", "2026-11-23 08:59", "2026-11-23 09:00"),
        (Period.DAILY, "Europe/Helsinki", "2026-11-23 09:00", "2026-11-24 09:00"),
        (Period.WEEKLY, "Asia/Singapore", "2026-11-22 23:00", "2026-11-23 10:00"),
        (Period.WEEKLY, "Asia/Singapore", "2026-11-23 09:59", "2026-11-23 10:00"),
        (Period.WEEKLY, "Asia/Singapore", "2026-11-23 10:00", "2026-11-30 10:00"),
        # The clock is put forward in the night before, and back.
        (Period.DAILY, "Europe/Helsinki", "2027-03-27 12:00", "2027-03-28 09:00"),
        (Period.WEEKLY, "Europe/Helsinki", "2026-10-19 11:00", "2026-10-26 10:00"),
    ],
)
def test_digests_come_in_the_morning_where_the_reader_lives(
    period: Period, zone: str, when: str, told: str
) -> None:
    here = ZoneInfo(zone)

    found = next_digest(period, zone, datetime.fromisoformat(when).replace(tzinfo=here))

    assert found.astimezone(here).strftime("%Y-%m-%d %H:%M") == told


def test_one_mail_tells_what_happened_grouped_and_with_one_action(world: World) -> None:
    group = world.group()
    choose(world.ben, {Category.MESSAGES: Channel.DAILY, Category.MEETINGS: Channel.DAILY})
    for _ in range(3):
        write(group, "Secret words.", by=world.ada)
    plan_meeting(
        group,
        {"starts_at": at(2027, 3, 4, 2), "ends_at": at(2027, 3, 4, 3), "mode": Meeting.Mode.ONLINE},
        by=world.maya,
    )

    assert gather(now() + LATER) == 1

    (digest,) = digests()
    text = words(digest)
    assert digest.to == world.ben
    assert text.index("Meetings\n") < text.index("Messages\n")
    assert "(3 times)" in text
    assert text.count("/inbox/?show=unread") == 1
    assert "Secret" not in text
    files = [part for part in compose(digest).message().walk() if part.get_filename()]
    assert [(part.get_filename(), part.get_param("method")) for part in files] == [
        ("meeting-1.ics", "REQUEST")
    ]
    assert send_due() >= 1
    assert {row.state for row in Letter.objects.filter(bundle=digest)} == {LetterState.GATHERED}


def test_nothing_is_told_before_its_time_nor_twice(world: World) -> None:
    write(group := world.group(), "Hello.", by=world.ada)
    choose(world.ben, {Category.MESSAGES: Channel.WEEKLY})
    write(group, "Hello.", by=world.ada)
    monday = next_digest(Period.WEEKLY, world.ben.time_zone, now())

    assert gather(monday - timedelta(seconds=1)) == 0
    assert gather(monday) == 1
    assert gather(monday) == 0
    kept(world.ben, Period.WEEKLY, due_at=monday + timedelta(days=7))
    assert gather(monday) == 0
    assert gather(monday + timedelta(days=7)) == 1

    first, second = digests(world.ben)
    assert (first.items.count(), second.items.count()) == (1, 1)


def test_a_second_digest_at_the_same_moment_leaves_the_first_alone(world: World) -> None:
    moment = now() + timedelta(seconds=5)
    kept(world.ben)
    assert gather(moment) == 1
    kept(world.ben, Period.WEEKLY, due_at=moment + timedelta(days=3))
    kept(world.ben, count=2)

    assert gather(moment) == 1

    first, second = digests(world.ben)
    assert (first.items.count(), second.items.count()) == (1, 2)
    assert Letter.objects.filter(state=LetterState.COLLECTED).count() == 1


def test_the_figures_of_a_week_and_what_was_kept_are_one_mail(world: World) -> None:
    office = Office.objects.get(person=world.leo)
    kept(world.leo, Period.WEEKLY, category=Category.CHARGE, due_at=now() + timedelta(days=3))
    record("sum_up", office, by=None, meetings=2, worries=1)

    assert gather(now()) == 1

    text = words(digests(world.leo)[0])
    assert "Meetings in the next seven days: 2" in text
    assert "Subject 0" in text
    assert gather(now() + LATER) == 0


def test_a_storm_becomes_a_few_mails_and_one_digest(world: World) -> None:
    group = world.group()
    with time_machine.travel(datetime(2026, 11, 24, 9, tzinfo=UTC), tick=False) as clock:
        for number in range(STORM + 15):
            write(group, f"Message {number}.", by=world.ada)
        states = Letter.objects.filter(to=world.ben).order_by("pk").values_list("state", flat=True)
        assert list(states) == [LetterState.WAITING] * STORM + [LetterState.COLLECTED] * 15
        assert gather(now()) == 0

        clock.shift(timedelta(hours=1, seconds=1))
        assert gather(now()) == 2  # ben and maya
        assert "(15 times)" in words(digests(world.ben)[0])

        write(group, "All is calm again.", by=world.ada)
        last = Letter.objects.filter(to=world.ben).order_by("pk").last()
        assert last is not None
        assert last.state == LetterState.WAITING


def test_a_storm_holds_up_no_word_on_safety(world: World) -> None:
    group = world.group()
    for number in range(STORM + 1):
        write(group, f"Message {number}.", by=world.maya)
    record("correct_birthday", world.ada, by=world.carol)

    last = Letter.objects.filter(to=world.ada).order_by("pk").last()
    assert last is not None
    assert (last.state, last.period) == (LetterState.WAITING, "")


def test_what_must_not_be_told_any_more_is_taken_out_when_the_digest_leaves(world: World) -> None:
    group = world.group()
    choose(world.ben, {Category.MESSAGES: Channel.DAILY, Category.GROUP: Channel.DAILY})
    write(group, "Hello.", by=world.ada)
    kept(world.ben, category=Category.GROUP)
    gather(now() + LATER)
    group.members.filter(application__person=world.ben).update(state="left")
    send_due()
    Letter.objects.filter(notice=DIGEST).update(due_at=now())

    send_due()

    (digest,) = digests(world.ben)
    assert digest.state == LetterState.SENT
    assert "Subject 0" in words(digest)
    assert "wrote" not in words(digest)
    item = Letter.objects.get(to=world.ben, event__name="message.write")
    assert (item.state, item.reason) == (
        LetterState.DROPPED,
        "the reader is no longer in the group",
    )


def test_a_digest_of_which_nothing_is_left_is_not_sent(world: World) -> None:
    kept(world.ben)
    gather(now())
    choose(world.ben, {Category.MESSAGES: Channel.NONE})

    send_due()

    (digest,) = digests(world.ben)
    assert digest.state == LetterState.DROPPED
    assert "nothing" in digest.reason


def test_a_long_digest_says_how_much_it_leaves_out(world: World) -> None:
    kept(world.ben, count=LINES + 5)
    gather(now())

    text = words(digests(world.ben)[0])

    assert f"Subject {LINES - 1}" in text
    assert f"Subject {LINES}" not in text
    assert "5 more are in your inbox." in text


def test_a_digest_speaks_its_reader_s_language_and_repeats_the_same_bytes(world: World) -> None:
    for who, language in ((world.ada, "fi"), (world.ben, "zh-hans"), (world.chen, "en")):
        User.objects.filter(pk=who.pk).update(language=language)
        kept(who, language=language)
    gather(now())

    mails = {each.language: (each.subject, compose(each).message()) for each in digests()}

    assert mails["en"][0] == "What happened since yesterday"
    assert len({subject for subject, _mail in mails.values()}) == 3
    for each in digests():
        assert compose(each).message().as_bytes() == mails[each.language][1].as_bytes()


def test_queries_do_not_grow_with_the_readers(world: World) -> None:
    def cost(readers: int) -> int:
        Letter.objects.all().delete()
        for number in range(readers):
            who = User.objects.filter(email=f"r{number}@example.com").first() or person(
                f"r{number}"
            )
            kept(who, count=2)
        with CaptureQueriesContext(connection) as queries:
            assert gather(now()) == readers
        return len(queries)

    assert cost(3) == cost(12)


@pytest.fixture
def a_connection_each(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """An SQLite in memory would be one connection for all threads: the test goes to a file."""
    if connection.vendor != "sqlite":
        yield
        return
    file = str(tmp_path / "digests.sqlite3")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [file])
    alias, memory = connection.alias, connections[connection.alias]
    with monkeypatch.context() as patch:
        patch.setitem(connections.settings[alias], "NAME", file)
        connections[alias] = connections.create_connection(alias)
        yield
        connections[alias].close()
    connections[alias] = memory


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_everybody_once(
    a_connection_each: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wayfellow.notifications import digest  # noqa: PLC0415

    monkeypatch.setattr(digest, "PEOPLE", 3)
    readers = [person(f"reader{number}") for number in range(10)]
    for who in readers:
        kept(who, count=3)
    made, start, moment = list[int](), Barrier(2), now()

    def work() -> None:
        try:
            start.wait(timeout=30)
            for _ in range(3):
                made.append(gather(moment))
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sum(made) == len(readers)
    assert [len(digests(who)) for who in readers] == [1] * len(readers)
    assert Letter.objects.filter(state=LetterState.GATHERED).count() == 3 * len(readers)
