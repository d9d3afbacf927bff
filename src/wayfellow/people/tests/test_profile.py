from datetime import date
from typing import Any

import pytest
from django.test import Client

from wayfellow.people.models import Profile
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db


def typed(**changes: str) -> dict[str, str]:
    return {
        "name": "Ada Tan Wei Ling",
        "preferred_name": "Ada",
        "headline": "Robots",
        "about": "",
        "languages": "English，  Malay、English",
        "city": "",
        "phone": "+65 6123 4567",
        "phone_for": "nobody",
        "email_for": "group",
        "language": "fi",
        "time_zone": "Europe/Helsinki",
        **changes,
    }


def test_what_one_says_of_oneself_is_kept(world: World, client: Client) -> None:
    client.force_login(world.ada)

    assert client.post("/me/edit/", typed()).headers["Location"] == "/me/"

    world.ada.refresh_from_db()
    profile = Profile.objects.get(person=world.ada)
    assert (world.ada.called, world.ada.language, world.ada.time_zone) == (
        "Ada",
        "fi",
        "Europe/Helsinki",
    )
    assert profile.languages == ["English", "Malay"]
    assert world.happened() == ["user.edit"]


def test_saving_without_a_change_is_no_event(world: World, client: Client) -> None:
    client.force_login(world.ada)

    client.post("/me/edit/", typed())
    client.post("/me/edit/", typed())

    assert world.happened() == ["user.edit"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"time_zone": "Mars/Olympus"},
        {"language": "de"},
        {"phone_for": "everybody"},
        {"languages": ",".join(f"l{n}" for n in range(13))},
        {"about": "x" * 2001},
    ],
)
def test_what_cannot_be_kept_comes_back_as_typed(
    world: World, client: Client, wrong: dict[str, Any]
) -> None:
    client.force_login(world.ada)

    answer = client.post("/me/edit/", typed(headline="Still here", **wrong))

    assert answer.status_code == 422
    assert "Still here" in answer.content.decode()
    assert world.happened() == []


def test_every_field_says_who_can_see_it(world: World, client: Client) -> None:
    client.force_login(world.ada)

    page = client.get("/me/edit/").content.decode()

    assert page.count("Who can see this:") == len(typed())


def test_the_day_of_birth_is_shown_with_its_reason_and_cannot_be_changed(
    world: World, client: Client
) -> None:
    Profile.objects.filter(person=world.ada).update(born_on=date(2008, 2, 3))
    client.force_login(world.ada)

    page = client.get("/me/").content.decode()
    assert "whether a guardian must consent" in page
    client.post("/me/edit/", typed(born_on="1990-01-01"))

    assert Profile.objects.get(person=world.ada).born_on == date(2008, 2, 3)


def test_one_sees_one_s_roles(world: World, client: Client) -> None:
    client.force_login(world.ada)

    page = client.get("/me/").content.decode()

    assert "Student" in page
    assert "Merlion Polytechnic" in page


def test_a_profile_is_its_owner_s(world: World, client: Client) -> None:
    Profile.objects.filter(person=world.ada).update(phone="+65 1", phone_for="group")
    client.force_login(world.ada)
    assert "+65 1" in client.get(f"/people/{world.ada.pk}/").content.decode()

    client.force_login(world.otto)
    assert client.get(f"/people/{world.ada.pk}/").status_code == 404


def test_who_is_not_signed_in_is_asked_to(client: Client, db: None) -> None:
    assert client.get("/me/").headers["Location"] == "/account/login/?next=/me/"


def test_the_language_chosen_at_the_foot_stays_with_the_person(
    world: World, client: Client
) -> None:
    client.force_login(world.ada)

    answer = client.post("/language/", {"language": "fi", "next": "/me/"})

    assert answer.headers["Location"] == "/me/"
    world.ada.refresh_from_db()
    assert world.ada.language == "fi"
    assert '<html lang="fi"' in client.get("/me/").content.decode()
    client.post("/language/", {"language": "de"})
    world.ada.refresh_from_db()
    assert world.ada.language == "fi"
