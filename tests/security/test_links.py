"""Mailed links and the ways in tell nobody anything, and work once for what they are for."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils.timezone import now

from tests.security.atlas import Atlas, without_statements
from wayfellow.access.models import Link
from wayfellow.testing.cast import everything
from wayfellow.testing.world import World

TOKEN = re.compile(rb'value="[A-Za-z0-9]{64}"')
KNOWN, UNKNOWN = "ada@example.com", "nobody@example.com"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/account/link/", "email"),
        ("/account/password/reset/", "email"),
        ("/join/first-steps/student/", "email"),
    ],
)
def test_the_answer_is_the_same_for_known_and_unknown_addresses(
    world: World, address: str, field: str
) -> None:
    everything(world)
    more = {"name": "Somebody", "institution": str(world.merlion.pk)}

    answers = []
    for email in (KNOWN, UNKNOWN):
        answer = Client().post(address, {field: email, **more}, follow=True)
        body = TOKEN.sub(b"", answer.content).replace(email.encode(), b"")
        answers.append((answer.status_code, answer.redirect_chain, body))

    assert answers[0] == answers[1]
    assert answers[0][0] == 200


@pytest.mark.django_db
def test_a_link_opens_nothing_but_what_it_was_made_for(world: World, client: Client) -> None:
    everything(world)
    tokens = Atlas(world).tokens

    for purpose in tokens:
        for other, token in tokens.items():
            if other != purpose:
                assert client.get(f"/l/{purpose}/{token}/").status_code == 404
                assert client.post(f"/l/{purpose}/{token}/").status_code in {404, 405}
    assert not Link.objects.exclude(used_at=None).exists()


@pytest.mark.django_db
def test_a_sign_in_link_works_once_under_a_new_session_and_not_later(world: World) -> None:
    everything(world)
    without_statements()
    token = Atlas(world).tokens["sign-in"]
    client = Client(raise_request_exception=False)
    client.get(f"/l/sign-in/{token}/")
    client.cookies["session"] = "planted-by-somebody-else"

    assert client.post(f"/l/sign-in/{token}/").status_code == 302
    cookie = client.cookies["session"]
    assert cookie.value != "planted-by-somebody-else"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert client.get("/me/").status_code == 200
    assert Client().post(f"/l/sign-in/{token}/").status_code == 410

    client.post("/account/logout/")
    client.cookies["session"] = cookie.value
    assert client.get("/me/").status_code == 302
    assert not Session.objects.filter(pk=cookie.value).exists()


@pytest.mark.django_db
def test_a_link_that_has_expired_does_nothing(world: World, client: Client) -> None:
    everything(world)
    tokens = Atlas(world).tokens
    Link.objects.update(expires_at=now())

    for purpose, token in tokens.items():
        if purpose != "password":
            answer = client.post(f"/l/{purpose}/{token}/", {"what": "answer", "takes_part": "yes"})
            assert answer.status_code in {302, 410}, purpose
    assert client.get("/me/").status_code == 302
    assert not Link.objects.exclude(used_at=None).exists()


@pytest.mark.django_db
def test_forged_addresses_of_senders_do_not_buy_more_tries(world: World, client: Client) -> None:
    everything(world)

    answers = [
        client.post(
            "/account/link/", {"email": KNOWN}, headers={"X-Forwarded-For": f"203.0.113.{n}"}
        ).status_code
        for n in range(6)
    ]

    assert answers[-1] == 429


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["leo", "ada", "petra"])
def test_whoever_is_switched_off_is_out_at_once(world: World, client: Client, role: str) -> None:
    everything(world)
    without_statements()
    person = getattr(world, role)
    client.force_login(person)
    assert client.get("/me/").status_code == 200

    person.is_active = False
    person.save()

    assert client.get("/me/").status_code == 302


@pytest.mark.django_db
def test_what_a_form_does_not_ask_for_is_not_taken(world: World, client: Client) -> None:
    everything(world)
    without_statements()
    client.force_login(world.ada)
    sent = {"name": "Ada Tan", "phone_for": "nobody", "email_for": "nobody", "language": "en"}
    more = {
        "is_platform_admin": "on",
        "is_active": "",
        "email": "x@example.com",
        "born_on": "1990-01-01",
    }

    assert client.post("/me/edit/", {**sent, "time_zone": "UTC", **more}).status_code == 302

    world.ada.refresh_from_db()
    assert (world.ada.is_platform_admin, world.ada.email) == (False, KNOWN)
    assert world.ada.profile.born_on is None
