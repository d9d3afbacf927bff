import re

import pytest
from django.core import mail
from django.test import Client

from wayfellow.access.models import Link
from wayfellow.notifications.models import Letter
from wayfellow.notifications.outbox import send_due
from wayfellow.people import actions
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db
OLD, NEW = "a good password", "an even better one"


def forget(client: Client, email: str) -> str:
    answer = client.post("/account/password/reset/", {"email": email}, follow=True)
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


def mailed_path() -> str:
    send_due()
    found = re.search(r"https?://[^/]+(/l/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_a_forgotten_password_is_replaced_once(world: World, client: Client) -> None:
    forget(client, world.ada.email)
    path = mailed_path()
    form = client.get(path, follow=True)
    assert form.status_code == 200
    page = form.redirect_chain[-1][0]

    done = client.post(page, {"password1": NEW, "password2": NEW})
    assert done.headers["Location"] == "/account/password/reset/key/done/"

    world.ada.refresh_from_db()
    assert world.ada.check_password(NEW)
    assert client.get(path).status_code == 410
    assert (world.ada, "people/notices/secured") in world.told()
    assert world.mailed()[-1] == (world.ada.email, "Your password was changed")


def test_the_link_to_a_new_password_lies_nowhere_in_the_outbox(
    world: World, client: Client
) -> None:
    forget(client, world.ada.email)

    letter = Letter.objects.get()
    assert (letter.url, letter.link) == ("", Link.objects.get())
    assert "/" not in letter.text


def test_nobody_learns_whether_an_address_has_an_account(world: World, client: Client) -> None:
    assert forget(client, world.ada.email) == forget(client, "nobody@example.com")

    assert world.mailed() == [
        (world.ada.email, "Choose a new password"),
        ("nobody@example.com", "No account with this address"),
    ]


def test_weak_and_unequal_passwords_are_refused_with_the_way_out(
    world: World, client: Client
) -> None:
    client.force_login(world.ada)
    address = "/account/password/change/"

    weak = {"oldpassword": OLD, "password1": "short", "password2": "short"}
    assert "at least 10 characters" in client.post(address, weak).content.decode()
    unlike = {"oldpassword": OLD, "password1": NEW, "password2": OLD}
    assert "same password each time" in client.post(address, unlike).content.decode()
    wrong = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
    assert "not your current password" in client.post(address, wrong).content.decode()

    world.ada.refresh_from_db()
    assert world.ada.check_password(OLD)


def test_a_new_password_signs_out_everywhere_else_and_ends_open_links(
    world: World, client: Client
) -> None:
    actions.send_sign_in_link(world.ada.email)
    elsewhere = Client()
    elsewhere.force_login(world.ada)
    client.force_login(world.ada)

    form = {"oldpassword": OLD, "password1": NEW, "password2": NEW}
    assert client.post("/account/password/change/", form).status_code == 302

    assert client.get("/me/").status_code == 200
    assert elsewhere.get("/me/").status_code == 302
    assert not Link.objects.open().exists()


def test_who_came_by_link_sets_a_first_password(world: World, client: Client) -> None:
    person = actions.register(email="new@example.com", name="Nora New", by=None)
    client.force_login(person)
    assert "Set a password" in client.get("/me/").content.decode()
    assert client.get("/account/password/change/").headers["Location"] == "/account/password/set/"

    client.post("/account/password/set/", {"password1": NEW, "password2": NEW})

    person.refresh_from_db()
    assert person.check_password(NEW)


@pytest.mark.parametrize("path", ["login/", "logout/", "inactive/", "password/reset/"])
def test_the_library_s_pages_wear_our_clothes(client: Client, db: None, path: str) -> None:
    answer = client.get(f"/account/{path}")

    assert answer.status_code in {200, 302}
    if answer.status_code == 200:
        assert "ui/wayfellow.css" in answer.content.decode()


@pytest.mark.parametrize("path", ["signup/", "email/", "confirm-email/", "login/code/confirm/"])
def test_what_we_do_not_offer_is_not_there(world: World, client: Client, path: str) -> None:
    client.force_login(world.ada)

    assert client.get(f"/account/{path}").status_code == 404
