from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from wayfellow.events.models import Event
from wayfellow.notifications.categories import Category
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import Heartbeat, Letter, Notification
from wayfellow.notifications.queries import queue_age, unread, worker_age
from wayfellow.people.models import User
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db


def tell(who: User, title: str, url: str = "/me/") -> Notification:
    event = Event.objects.create(name="test.tell", subject=who)
    return Notification.objects.create(
        event=event, to=who, notice=title, title=title, text="<b>so</b>", action="Go", url=url
    )


def is_read(notification: Notification) -> bool:
    return Notification.objects.get(pk=notification.pk).read_at is not None


def test_the_inbox_is_one_s_own_with_the_newest_first(world: World, client: Client) -> None:
    tell(world.ada, "First news"), tell(world.ada, "Second news"), tell(world.ben, "Ben's news")
    client.force_login(world.ada)

    page = client.get("/inbox/").content.decode()

    assert page.index("Second news") < page.index("First news")
    assert "Ben" not in page
    assert "&lt;b&gt;so" in page


def test_looking_reads_nothing_and_opening_reads_and_goes_there(
    world: World, client: Client
) -> None:
    news = tell(world.ada, "News", "/me/edit/")
    client.force_login(world.ada)

    client.get("/inbox/")
    assert client.get(f"/inbox/{news.pk}/open/").status_code == 405
    assert not is_read(news)

    assert client.post(f"/inbox/{news.pk}/open/").headers["Location"] == "/me/edit/"
    assert is_read(news)


def test_opening_never_leads_to_another_site(world: World, client: Client) -> None:
    news = tell(world.ada, "News", "https://evil.example/")
    client.force_login(world.ada)

    assert client.post(f"/inbox/{news.pk}/open/").headers["Location"] == "/inbox/"


def test_the_first_reading_counts(world: World, client: Client) -> None:
    news = tell(world.ada, "News")
    early = now() - timedelta(days=3)
    Notification.objects.filter(pk=news.pk).update(read_at=early)
    client.force_login(world.ada)

    client.post(f"/inbox/{news.pk}/read/")

    assert Notification.objects.get(pk=news.pk).read_at == early


def test_marking_one_and_all_as_read_changes_only_one_s_own(world: World, client: Client) -> None:
    first, _second, other = (
        tell(world.ada, "First"),
        tell(world.ada, "Second"),
        tell(world.ben, "Third"),
    )
    client.force_login(world.ada)
    assert unread(world.ada) == 2

    back = client.post(f"/inbox/{first.pk}/read/", {"next": "/inbox/?show=unread"})
    assert back.headers["Location"] == "/inbox/?show=unread"
    assert unread(world.ada) == 1

    page = client.get("/inbox/?show=unread").content.decode()
    assert ("Second" in page, "First" in page) == (True, False)

    client.post("/inbox/read/")
    assert (unread(world.ada), unread(world.ben)) == (0, 1)
    assert "You have read everything" in client.get("/inbox/?show=unread").content.decode()
    assert client.post(f"/inbox/{other.pk}/read/").status_code == 404


def test_an_empty_inbox_says_what_will_be_there(world: World, client: Client) -> None:
    client.force_login(world.ada)

    assert "No messages yet" in client.get("/inbox/").content.decode()


@pytest.mark.parametrize("path", ["/inbox/", "/inbox/outbox/"])
def test_lists_cost_the_same_for_one_and_many(world: World, client: Client, path: str) -> None:
    client.force_login(world.petra)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    def more(name: str) -> None:
        tell(world.petra, name)
        Letter.objects.create(
            key=name, address="a@example.com", subject="x", text="x", state=LetterState.FAILED
        )

    more("1")
    cost()
    few = cost()
    for name in "234":
        more(name)
    assert cost() == few


def test_the_outbox_is_for_the_platform_and_shows_no_text(world: World, client: Client) -> None:
    for name, state in (("a", LetterState.FAILED), ("b", LetterState.SENT)):
        Letter.objects.create(
            key=name,
            address=f"{name}@example.com",
            subject="Subject",
            text="Private text",
            state=state,
            reason="550 no such box",
        )
    client.force_login(world.ines)
    assert client.get("/inbox/outbox/").status_code == 404

    client.force_login(world.petra)
    page = client.get("/inbox/outbox/").content.decode()
    assert ("a@example.com" in page, "b@example.com" in page) == (True, False)
    assert ("550 no such box" in page, "Private text" in page) == (True, False)


def test_the_ages_of_worker_and_queue(db: None) -> None:
    assert (worker_age(), queue_age()) == (None, timedelta())

    Heartbeat.objects.create(name="one", at=now() - timedelta(seconds=90))
    Letter.objects.create(
        key="x", address="a@x.example", subject="x", text="x", due_at=now() - timedelta(minutes=5)
    )

    age = worker_age()
    assert age is not None
    assert timedelta(seconds=90) <= age < timedelta(seconds=100)
    assert timedelta(minutes=5) <= queue_age() < timedelta(minutes=6)


def about(who: User, title: str, category: Category, *, read: bool = False) -> None:
    news = tell(who, title)
    Notification.objects.filter(pk=news.pk).update(
        category=category, read_at=now() if read else None
    )


def test_the_inbox_shows_what_is_asked_for(world: World, client: Client) -> None:
    about(world.ada, "Old meeting", Category.MEETINGS, read=True)
    about(world.ada, "New meeting", Category.MEETINGS)
    about(world.ada, "New message", Category.MESSAGES)
    client.force_login(world.ada)

    def shown(query: str) -> list[str]:
        page = client.get(f"/inbox/?{query}").content.decode()
        return [name for name in ("Old meeting", "New meeting", "New message") if name in page]

    assert shown("about=meetings") == ["Old meeting", "New meeting"]
    assert shown("about=meetings&show=unread") == ["New meeting"]
    assert shown("show=unread") == ["New meeting", "New message"]
    assert shown("about=nonsense") == ["Old meeting", "New meeting", "New message"]
    assert shown("about=joining") == []
    assert "Nothing here" in client.get("/inbox/?about=joining").content.decode()


def test_what_is_shown_can_be_marked_alone(world: World, client: Client) -> None:
    about(world.ada, "Meeting", Category.MEETINGS)
    about(world.ada, "Message", Category.MESSAGES)
    client.force_login(world.ada)

    back = client.post("/inbox/read/", {"about": "meetings", "next": "/inbox/?about=meetings"})

    assert back.headers["Location"] == "/inbox/?about=meetings"
    left = Notification.objects.unread().filter(to=world.ada)
    assert [news.title for news in left] == ["Message"]


def test_the_badge_tells_what_is_new_and_nothing_where_nothing_is(
    world: World, client: Client
) -> None:
    assert client.get("/inbox/badge/").status_code == 286
    client.force_login(world.ada)
    assert client.get("/inbox/badge/?shown=0").status_code == 204

    tell(world.ada, "News")

    answer = client.get("/inbox/badge/?shown=0")
    assert answer.status_code == 200
    assert "1 unread" in answer.content.decode()
    assert "?shown=1" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert 'hx-get="/inbox/badge/?shown=1"' in client.get("/inbox/").content.decode()


def test_a_very_full_inbox_is_paged(world: World, client: Client) -> None:
    event = Event.objects.create(name="test.tell", subject=world.ada)
    Notification.objects.bulk_create(
        Notification(event=event, to=world.ada, notice=f"n{number}", title=f"News {number:05}")
        for number in range(1001)
    )
    client.force_login(world.ada)

    first = client.get("/inbox/").content.decode()
    last = client.get("/inbox/?page=21").content.decode()

    assert first.count("<h2") == 50
    assert "News 00000" in last
    assert "99+" in first
