"""An account moves to another address: by its owner alone, told to both addresses, undone for a week."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils.timezone import now

from wayfellow.access.links import token_of
from wayfellow.access.models import Link
from wayfellow.access.refusals import Refused
from wayfellow.conversations.actions import write
from wayfellow.mentorships.actions import plan_meeting
from wayfellow.mentorships.tests.people import tomorrow
from wayfellow.notifications import addresses
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import Letter, Undeliverable
from wayfellow.notifications.outbox import send_due
from wayfellow.people import actions
from wayfellow.people.models import AddressChange, User
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db
PASSWORD = "a good password"
OLD, NEW = "ada@example.com", "ada@elsewhere.example"


@pytest.fixture
def ada(world: World) -> Client:
    """Ada's browser."""
    client = Client()
    client.post("/account/login/", {"login": world.ada.email, "password": PASSWORD})
    return client


def ask(client: Client, email: str = NEW, password: str = PASSWORD) -> str:
    answer = client.post("/me/address/", {"email": email, "password": password}, follow=True)
    return re.sub(r'"\w{64}"', "", answer.content.decode())


def path(purpose: str) -> str:
    link = Link.objects.filter(purpose=purpose).latest("created_at")
    return f"/l/{purpose}/{token_of(link)}/"


def moved(client: Client, email: str = NEW) -> None:
    ask(client, email)
    assert client.post(path("new-address")).headers["Location"] == "/me/"


def is_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def lets_in(email: str) -> bool:
    client = Client()
    client.post("/account/login/", {"login": email, "password": PASSWORD})
    return is_in(client)


def test_an_address_is_changed_by_the_link_in_the_new_mailbox(world: World, ada: Client) -> None:
    page = ask(ada, f" {NEW.upper()} ")
    assert f"We have written to {NEW}" in page
    assert world.mailed() == [(NEW, "Confirm your new address")]
    assert "Ada" not in str(Letter.objects.values_list("name", "text"))
    for look in (ada.get, ada.head):
        assert look(path("new-address")).status_code == 200
    assert User.objects.get(pk=world.ada.pk).email == OLD

    ada.post(path("new-address"))

    assert User.objects.get(pk=world.ada.pk).email == NEW
    assert world.mailed()[1:] == [
        (OLD, "Your address was changed"),
        (NEW, "This is your address now"),
    ]
    assert (world.ada, "people/notices/address_changed") in world.told()
    assert world.happened()[-2:] == ["addresschange.ask", "addresschange.confirm"]
    assert (lets_in(NEW), lets_in(OLD)) == (True, False)


def test_sessions_elsewhere_end_and_never_come_back(world: World, ada: Client) -> None:
    elsewhere = Client()
    elsewhere.post("/account/login/", {"login": OLD, "password": PASSWORD})
    kept = elsewhere.cookies["session"].value
    moved(ada)
    assert is_in(ada)

    moved(ada, OLD)

    again = Client()
    again.cookies["session"] = kept
    assert not is_in(again)
    assert is_in(ada)


def test_an_address_that_is_taken_looks_the_same_and_its_owner_is_told(
    world: World, ada: Client
) -> None:
    free = ask(ada, "free@example.com")
    taken = ask(ada, world.ben.email)

    assert free.replace("free@example.com", "X") == taken.replace(world.ben.email, "X")
    assert world.mailed()[-1] == (world.ben.email, "Your address is used by your account")
    letter = Letter.objects.latest("pk")
    assert letter.link is None
    assert not re.search("Ada|ada@", letter.text + letter.name + letter.subject)
    assert Link.objects.open().count() == 0


def test_only_who_asked_confirms_so_that_a_slip_lets_no_stranger_in(
    world: World, ada: Client
) -> None:
    ask(ada)
    ben = Client()
    ben.force_login(world.ben)

    for stranger in (Client(), ben):
        for go in (stranger.get, stranger.post):
            page = go(path("new-address"))
            assert "Sign in first" in page.content.decode()
            assert OLD not in page.content.decode()
    assert User.objects.get(pk=world.ada.pk).email == OLD


def test_what_is_typed_is_kept_and_the_fault_is_at_its_field(world: World, ada: Client) -> None:
    for form, fault in (
        ({"email": "no address", "password": PASSWORD}, "email"),
        ({"email": OLD.upper(), "password": PASSWORD}, "This is your address already."),
        ({"email": NEW, "password": "wrong"}, "This is not your password."),
    ):
        answer = ada.post("/me/address/", form)
        assert answer.status_code == 422
        assert fault in answer.content.decode()
        assert form["email"] in answer.content.decode()
    assert not AddressChange.objects.exists()


def test_who_has_no_password_is_asked_for_none(world: World, client: Client) -> None:
    world.ada.set_unusable_password()
    world.ada.save()
    client.force_login(world.ada)
    assert "Your password" not in client.get("/me/address/").content.decode()

    client.post("/me/address/", {"email": NEW})

    assert world.mailed() == [(NEW, "Confirm your new address")]


def test_nobody_causes_many_mails(world: World, ada: Client) -> None:
    for number in range(5):
        ask(ada, f"victim{number}@example.com")

    answer = ada.post("/me/address/", {"email": NEW, "password": PASSWORD})

    assert answer.status_code == 429
    assert NEW in answer.content.decode()
    assert Letter.objects.count() == 5


def test_a_link_works_for_a_day_once_and_until_the_next_is_asked_for(
    world: World, ada: Client
) -> None:
    ask(ada, "first@example.com")
    first = path("new-address")
    ask(ada)
    second = path("new-address")
    assert ada.post(first).status_code == 410
    with time_machine.travel(now() + timedelta(hours=25)):
        assert ada.get(second).status_code in {410, 302}
        link = Link.objects.latest("created_at")
        with pytest.raises(Refused):
            actions.confirm_address(link, by=world.ada)
    assert ada.post(second).status_code == 302
    assert ada.post(second).status_code == 410
    assert ada.post("/l/new-address/x/").status_code == 404


def test_an_address_that_somebody_took_meanwhile_is_refused(world: World, ada: Client) -> None:
    ask(ada)
    actions.register(email=NEW, name="Another", by=None)

    answer = ada.post(path("new-address"))

    assert answer.status_code == 409
    assert "Another account has this address by now" in answer.content.decode()
    assert User.objects.get(pk=world.ada.pk).email == OLD
    assert Link.objects.get(purpose="new-address").used_at is None


def test_letters_that_wait_follow_and_a_held_address_does_not(world: World, ada: Client) -> None:
    group = world.group()
    write(group, "Hello.", by=world.ben)
    write(group, "Hello again.", by=world.ben)
    theirs = Letter.objects.filter(to=world.ada)
    first, second = theirs.order_by("pk")
    Letter.objects.filter(pk=first.pk).update(state=LetterState.SENT)
    Letter.objects.filter(pk=second.pk).update(state=LetterState.HELD)
    addresses.note_refused(OLD, "no such mailbox")
    assert "/me/address/" in ada.get("/inbox/").content.decode()
    actions.send_sign_in_link(OLD)

    moved(ada)

    said = {letter.pk: (letter.address, letter.state) for letter in theirs}
    assert said[first.pk] == (OLD, LetterState.SENT)
    assert said[second.pk] == (NEW, LetterState.WAITING)
    assert list(Undeliverable.objects.values_list("address", flat=True)) == [OLD]
    assert "does not arrive" not in ada.get("/inbox/").content.decode()
    send_due()
    assert Letter.objects.get(link__purpose="sign-in").state == LetterState.DROPPED
    assert {m.to[0].rpartition("<")[2].strip(">") for m in mail.outbox} >= {NEW, OLD}


def test_what_tells_of_the_accounts_safety_stays_with_the_old_address(
    world: World, ada: Client
) -> None:
    actions.secure(world.ada, PASSWORD, by=world.ada)
    ada.post("/account/login/", {"login": OLD, "password": PASSWORD})

    moved(ada)

    assert Letter.objects.get(notice="people/notices/secured").address == OLD


def test_the_old_address_undoes_it_and_locks_everybody_out(world: World, ada: Client) -> None:
    moved(ada)
    moved(ada, "third@example.com")
    back = f"/l/old-address/{token_of(Link.objects.get(purpose='old-address', address=OLD))}/"
    later = path("old-address")
    actions.send_sign_in_link("third@example.com")
    stranger = Client()
    assert "Bring the old address back?" in stranger.get(back).content.decode()
    assert User.objects.get(pk=world.ada.pk).email == "third@example.com"

    done = stranger.post(back)

    assert f"{OLD} is your address again" in done.content.decode()
    found = User.objects.get(pk=world.ada.pk)
    assert (found.email, found.has_usable_password()) == (OLD, False)
    assert not is_in(ada)
    assert not lets_in(OLD)
    assert stranger.post(back).status_code == 410
    assert stranger.post(later).status_code == 410
    assert Link.objects.get(purpose="sign-in").revoked_at is not None
    assert world.mailed()[-1] == (OLD, "Your old address is back")
    assert world.happened()[-1] == "addresschange.undo"


def test_after_a_week_nothing_is_undone(world: World, ada: Client) -> None:
    moved(ada)
    with time_machine.travel(now() + timedelta(days=7, minutes=1)):
        assert Client().post(path("old-address")).status_code == 410
    with time_machine.travel(now() + timedelta(days=6, hours=23)):
        assert Client().post(path("old-address")).status_code == 200


def test_nobody_answers_any_more_from_mails_that_went_to_a_stranger(
    world: World, ada: Client
) -> None:
    group = world.group()
    moved(ada)
    plan_meeting(group, tomorrow(), by=world.ben)
    send_due()
    answers = Link.objects.filter(person=world.ada, purpose="meeting-yes")
    assert answers.filter(revoked_at=None).exists()

    Client().post(path("old-address"))

    assert not answers.filter(revoked_at=None).exists()
