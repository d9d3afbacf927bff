import re

import pytest
import time_machine
from django.core import mail
from django.test import Client

from wayfellow.access.links import find, token_of
from wayfellow.access.models import Link
from wayfellow.access.refusals import TooOften
from wayfellow.notifications.models import Letter
from wayfellow.notifications.outbox import URGENT, send_due
from wayfellow.people import actions
from wayfellow.people.models import User
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db
PASSWORD = "a good password"


def ask(client: Client, email: str, path: str = "") -> str:
    """Ask for a sign-in link; the whole answer as text."""
    answer = client.post("/account/link/", {"email": email, "next": path}, follow=True)
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


def mailed_path() -> str:
    """The address in the last mail, without the host."""
    send_due()
    found = re.search(r"https?://[^/]+(/l/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def signed_in_as(client: Client) -> int | None:
    key = client.session.get("_auth_user_id")
    return int(key) if key else None


def test_a_password_signs_in_and_goes_on_to_the_page_that_was_wanted(
    world: World, client: Client
) -> None:
    form = {"login": world.ada.email.upper(), "password": PASSWORD, "next": "/me/"}
    answer = client.post("/account/login/", form)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/me/")
    assert signed_in_as(client) == world.ada.pk


def test_a_password_never_goes_on_to_another_site(world: World, client: Client) -> None:
    form = {"login": world.ada.email, "password": PASSWORD, "next": "https://evil.example/"}

    assert client.post("/account/login/", form).headers["Location"] == "/"


def test_a_wrong_password_keeps_the_address_and_tells_nothing_about_it(
    world: World, client: Client
) -> None:
    known = client.post("/account/login/", {"login": world.ada.email, "password": "wrong"})
    unknown = client.post("/account/login/", {"login": "no@example.com", "password": "wrong"})

    assert f'value="{world.ada.email}"' in known.content.decode()
    sentence = "do not belong together"
    assert sentence in known.content.decode()
    assert sentence in unknown.content.decode()
    assert signed_in_as(client) is None


def test_many_wrong_passwords_close_the_address_for_a_while(world: World, client: Client) -> None:
    for _try in range(5):
        client.post("/account/login/", {"login": world.ada.email, "password": "wrong"})

    answer = client.post("/account/login/", {"login": world.ada.email, "password": PASSWORD})

    assert "rests for a few minutes" in answer.content.decode()
    assert signed_in_as(client) is None


def test_a_mailed_link_signs_in_once_by_its_button_and_goes_on(
    world: World, client: Client
) -> None:
    ask(client, f"  {world.ada.email.upper()} ", "/me/")
    path = mailed_path()

    shown = client.get(path)
    assert "Sign in as Ada Tan" in shown.content.decode()
    assert signed_in_as(client) is None

    answer = client.post(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/me/")
    assert signed_in_as(client) == world.ada.pk

    again = Client().post(path)
    assert again.status_code == 410
    assert "does not work any more" in again.content.decode()


def test_the_button_of_the_sign_in_form_asks_for_a_link_with_the_same_field(
    world: World, client: Client
) -> None:
    answer = client.post("/account/link/", {"login": world.ada.email, "password": ""})

    assert answer.headers["Location"] == "/account/link/sent/"
    assert Letter.objects.get().to == world.ada


def test_the_answer_is_the_same_for_every_address_and_the_mail_is_not(
    world: World, client: Client
) -> None:
    known = ask(client, world.ada.email)
    unknown = ask(client, "nobody@example.com")

    assert known == unknown
    letters = Letter.objects.order_by("pk").values_list("address", "subject", "link__purpose")
    assert list(letters) == [
        (world.ada.email, "Your sign-in link", "sign-in"),
        ("nobody@example.com", "No account with this address", None),
    ]


def test_a_closed_account_gets_no_link(world: World, client: Client) -> None:
    User.objects.filter(pk=world.ada.pk).update(is_active=False)

    ask(client, world.ada.email)

    assert not Link.objects.exists()


def test_a_link_mailed_before_the_account_was_closed_opens_nothing(
    world: World, client: Client
) -> None:
    ask(client, world.ada.email)
    path = mailed_path()
    User.objects.filter(pk=world.ada.pk).update(is_active=False)

    assert client.post(path).status_code == 410
    assert signed_in_as(client) is None


def test_a_link_expires_after_an_hour(world: World, client: Client) -> None:
    with time_machine.travel("2027-01-11T08:00:00Z", tick=False) as clock:
        ask(client, world.ada.email)
        path = mailed_path()
        clock.shift(60 * 60)

        assert client.get(path).status_code == 410


def test_a_link_for_one_purpose_opens_no_other_door(world: World) -> None:
    actions.send_password_mail(world.ada.email)

    assert find(token_of(Link.objects.get()), "sign-in") is None


def test_sign_in_mail_is_urgent_and_goes_nowhere_else(world: World) -> None:
    actions.send_sign_in_link(world.ada.email, path="//evil.example/")

    assert Letter.objects.get().priority == URGENT
    assert Link.objects.get().path == ""


def test_an_address_may_be_asked_for_five_times_in_a_quarter_of_an_hour(world: World) -> None:
    for _try in range(5):
        actions.send_sign_in_link(world.ada.email)

    with pytest.raises(TooOften):
        actions.send_sign_in_link(f" {world.ada.email.upper()}")
    actions.send_sign_in_link(world.ben.email)


def test_a_network_that_asks_for_ever_is_told_to_wait(world: World, client: Client) -> None:
    codes = [
        client.post("/account/link/", {"email": f"student{n}@example.com"}).status_code
        for n in range(31)
    ]

    assert codes == [302] * 30 + [429]


def test_signing_out_takes_a_button(world: World, client: Client) -> None:
    client.force_login(world.ada)

    assert "Sign out?" in client.get("/account/logout/").content.decode()
    assert signed_in_as(client) == world.ada.pk

    client.post("/account/logout/")
    assert signed_in_as(client) is None
