"""An administrator words a mail: writes, looks, tests, keeps, and goes back."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, press, troubles
from wayfellow.conversations.actions import write
from wayfellow.notifications.models import Letter
from wayfellow.testing.world import World
from wayfellow.wordings.models import Wording
from wayfellow.wordings.tests.words import PLANNED, says

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDER = "document.documentElement.scrollWidth - innerWidth"
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen, mentorship and every day of it"


@pytest.mark.parametrize("script", [True, False])
def test_words_are_written_looked_at_tested_kept_and_taken_back(
    visit: Visit, world: World, *, script: bool
) -> None:
    group = world.group()
    page = visit("/institutions/merlion/", who=world.ines, size="phone", script=script)
    page.get_by_role("link", name="What mails say").click()
    page.get_by_label("Words in the mail").fill("wrote in your work group")
    press(page, "Show results")
    page.get_by_role("link", name="Mei Lin Tan wrote in your work group").click()

    page.get_by_label("Subject").fill("{someone} wrote")
    press(page, "Keep these words")
    expect(page.get_by_text("{someone} stands for nothing in this mail").first).to_be_visible()

    page.get_by_label("Subject").fill("News from {who}")
    press(page, "See how it looks")
    expect(page.get_by_role("heading", name="News from Mei Lin Tan")).to_be_visible()
    press(page, "Mail me a test")
    expect(page.get_by_text("A test is on its way to ines@example.com")).to_be_visible()
    expect(page.get_by_label("Subject")).to_have_value("News from {who}")
    press(page, "Keep these words")
    expect(page.get_by_text("The words are kept")).to_be_visible()

    page.get_by_label("Subject").fill("Something else")
    press(page, "Keep these words")
    page.get_by_role("link", name="See all 2 versions").click()
    page.get_by_role("button", name="Say this again").first.click()
    expect(page.get_by_text("Version 1 is in use again")).to_be_visible()
    write(group, "Hello.", by=world.ada)

    assert Letter.objects.get(to=world.ben).subject == "News from Ada Tan"
    assert Letter.objects.get(to=world.ines).subject == "[Test] News from Mei Lin Tan"
    assert Wording.objects.count() == 3


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_is_fit_for_everybody(visit: Visit, world: World, size: str, theme: str) -> None:
    says(world.merlion, PLANNED, subject="Come to {mentor}", text=f"{LONG}\n{{place}}")
    says(world.merlion, PLANNED, subject="Come", text="{built_in}\n\nBring a pen.")
    at = "/institutions/merlion/words/"
    planned = f"{at}mentorships-meeting_planned/en/"
    for path in (at, planned, f"{planned}versions/", f"{at}safeguarding-raised/en/"):
        page = visit(path, who=world.ines, size=size, theme=theme)
        assert troubles(page) == [], path
        assert page.evaluate(WIDER) <= 0, path
    page = visit(planned, who=world.ines, size=size, theme=theme)
    says(world.merlion, PLANNED, subject="Meanwhile")
    page.get_by_label("Subject").fill(LONG[:200])
    press(page, "Keep these words")
    expect(page.get_by_text("Somebody else has saved these words meanwhile")).to_be_visible()
    assert troubles(page) == []
    assert page.evaluate(WIDER) <= 0
