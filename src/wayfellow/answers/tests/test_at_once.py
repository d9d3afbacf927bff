"""Fifty clicks on one link at the same moment."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection, connections
from django.test import Client

from wayfellow.answers.tests.conftest import Address
from wayfellow.pairing.models import Interest
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db(transaction=True)
CLICKS = 50


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


def test_of_fifty_clicks_at_once_one_answers(
    alumni: World, interest: Interest, address: Address
) -> None:
    path = address(alumni.maya, "interest-inquire")

    def click(_number: int) -> int:
        try:
            return Client().post(path, {"body": "Which field?"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=CLICKS) as clicks:
        counted = Counter(clicks.map(click, range(CLICKS)))

    assert counted[200] == 1
    assert counted[410] == CLICKS - 1
    assert interest.remarks.count() == 1
    assert alumni.happened().count("interest.write") == 1
