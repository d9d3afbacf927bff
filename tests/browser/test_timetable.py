"""The calendar of mails: for everybody, in both themes, without scripts and on a phone."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now
from playwright.sync_api import expect

from tests.browser.conftest import Visit, press, troubles
from wayfellow.people.models import User
from wayfellow.testing.world import World
from wayfellow.timetable import actions
from wayfellow.timetable.rules import RULES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MEETING = "mentorships.meeting"
LONG = "Because the examinations of the second semester were moved by the ministry at short notice"


@pytest.fixture
def mails(world: World) -> str:
    """A group at work, a meeting in ten days, one mail paused and one moved."""
    world.term.starts_on, world.term.ends_on = localdate(), localdate() + timedelta(days=24)
    world.term.save()
    group = world.group(formed_at=now() - timedelta(days=5))
    begin = now() + timedelta(days=10)
    world.meeting(group, starts_at=begin, planned_at=now() - timedelta(days=4))
    paused = {"is_paused": True, "days": 0, "note": LONG}
    actions.adjust(world.programme, RULES["surveys.closing"], paused, by=world.carol)
    moved = {"is_paused": False, "days": 1, "note": ""}
    actions.adjust(world.programme, RULES[MEETING], moved, by=world.carol)
    User.objects.filter(pk=world.ada.pk).update(language="fi")
    User.objects.filter(pk=world.ben.pk).update(language="zh-hans")
    return f"/programmes/{world.programme.pk}/mails/"


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_calendar_and_the_table_are_fit_for_everybody(
    visit: Visit, world: World, mails: str, size: str, theme: str
) -> None:
    for path in ("", "table/", f"{MEETING}/adjust/"):
        page = visit(mails + path, who=world.carol, size=size, theme=theme)
        assert troubles(page) == []
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0


def test_from_a_day_to_the_mail_and_to_another_timing_without_scripts(
    visit: Visit, world: World, mails: str
) -> None:
    page = visit(mails, who=world.carol, script=False)
    page.get_by_role("link", name="A meeting comes near").first.click()
    page.get_by_role("link", name="Read the mail").click()
    expect(page.get_by_text("If you cannot come, say so now")).to_be_visible()
    expect(page.get_by_text("Jos et pääse, kerro nyt")).to_be_visible()
    assert page.locator('article[lang="zh-hans"]').count() == 1

    page.goto(f"{mails}{MEETING}/adjust/")
    page.get_by_label("days later").fill("40")
    page.get_by_label("why").fill("Exams")
    press(page, "Save the timing")
    assert page.get_by_label("why").input_value() == "Exams"
    page.get_by_label("days later").fill("-1")
    press(page, "Save the timing")
    expect(page.get_by_text("1 day earlier")).to_be_visible()
