"""The pages behind mailed answers, in every state: fit for everybody, at first glance and late."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import expect

from tests.browser.conftest import Visit, troubles
from wayfellow.access.links import sealed
from wayfellow.access.models import Link
from wayfellow.applications.lifecycle import State
from wayfellow.notifications.models import Letter
from wayfellow.pairing import actions
from wayfellow.pairing.models import Interest
from wayfellow.testing.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def alumni(db: None) -> World:
    """A self-directed programme, in which Ada asks Maya."""
    alumni = World("self-directed")
    student = alumni.applies(alumni.ada, state=State.ACCEPTED)
    actions.ask(student, alumni.offers(alumni.maya), "May I ask you?", by=alumni.ada)
    return alumni


def path(purpose: str) -> str:
    letter = Letter.objects.exclude(answers=[]).get()
    (link,) = (link for name, link, _label in letter.answers if name == purpose)
    return reverse("links:answer", args=[purpose, sealed(UUID(link), purpose)])


def _nothing(_world: World) -> None:
    """It is as when the mail was written."""


def _used(_world: World) -> None:
    Link.objects.update(used_at=now())


def _expired(_world: World) -> None:
    Link.objects.update(expires_at=now() - timedelta(minutes=1))


def _decided(world: World) -> None:
    actions.withdraw(Interest.objects.get(), by=world.ada)


def _gone(_world: World) -> None:
    Interest.objects.all().delete()


STATES: dict[str, tuple[Callable[[World], None], str]] = {
    "open": (_nothing, "Be the mentor of Ada Tan?"),
    "used": (_used, "You have answered already"),
    "expired": (_expired, "This link has expired"),
    "decided": (_decided, "There is nothing left to answer"),
    "gone": (_gone, "This is not yours to answer any more"),
}


@pytest.mark.parametrize("state", [*STATES, "unknown", "done", "invalid"])
def test_an_answer_s_page_is_fit_for_everybody(visit: Visit, alumni: World, state: str) -> None:
    where = path("interest-inquire" if state == "invalid" else "interest-accept")
    change, heading = STATES.get(state, (_nothing, ""))
    change(alumni)
    if state == "unknown":
        where, heading = where[:-8] + "/", "This link does not work"
    if state == "done":
        visit(where, script=False).get_by_role("button", name="Accept the request").click()
        heading = "You have answered already"
    for size in ("phone", "desktop"):
        for theme in ("light", "dark"):
            page = visit(where, size=size, theme=theme)
            if state == "invalid":
                page.locator("form.form").evaluate("form => form.noValidate = true")
                page.get_by_role("button", name="Send the question").click()
            elif heading:
                expect(page.get_by_role("heading", name=heading)).to_be_visible()
            assert troubles(page) == []
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_one_click_answers_without_scripts(visit: Visit, alumni: World) -> None:
    page = visit(path("interest-decline"), script=False)
    page.get_by_role("button", name="Decline the request").click()

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert Interest.objects.get().state == "declined"
