"""Blocking, a mentor's rest and the page that stops mail to outsiders: fit for everybody."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import Visit, troubles
from wayfellow.conversations.actions import write
from wayfellow.institutions.actions import invite
from wayfellow.institutions.lifecycle import Role
from wayfellow.notifications.models import Letter
from wayfellow.notifications.outsiders import url_of
from wayfellow.people.models import Block
from wayfellow.safeguarding.blocking import block
from wayfellow.testing.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_are_fit_for_everybody(visit: Visit, world: World, size: str, theme: str) -> None:
    group = world.group()
    write(group, "Shall we meet on Thursday?", by=world.ben)
    write(group, "Gladly.", by=world.maya)
    block(world.ben, by=world.ada)
    invite(world.merlion, email="nils@example.com", name="Nils", role=Role.MENTOR, by=world.ines)
    stop = url_of(Letter.objects.get(address="nils@example.com"))
    for path, who in (
        (f"/groups/{group.pk}/messages/", world.ada),
        (f"/people/{world.maya.pk}/block/", world.ada),
        ("/me/blocked/", world.ada),
        ("/me/blocked/", world.ben),
        (reverse("applications:pause", args=[group.mentor_id]), world.maya),
        (stop[stop.index("/l/") :], None),
    ):
        page = visit(path, who=who, size=size, theme=theme)
        assert troubles(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_somebody_is_blocked_and_let_near_again_without_scripts(visit: Visit, world: World) -> None:
    group = world.group()
    write(group, "Troubling words.", by=world.ben)
    page = visit(f"/groups/{group.pk}/messages/", who=world.ada, script=False)
    expect(page.get_by_role("link", name=re.compile("Report.*Ben Virtanen"))).to_be_visible()
    page.get_by_role("link", name=re.compile("Block.*Ben Virtanen")).click()
    page.get_by_role("button", name="Block Ben Virtanen").click()
    expect(page.get_by_text("cannot reach you any more")).to_be_visible()
    assert Block.objects.standing().count() == 1

    page.goto(page.url.replace("/me/blocked/", f"/groups/{group.pk}/messages/"))
    expect(page.get_by_text("Troubling words.")).not_to_be_visible()
    page.get_by_text("somebody whom you have blocked").click()
    expect(page.get_by_text("Troubling words.")).to_be_visible()
    page.get_by_role("link", name="You have blocked this person").click()
    page.get_by_role("button", name=re.compile("Let them near again")).click()

    expect(page.get_by_text("You have blocked nobody")).to_be_visible()
    assert not Block.objects.standing().exists()
