"""Who signs in with a password in a browser that is new for the account is told by mail."""

import pytest
from django.test import Client

from wayfellow.notifications.models import Letter
from wayfellow.people.devices import COOKIE, MOST
from wayfellow.people.models import User
from wayfellow.testing.world import World, person

pytestmark = pytest.mark.django_db
PASSWORD = "a good password"


def sign_in(browser: Client, who: User, password: str = PASSWORD) -> None:
    browser.post("/account/login/", {"login": who.email, "password": password})
    browser.post("/account/logout/")


def told(who: User) -> int:
    return Letter.objects.filter(to=who, notice="people/notices/new_device").count()


def test_the_first_sign_in_is_no_surprise_and_another_browser_is(world: World) -> None:
    mine, other = Client(), Client()
    for _twice in range(2):
        sign_in(mine, world.ada)
    assert told(world.ada) == 0

    sign_in(other, world.ada)
    assert told(world.ada) == 1
    for browser in (mine, other):
        sign_in(browser, world.ada)
    assert told(world.ada) == 1


def test_a_wrong_password_tells_nothing_and_is_not_remembered(world: World) -> None:
    sign_in(Client(), world.ada)
    thief = Client()

    sign_in(thief, world.ada, "a bad password")

    assert told(world.ada) == 0
    assert COOKIE not in thief.cookies


def test_a_cookie_of_somebody_else_or_of_ones_own_making_is_not_believed(world: World) -> None:
    known, forged = Client(), Client()
    sign_in(Client(), world.ada)
    sign_in(known, world.ben)
    sign_in(known, world.ada)
    forged.cookies[COOKIE] = known.cookies[COOKIE].value[:-3] + "AAA"
    sign_in(forged, world.ada)

    assert told(world.ada) == 2
    assert told(world.ben) == 0


def test_a_shared_browser_knows_the_last_people_and_the_cookie_is_closed(world: World) -> None:
    shared = Client()
    everybody = [person(f"P{n} Shared") for n in range(MOST + 1)]
    for who in everybody:
        sign_in(shared, who)
    for who in (everybody[0], everybody[-1]):
        sign_in(shared, who)

    assert [told(who) for who in (everybody[0], everybody[-1])] == [1, 0]
    cookie = shared.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert str(everybody[-1].email) not in cookie.value
