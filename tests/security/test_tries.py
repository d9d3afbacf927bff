"""Whoever tries too often is told to wait, and nobody else pays for it."""

from typing import Any

import pytest
from django.test import Client

from wayfellow.notifications.models import Letter
from wayfellow.programmes.actions import draft_page, show_page
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db
PASSWORD = "a good password"
STRANGER, AT_HOME = "203.0.113.5", "198.51.100.7"


def sign_in(client: Client, email: str, password: str) -> Any:
    return client.post("/account/login/", {"login": email, "password": password})


def test_wrong_passwords_run_out_for_the_stranger_and_not_for_the_person(world: World) -> None:
    email = world.ada.email
    stranger, home = Client(REMOTE_ADDR=STRANGER), Client(REMOTE_ADDR=AT_HOME)
    spellings = (email, email.upper(), f" {email} ")

    tries = [sign_in(stranger, spellings[n % 3], "wrong") for n in range(7)]

    assert [answer.status_code for answer in tries] == [200] * 5 + [429] * 2
    assert b"rests for a few minutes" in tries[-1].content
    assert sign_in(stranger, email, PASSWORD).status_code == 429
    assert sign_in(home, email, PASSWORD).headers["Location"] == "/"


def test_one_network_does_not_try_one_password_at_many_addresses(world: World) -> None:
    stranger = Client(REMOTE_ADDR=STRANGER)

    codes = [
        sign_in(stranger, f"student{number}@example.com", "Password123").status_code
        for number in range(31)
    ]

    assert codes == [200] * 30 + [429]


def test_many_networks_together_do_not_try_one_address_for_ever(world: World) -> None:
    email = world.ada.email
    codes = [
        sign_in(Client(REMOTE_ADDR=f"203.0.113.{number}"), email, "wrong").status_code
        for number in range(51)
    ]
    assert codes == [200] * 50 + [429]

    link = Client(REMOTE_ADDR=AT_HOME).post("/account/link/", {"email": email})

    assert link.headers["Location"] == "/account/link/sent/"
    assert Letter.objects.filter(to=world.ada, link__purpose="sign-in").exists()


def test_right_passwords_do_not_count(world: World) -> None:
    client = Client(REMOTE_ADDR=AT_HOME)

    for _time in range(8):
        assert sign_in(client, world.ada.email, PASSWORD).status_code == 302
        client.post("/account/logout/")


@pytest.mark.parametrize(
    ("address", "field", "tries"),
    [
        ("/account/link/", "email", 5),
        ("/account/password/reset/", "email", 5),
        ("/join/first-steps/student/", "email", 3),
    ],
)
def test_mails_asked_for_an_address_run_out_for_the_stranger_and_not_for_the_person(
    world: World, address: str, field: str, tries: int
) -> None:
    said = {field: world.ada.email, "name": "Ada", "institution": str(world.merlion.pk)}
    stranger, home = Client(REMOTE_ADDR=STRANGER), Client(REMOTE_ADDR=AT_HOME)

    answers = [stranger.post(address, said) for _try in range(tries + 1)]

    assert [answer.status_code for answer in answers] == [302] * tries + [429]
    assert b"<h1>" in answers[-1].content
    assert Letter.objects.count() == tries
    assert home.post(address, said).status_code == 302
    assert Letter.objects.count() == tries + 1


def test_enquiries_of_companies_run_out_by_network(world: World) -> None:
    show_page(draft_page(world.programme, "Words.", "", by=None), by=world.carol)
    stranger, company = Client(REMOTE_ADDR=STRANGER), Client(REMOTE_ADDR=AT_HOME)
    address = "/partners/join/first-steps/"
    said = {"name": "Ann Lee", "email": "ann@acme.example", "message": "We would like to help."}

    answers = [stranger.post(address, {**said, "company": f"Acme {n}"}) for n in range(12)]

    codes = [answer.status_code for answer in answers]
    assert codes == sorted(codes)
    assert (codes[0], codes[-1]) == (302, 429)
    assert b"A little slower" in answers[-1].content
    assert company.post(address, {**said, "company": "Quay"}).status_code == 302
