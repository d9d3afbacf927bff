"""Two clicks and two workers at the same moment, each on a connection of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from wayfellow.access.refusals import Refused
from wayfellow.notifications.models import Letter
from wayfellow.privacy import actions
from wayfellow.privacy.lifecycle import Kind
from wayfellow.privacy.models import DataRequest
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db(transaction=True)


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


def _twice(act: Callable[[], object]) -> list[object]:
    """What came of doing the same twice at once."""
    start, ends = Barrier(2), list[object]()

    def run() -> None:
        try:
            start.wait(timeout=30)
            ends.append(act())
        except Refused:
            ends.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return ends


def test_two_clicks_at_once_make_one_request() -> None:
    world = World()
    ada, _ines = world.ada, world.ines

    ends = _twice(lambda: len(actions.ask(Kind.COPY, "", by=ada)))

    assert sorted(map(str, ends)) == ["1", "refused"]
    assert DataRequest.objects.count() == 1
    receipts = Letter.objects.filter(notice="privacy/notices/receipt")
    assert receipts.count() == 1
