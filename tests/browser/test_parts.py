"""The parts in the gallery: nothing for axe to find, and their small helps work by keyboard."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import troubles

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
type Visit = Callable[..., Page]


@pytest.mark.parametrize("layout", ["base", "public", "bare"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(visit: Visit, layout: str) -> None:
    page = visit(f"/ui/?layout={layout}")
    found: list[str] = []
    for theme in ("light", "dark"):
        page.goto(f"/ui/?layout={layout}&theme={theme}")
        for width in (390, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            found += [f"{theme} {width}: {trouble}" for trouble in troubles(page)]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{theme} {width}: wider than the window")
    assert found == []


def test_every_page_can_be_used_at_320_pixels(visit: Visit) -> None:
    page = visit("/ui/")
    page.set_viewport_size({"width": 320, "height": 568})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = page.evaluate(
        """[...document.querySelectorAll("main .button:not(.small), .top .tool, .rail a")]
        .map((e) => e.getBoundingClientRect()).filter((box) => box.width && box.height < 44).length"""
    )
    assert small == 0


def test_a_list_is_reviewed_by_keyboard(visit: Visit) -> None:
    page = visit("/ui/")
    page.locator("body").press("j")
    expect(page.locator("[data-review-item]").nth(0)).to_be_focused()
    page.locator(":focus").press("j")
    expect(page.locator("[data-review-item]").nth(1)).to_be_focused()
    page.locator(":focus").press("k")
    page.evaluate(
        """document.addEventListener("click", (event) => {
          document.body.dataset.pressed = event.target.textContent;
        }, true)"""
    )
    page.locator(":focus").press("w")
    assert page.locator("body").get_attribute("data-pressed") == "Waitlist"


def test_choosing_all_says_how_many(visit: Visit) -> None:
    page = visit("/ui/")
    page.locator("[data-select-all]").check()
    expect(page.locator("[data-selected-count]")).to_have_text("3")
    page.locator("[name=pick]").first.uncheck()
    expect(page.locator("[data-selected-count]")).to_have_text("2")
    assert page.locator("[data-select-all]").evaluate("(box) => box.indeterminate")


def test_search_opens_by_keyboard_and_a_dialog_gives_the_focus_back(visit: Visit) -> None:
    page = visit("/ui/")
    page.keyboard.press("Control+k")
    expect(page.locator("#search-q")).to_be_focused()
    page.keyboard.press("Escape")
    opener = page.get_by_role("button", name="Open a dialog")
    opener.click()
    expect(page.get_by_role("dialog", name="Withdraw from the group?")).to_be_visible()
    page.get_by_role("button", name="Stay in the group").click()
    expect(opener).to_be_focused()


def test_what_is_typed_is_saved_and_a_failure_is_told_and_mended(visit: Visit) -> None:
    page = visit("/ui/")
    answers = iter([409, 204])
    bodies: list[str] = []

    def answer(route: Route) -> None:
        bodies.append(route.request.post_data or "")
        route.fulfill(status=next(answers))

    page.route(re.compile(r"/ui/$"), answer)
    line = page.locator("[data-autosave-status]")
    page.locator("#id_fresh-name").fill("Aino")
    expect(line).to_contain_text("Not saved yet")
    expect(line).to_contain_text("Saved at", timeout=9000)
    assert ["Aino" in body for body in bodies] == [True, True]


def test_a_chosen_theme_holds_at_once_and_on_the_next_page(visit: Visit) -> None:
    page = visit("/ui/")
    page.locator("summary.account").click()
    with page.expect_response(re.compile("theme")):
        page.get_by_role("button", name="Dark", exact=True).click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto("/ui/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
