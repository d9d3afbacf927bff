"""Inbox, choices and the page that stops mail: fit for everybody, with and without scripts."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from tests.browser.conftest import Visit, troubles
from wayfellow.conversations.actions import write
from wayfellow.notifications.categories import Category, Channel
from wayfellow.notifications.models import Notification
from wayfellow.notifications.preferences import channels
from wayfellow.notifications.stopping import Stop, url_of
from wayfellow.testing.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def told(world: World) -> str:
    """Ben was told of a message and of a meeting that is near; the address that stops his mail."""
    group = world.group()
    world.meeting(group, starts_at=now() + timedelta(days=2))
    write(group, "Shall we meet on Thursday?", by=world.ada)
    write(group, "Or on Friday?", by=world.maya)
    stop = url_of(Stop(world.ben.pk, (Category.MESSAGES, Category.MEETINGS)))
    return stop[stop.index("/l/") :]


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_about_mail_are_fit_for_everybody(
    visit: Visit, world: World, told: str, size: str, theme: str
) -> None:
    for path in ("/inbox/", "/inbox/?about=joining", "/inbox/mail/", told):
        page = visit(path, who=world.ben, size=size, theme=theme)
        assert troubles(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_a_choice_is_made_without_scripts(visit: Visit, world: World) -> None:
    page = visit("/inbox/mail/", who=world.ben, script=False)
    page.get_by_label("Meetings", exact=True).select_option("Once a day, in one mail")
    page.get_by_role("button", name="Save your choice").click()

    expect(page.get_by_text("Your choice is saved")).to_be_visible()
    assert channels(world.ben)[Category.MEETINGS] == Channel.DAILY


def test_mail_is_stopped_by_its_link_without_signing_in(
    visit: Visit, world: World, told: str
) -> None:
    page = visit(told)
    page.get_by_role("button", name="Stop these mails").click()

    expect(page.get_by_role("heading", name="No more of these mails")).to_be_visible()
    assert channels(world.ben)[Category.MESSAGES] == Channel.NONE


def test_the_badge_is_seen_on_a_phone(visit: Visit, world: World, told: str) -> None:
    badge = visit("/inbox/", who=world.ben, size="phone").locator(".badge")

    expect(badge).to_contain_text("2")
    # On a phone the bar's words are clipped away; the number stays.
    assert badge.evaluate("element => getComputedStyle(element).clipPath") == "none"


def test_the_badge_keeps_itself_up_to_date(visit: Visit, world: World, told: str) -> None:
    page = visit("/inbox/", who=world.ben)
    expect(page.locator(".badge")).to_contain_text("2 unread")
    Notification.objects.filter(to=world.ben).delete()
    assert "every 60s" in (page.locator(".badge").get_attribute("hx-trigger") or "")

    page.evaluate(
        "htmx.ajax('GET', '/inbox/badge/?shown=2', {target: '.badge', swap: 'outerHTML'})"
    )

    expect(page.locator(".badge")).to_have_text("")
