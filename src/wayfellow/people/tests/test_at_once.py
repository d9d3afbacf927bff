"""Many clicks on the link in the new mailbox at the same moment, and two people for one address."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection, connections

from wayfellow.access.models import Link
from wayfellow.access.refusals import Refused
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.people import actions
from wayfellow.people.models import AddressChange, User
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db(transaction=True)
CLICKS = 20
NEW = "new@elsewhere.example"


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


def at_once(click: Callable[[int], str]) -> Counter[str]:
    def clicked(number: int) -> str:
        try:
            return click(number)
        except (Refused, IllegalStep):
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=CLICKS) as clicks:
        return Counter(clicks.map(clicked, range(CLICKS)))


def test_of_many_clicks_at_once_one_moves_the_account(world: World) -> None:
    actions.ask_for_address(world.ada, NEW)
    link = Link.objects.get()

    def click(_number: int) -> str:
        actions.confirm_address(Link.objects.get(pk=link.pk), by=world.ada)
        return "moved"

    assert at_once(click) == {"moved": 1, "refused": CLICKS - 1}
    assert User.objects.get(pk=world.ada.pk).email == NEW
    assert world.happened().count("addresschange.confirm") == 1


def test_an_address_that_many_want_at_once_gets_one_owner(world: World) -> None:
    people = [world.ada, world.ben, world.maya, world.leo]
    for person in people:
        actions.ask_for_address(person, NEW)

    def click(number: int) -> str:
        person = people[number % len(people)]
        link = Link.objects.get(person=person, purpose=actions.CONFIRM)
        actions.confirm_address(link, by=person)
        return "moved"

    assert at_once(click) == {"moved": 1, "refused": CLICKS - 1}
    assert User.objects.filter(email=NEW).count() == 1
    assert AddressChange.objects.filter(state="confirmed").count() == 1
