from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from wayfellow.access.refusals import Invalid, Refused
from wayfellow.conversations import actions, queries
from wayfellow.conversations.models import Message
from wayfellow.mentorships.lifecycle import GroupState
from wayfellow.mentorships.models import WorkGroup
from wayfellow.notifications.models import Letter, Notification
from wayfellow.testing.world import World

WORDS = "Shall we meet at the herring market?"


def test_the_others_are_told_who_wrote_and_not_what(world: World) -> None:
    actions.write(world.group(), WORDS, by=world.ben)

    told = "conversations/notices/message_written"
    assert world.told() == {(world.ada, told), (world.maya, told)}
    assert {subject for _to, subject in world.mailed()} == {"Ben Virtanen wrote in your work group"}
    texts = [*Notification.objects.values_list("text", flat=True)]
    texts += [*Letter.objects.values_list("text", flat=True)]
    assert not [text for text in texts if "herring" in text]


def test_only_the_group_reads_and_only_it_writes(world: World, client: Client) -> None:
    group = world.group()
    actions.write(group, WORDS, by=world.ben)

    codes = {}
    for name in ("ada", "maya", "leo", "carol", "cora", "ines", "petra", "otto"):
        client.force_login(getattr(world, name))
        read = client.get(reverse("conversations:thread", args=[group.pk]))
        wrote = client.post(reverse("conversations:write", args=[group.pk]), {"body": "Hello"})
        codes[name] = (read.status_code, wrote.status_code)
        assert ("herring" in read.content.decode()) == (read.status_code == 200)

    assert codes == {
        "ada": (200, 302), "maya": (200, 302), "leo": (403, 403), "carol": (403, 403),
        "ines": (403, 403), "cora": (404, 404), "petra": (404, 404), "otto": (404, 404),
    }  # fmt: skip


def test_an_ended_group_is_read_and_no_longer_written_in(world: World, client: Client) -> None:
    group = world.group()
    actions.write(group, WORDS, by=world.ben)
    WorkGroup.objects.update(state=GroupState.DISSOLVED)
    client.force_login(world.ada)

    page = client.get(reverse("conversations:thread", args=[group.pk])).content.decode()
    with pytest.raises(Refused, match="has ended"):
        actions.write(group, "One more", by=world.ada)

    assert "herring" in page
    assert "<textarea" not in page


def test_nothing_is_no_message_and_what_was_typed_is_kept(world: World, client: Client) -> None:
    group = world.group()
    client.force_login(world.ada)
    url = reverse("conversations:write", args=[group.pk])

    empty = client.post(url, {"body": "   "})
    long = client.post(url, {"body": "ä" * 4001})

    assert (empty.status_code, long.status_code) == (422, 422)
    assert "ä" * 4001 in long.content.decode()
    with pytest.raises(Invalid):
        actions.write(group, " ", by=world.ada)


def test_what_people_type_is_never_markup(world: World, client: Client) -> None:
    group = world.group()
    actions.write(group, "<script>alert(1)</script>\nnext line", by=world.ben)
    client.force_login(world.ada)

    page = client.get(reverse("conversations:thread", args=[group.pk])).content.decode()

    assert "<script>alert" not in page
    assert "next line" in page


def test_the_latest_fifty_come_first_and_the_older_on_the_next_page(
    world: World, client: Client
) -> None:
    group = world.group()
    Message.objects.bulk_create(
        Message(group=group, author=world.ben, body=f"no {n}.", at=now() + timedelta(seconds=n))
        for n in range(60)
    )
    client.force_login(world.ada)
    url = reverse("conversations:thread", args=[group.pk])

    with CaptureQueriesContext(connection) as many:
        latest = client.get(url).content.decode()
    older = client.get(url, {"page": 2}).content.decode()

    assert "no 59." in latest
    assert "no 9." not in latest
    assert latest.index("no 58.") < latest.index("no 59.")
    assert "no 9." in older
    Message.objects.exclude(pk=Message.objects.latest("pk").pk).delete()
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    assert len(one) == len(many)


def test_staff_see_how_much_is_written_and_when_last(world: World) -> None:
    group = world.group()
    silent = world.group(world.chen, mentor=world.milo)
    actions.write(group, WORDS, by=world.ben)
    last = actions.write(group, WORDS, by=world.ada)

    counted = {
        g.pk: (g.message_count, g.last_message_at) for g in queries.counted(WorkGroup.objects.all())
    }

    assert counted == {group.pk: (2, last.at), silent.pk: (0, None)}


def test_the_workspace_shows_the_latest_to_the_group_alone(world: World) -> None:
    group = world.group()
    for text in ("one", "two", "three", "four"):
        actions.write(group, text, by=world.ben)

    seen = queries.latest(group, world.ada)

    assert seen is not None
    assert [message.body for message in seen] == ["two", "three", "four"]
    assert [queries.latest(group, who) for who in (world.leo, world.carol, world.otto)] == [
        None
    ] * 3
