"""Moving to another address: the pages of it are fit for everybody, and it works without scripts."""

from typing import NamedTuple

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, troubles
from wayfellow.access.links import token_of
from wayfellow.access.models import Link
from wayfellow.people.actions import CONFIRM, UNDO, ask_for_address, confirm_address
from wayfellow.people.models import User
from wayfellow.testing.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "ada@elsewhere.example"


def path(purpose: str) -> str:
    link = Link.objects.filter(purpose=purpose).latest("created_at")
    return f"/l/{purpose}/{token_of(link)}/"


class Paths(NamedTuple):
    confirm: str
    undo: str


@pytest.fixture
def paths(world: World) -> Paths:
    """Ada has moved once, and wants to move again."""
    ask_for_address(world.ada, NEW)
    change = confirm_address(Link.objects.get(), by=world.ada)
    undo = path(UNDO)
    ask_for_address(change.person, "ada@third.example")
    return Paths(path(CONFIRM), undo)


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_an_address_are_fit_for_everybody(
    visit: Visit, world: World, paths: Paths, size: str, theme: str
) -> None:
    ada = User.objects.get(pk=world.ada.pk)
    for where, who in (
        ("/me/address/", ada),
        (paths.confirm, ada),
        (paths.confirm, world.ben),
        (paths.confirm, None),
        (paths.undo, None),
    ):
        page = visit(where, who=who, size=size, theme=theme)
        assert troubles(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_an_address_is_changed_and_brought_back_without_scripts(visit: Visit, world: World) -> None:
    page = visit("/me/", who=world.ada, script=False)
    page.get_by_role("link", name="Change your address").click()
    page.get_by_label("New e-mail address").fill(NEW)
    page.get_by_label("Your password").fill("a good password")
    page.get_by_role("button", name="Mail a link to this address").click()
    expect(page.get_by_text(f"We have written to {NEW}")).to_be_visible()

    page.goto(page.url.replace("/me/address/", path(CONFIRM)))
    page.get_by_role("button", name="Use the new address").click()
    expect(page.get_by_text("Your address is changed")).to_be_visible()
    assert User.objects.get(pk=world.ada.pk).email == NEW

    back = visit(path(UNDO), script=False)
    back.get_by_role("button", name="bring it back").click()
    expect(back.get_by_role("heading", name="Your old address is back")).to_be_visible()
    assert User.objects.get(pk=world.ada.pk).email == "ada@example.com"
