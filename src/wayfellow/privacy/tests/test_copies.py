"""The copy holds all of one's own, nothing of others, and goes to its owner alone."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from tests.security.atlas import without_statements
from tests.security.canaries import CONCERN, STAFF

from wayfellow.access import links
from wayfellow.access.models import Link
from wayfellow.applications.models import Application, StudentAnswers
from wayfellow.conversations.models import Message
from wayfellow.mentorships.models import Goal, Member, Reflection
from wayfellow.people.models import User
from wayfellow.privacy.portable import SECTIONS, collected
from wayfellow.safeguarding.models import Concern
from wayfellow.testing.cast import everything
from wayfellow.testing.world import World

PASSWORD = {"password": "a good password"}
OWN = ("own motivation", "own gaps", "own message", "own reflection", "own goal", "own concern")


def files(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def plant(world: World) -> None:
    everything(world)
    without_statements()
    ada = Member.objects.get(application__person=world.ada)
    Application.objects.update(review_note=STAFF[0])
    Application.objects.filter(pk=ada.application_id).update(motivation=OWN[0])
    StudentAnswers.objects.filter(application=ada.application_id).update(gaps=OWN[1])
    Message.objects.filter(author=world.ada).update(body=OWN[2])
    Message.objects.create(group=ada.group, author=world.ben, body="canary of Ben")
    Reflection.objects.filter(member=ada).update(learnt=OWN[3])
    Goal.objects.filter(member=ada).update(title=OWN[4])
    ben = Member.objects.get(application__person=world.ben)
    Goal.objects.create(member=ben, title="canary of Ben")
    Concern.objects.update(text=OWN[5], outcome=CONCERN[0])


def test_the_file_holds_all_of_ones_own_and_nothing_of_others(world: World, client: Client) -> None:
    plant(world)
    client.force_login(world.ada)

    answer = client.post("/me/data/copy/", PASSWORD)

    assert answer["Content-Type"] == "application/zip"
    assert "no-store" in answer["Cache-Control"]
    found = files(answer.content)
    assert set(found) == {"data.json", "data.html"}
    for text in found.values():
        assert [own for own in OWN if own not in text] == []
        for other in ("canary of Ben", "ben@example.com", *STAFF, *CONCERN):
            assert other not in text
    assert set(json.loads(found["data.json"])["sections"]) == {each.key for each in SECTIONS}
    assert world.happened()[-1] == "user.take_copy"


def test_what_people_write_does_not_run_in_the_page(world: World, client: Client) -> None:
    plant(world)
    Message.objects.filter(author=world.ada).update(body="<script>alert(1)</script>")
    client.force_login(world.ada)

    page = files(client.post("/me/data/copy/", PASSWORD).content)["data.html"]

    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_it_costs_the_same_with_one_message_and_with_many(world: World) -> None:
    plant(world)
    with CaptureQueriesContext(connection) as one:
        collected(world.ada)
    group = Member.objects.get(application__person=world.ada).group
    Message.objects.bulk_create(
        Message(group=group, author=world.ada, body=f"no. {n}") for n in range(50)
    )
    with CaptureQueriesContext(connection) as many:
        found = collected(world.ada)

    assert len(one) == len(many)
    assert len(found["sections"]["messages"]) == 51


@pytest.mark.parametrize(
    ("typed", "status"), [({}, 422), ({"password": "a bad password"}, 422), (PASSWORD, 200)]
)
def test_the_password_is_asked_once_more(
    world: World, client: Client, typed: dict[str, Any], status: int
) -> None:
    client.force_login(world.ada)
    assert b"Your password" in client.get("/me/data/copy/").content

    answer = client.post("/me/data/copy/", typed)

    assert answer.status_code == status
    assert (answer["Content-Type"] == "application/zip") == (status == 200)


def test_who_has_no_password_gets_a_link_that_works_once_and_for_nobody_else(
    world: World, client: Client
) -> None:
    world.ada.set_unusable_password()
    world.ada.save()
    client.force_login(world.ada)
    assert client.post("/me/data/copy/", {}).status_code == 302
    path = f"/l/my-data/{links.token_of(Link.objects.get())}/"

    assert client.get(path).status_code == 200
    other = Client()
    for who in (None, world.ben):
        if who is not None:
            other.force_login(who)
        assert b"Sign in first" in other.post(path).content
    assert files(client.post(path).content)
    assert client.post(path).status_code == 410
    assert client.get("/l/my-data/no-such-token/").status_code == 404


def test_an_old_link_and_many_copies_are_refused(world: World, client: Client) -> None:
    link = links.issue("my-data", address="x@example.com", days=1, person=world.ada)
    Link.objects.update(expires_at=now())
    client.force_login(world.ada)
    assert client.post(f"/l/my-data/{links.token_of(link)}/").status_code == 410

    taken = [client.post("/me/data/copy/", PASSWORD).status_code for _ in range(6)]

    assert taken == [200] * 5 + [429]
    assert User.objects.get(pk=world.ada.pk).is_active
