"""Two who confirm, two workers who send, and one who stops while another sends."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection, connections
from django.utils.timezone import now

from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.mailings import actions
from wayfellow.mailings.lifecycle import MailingState, Standing
from wayfellow.mailings.models import Mailing, Recipient
from wayfellow.mailings.queries.audience import audience
from wayfellow.mailings.schedules import sweep
from wayfellow.mailings.tests.senders import begun, crowd, sent, written
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import Letter, Notification
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 60


@pytest.fixture(autouse=True)
def _a_connection_each(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """An SQLite in memory would be one connection for all threads: the test goes to a file."""
    if connection.vendor != "sqlite":
        yield
        return
    file = str(tmp_path / "at-once.sqlite3")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [file])
    alias, memory = connection.alias, connections[connection.alias]
    with monkeypatch.context() as patch:
        patch.setitem(connections.settings[alias], "NAME", file)
        connections[alias] = connections.create_connection(alias)
        yield
        connections[alias].close()
    connections[alias] = memory


@pytest.fixture
def mailing(_a_connection_each: None, world: World) -> Mailing:
    """To sixty students, ready to be sent."""
    crowd(world.merlion, PEOPLE)
    return written(begun(world.ines, "members", world.merlion, world.merlion, "role=student"))


def at_once(*works: Callable[[], object]) -> list[object]:
    """What each of ``works`` brings, all begun together."""

    def work(each: Callable[[], object]) -> object:
        try:
            return each()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(works)) as threads:
        return list(threads.map(work, works))


def test_of_many_who_confirm_at_once_one_sends(mailing: Mailing) -> None:
    seen, version = audience(mailing).digest, mailing.version

    def confirm() -> str:
        mine = Mailing.objects.get(pk=mailing.pk)
        try:
            actions.send(mine, seen=seen, version=version, by=mine.by)
        except IllegalStep:
            return "late"
        return "sent"

    assert Counter(at_once(*[confirm] * 8)) == {"sent": 1, "late": 7}
    assert Recipient.objects.count() == PEOPLE


def test_of_many_workers_each_recipient_is_told_by_one(mailing: Mailing) -> None:
    sent(mailing)
    at = now()
    told = at_once(*[lambda: sweep(at)] * 6)

    assert sum(map(int, map(str, told))) == PEOPLE
    assert Letter.objects.count() == PEOPLE
    assert Notification.objects.filter(category="news").count() == PEOPLE


def test_what_is_stopped_while_it_is_sent_is_told_or_left_out_and_nothing_waits(
    mailing: Mailing,
) -> None:
    sent(mailing)
    at = now()

    def stop() -> None:
        mine = Mailing.objects.get(pk=mailing.pk)
        actions.cancel(mine, by=mine.by)

    at_once(lambda: sweep(at), stop, lambda: sweep(at))

    mailing.refresh_from_db()
    assert mailing.state == MailingState.CANCELLED
    assert not Recipient.objects.filter(standing=Standing.QUEUED).exists()
    assert not Letter.objects.exclude(state=LetterState.DROPPED).exists()
    told = Recipient.objects.filter(standing=Standing.TOLD).count()
    assert told == Letter.objects.count()


def test_pausing_twice_at_once_pauses_once(mailing: Mailing) -> None:
    sent(mailing)

    def pause() -> str:
        mine = Mailing.objects.get(pk=mailing.pk)
        try:
            actions.pause(mine, by=mine.by)
        except IllegalStep:
            return "late"
        return "paused"

    assert Counter(at_once(*[pause] * 4))["paused"] == 1
