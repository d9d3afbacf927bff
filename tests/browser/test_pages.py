"""The main pages of every role: axe finds nothing in either theme, and 320 pixels are enough."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visit, troubles
from wayfellow.people.models import User
from wayfellow.testing.cast import everything
from wayfellow.testing.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST = 12
"""Pages looked at for each role."""
LEAVE_OUT = re.compile(r"^/(account/logout|ui|static|media|api|language|theme)|\.(pdf|csv|ics)$")
ROLES: dict[str, Callable[[World], User | None]] = {
    "stranger": lambda _world: None,
    "platform admin": lambda world: world.petra,
    "institution admin": lambda world: world.ines,
    "coordinator": lambda world: world.carol,
    "liaison officer": lambda world: world.leo,
    "mentor": lambda world: world.maya,
    "student": lambda world: world.ada,
    "partner contact": lambda world: world.pat,
}


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_the_role_is_fit_for_everybody(visit: Visit, world: World, role: str) -> None:
    everything(world)
    page = visit("/", who=ROLES[role](world))
    found = []
    for path in _pages(page):
        answer = page.goto(path)
        if answer is None or not answer.ok:
            found.append(f"{path}: answered {answer and answer.status}")
            continue
        found += [f"{path}: {trouble}" for trouble in looked_at(page)]
    assert found == []


def _pages(page: Page) -> list[str]:
    """The landing page and where its links lead, one of each kind."""
    links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
    kinds = {"/": "/"}
    for link in links:
        path = link.partition("?")[0].partition("#")[0]
        if path.startswith("/") and not LEAVE_OUT.search(path):
            kinds.setdefault(re.sub(r"\d+", "#", path), path)
    return list(kinds.values())[:MOST]


def looked_at(page: Page) -> list[str]:
    """What is wrong with the page in light and dark, and at 320 pixels."""
    found = troubles(page)
    page.emulate_media(color_scheme="dark")
    # Nothing but the colours differs.
    found += [f"dark: {trouble}" for trouble in troubles(page, only=["color-contrast"])]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 320, "height": 568})
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than 320 pixels")
    page.set_viewport_size({"width": 1440, "height": 900})
    return found
