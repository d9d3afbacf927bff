"""Many editors save at the same moment."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection, connections

from wayfellow.testing.world import World
from wayfellow.wordings.actions import Stale, save
from wayfellow.wordings.models import Wording
from wayfellow.wordings.tests.words import WROTE

pytestmark = pytest.mark.django_db(transaction=True)
EDITORS = 12


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


def test_of_many_who_save_at_once_one_does_and_the_others_are_told(world: World) -> None:
    institution, editor = world.merlion, world.ines

    def press(number: int) -> str:
        words = {"subject": f"Subject {number}", "text": "", "action": ""}
        try:
            save(institution, WROTE, "en", words, seen=0, by=editor)
        except Stale:
            return "stale"
        finally:
            connection.close()
        return "kept"

    with ThreadPoolExecutor(max_workers=EDITORS) as editors:
        counted = Counter(editors.map(press, range(EDITORS)))

    assert counted == {"kept": 1, "stale": EDITORS - 1}
    assert Wording.objects.count() == 1
    assert world.happened().count("wording.save") == 1
