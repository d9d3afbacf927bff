"""A coordinator's matching day, by mouse and by the keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, press, troubles
from wayfellow.pairing.models import Pin, Run
from wayfellow.pairing.tests.crowd import Crowd
from wayfellow.testing.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def season(world: World) -> Crowd:
    """Two mentors, five students who fit with both, and one who shares no language."""
    crowd = Crowd(world)
    for n in range(2):
        crowd.mentor(n)
    for n in range(5):
        crowd.student(n)
    crowd.student(9, languages=["Tamil"])
    return crowd


def _matching(crowd: Crowd) -> str:
    return f"/cohorts/{crowd.world.cohort.pk}/matching/"


def _two(run: Run) -> tuple[str, str]:
    """A student of the larger group, and the mentor of the smaller, by name."""
    by_mentor: dict[str, list[str]] = {}
    for row in run.proposals.select_related("student__person", "mentor__person").order_by("pk"):
        by_mentor.setdefault(row.mentor.person.called, []).append(row.student.person.called)
    small, large = sorted(by_mentor, key=lambda name: len(by_mentor[name]))
    return by_mentor[large][0], small


def _drag(page: Page, student: str, mentor: str) -> None:
    """Take a student's card to a mentor's group as a hand does, a little way first."""
    page.locator("[data-card]").filter(has_text=student).get_by_text(student).first.hover()
    page.mouse.down()
    page.locator("[data-card]").filter(has_text=student).hover(position={"x": 12, "y": 12})
    page.get_by_role("article", name=f"{mentor}'s group").hover(position={"x": 60, "y": 30})
    page.get_by_role("article", name=f"{mentor}'s group").hover(position={"x": 70, "y": 40})
    page.mouse.up()


def test_a_matching_day_by_mouse(visit: Visit, season: Crowd) -> None:
    page = visit(_matching(season), who=season.world.carol)
    page.get_by_label("Skills in common").fill("9")
    press(page, "Start a matching run")
    expect(page.get_by_role("heading", name="Run 1")).to_be_visible()
    student, mentor = _two(Run.objects.get())

    target = page.get_by_role("article", name=f"{mentor}'s group")
    _drag(page, student, mentor)
    expect(target).to_contain_text(student)
    expect(page.get_by_text(f"{student} is with {mentor} now.")).to_be_visible()
    press(page, "Take the move back")
    expect(target).not_to_contain_text(student)

    _drag(page, "Student9 Lim", mentor)
    dialog = page.get_by_role("dialog", name="This breaks a rule")
    expect(dialog).to_contain_text("no language in common")
    dialog.get_by_role("button", name="Leave it as it was").click()
    expect(target).not_to_contain_text("Student9")

    page.get_by_role("link", name=re.compile("Without a place")).click()
    page.get_by_role("button", name=re.compile("Suppose that .* speaks")).first.click()
    expect(page.get_by_role("heading", name="Run 2")).to_be_visible()
    expect(page.get_by_text("of 6 students placed")).to_be_visible()

    page.goto(_matching(season))
    press(page, "Compare the ticked runs")
    expect(page.get_by_role("heading", name="Runs side by side")).to_be_visible()
    page.get_by_role("link", name=re.compile("Newly placed")).click()
    expect(page.get_by_role("row", name=re.compile("Student9 Lim"))).to_contain_text("no place")
    page.get_by_role("link", name="Run 2").click()
    page.get_by_role("link", name="Publish the groups").click()
    page.get_by_role("button", name=re.compile("^Publish")).click()
    expect(page.get_by_text("published").first).to_be_visible()


def test_a_matching_day_by_the_keyboard_alone(visit: Visit, season: Crowd) -> None:
    run = season.run()
    student, mentor = _two(run)
    page = visit(f"/matching/{run.pk}/", who=season.world.carol)
    target = page.get_by_role("article", name=f"{mentor}'s group")

    page.get_by_role("button", name=f"Pick up {student}").focus()
    page.keyboard.press("Enter")
    here = page.get_by_role("button", name=f"Put with {mentor}")
    for _step in range(2):
        if here.evaluate("button => button === document.activeElement"):
            break
        page.keyboard.press("ArrowDown")
    expect(here).to_be_focused()
    expect(target).to_contain_text("the total")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=f"Pick up {student}")).to_be_focused()
    expect(target).not_to_contain_text(student)

    page.keyboard.press("Enter")
    here.focus()
    page.keyboard.press("Enter")
    expect(target).to_contain_text(student)
    expect(page.get_by_role("button", name=f"Pick up {student}")).to_be_focused()

    undo = page.get_by_role("button", name="Take the move back")
    undo.focus()
    page.keyboard.press("Enter")
    expect(target).not_to_contain_text(student)

    page.get_by_text(f"More for {student}").locator("xpath=ancestor::summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kept for every run from now on")).to_be_visible()
    assert Pin.objects.get().kind == Pin.Kind.LOCK


def test_without_scripts_a_student_is_moved_by_links_and_buttons(
    visit: Visit, season: Crowd
) -> None:
    run = season.run()
    student, mentor = _two(run)
    page = visit(f"/matching/{run.pk}/", who=season.world.carol, script=False)

    expect(page.get_by_role("button", name=re.compile("Pick up"))).to_have_count(0)
    page.get_by_role("link", name=f"Move or keep {student}").click()
    page.get_by_role("link", name=re.compile("Look at the move")).click()
    press(page, f"Move {student} to {mentor}")
    expect(page.get_by_role("article", name=f"{mentor}'s group")).to_contain_text(student)


def test_by_the_keyboard_alone_a_coordinator_sees_where_else_a_student_could_go(
    visit: Visit, season: Crowd
) -> None:
    run = season.run()
    student, mentor = _two(run)
    page = visit(f"/matching/{run.pk}/", who=season.world.carol)

    page.get_by_text(f"More for {student}").locator("xpath=ancestor::summary").focus()
    page.keyboard.press("Enter")
    for _item in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=f"Where {student} could go")).to_be_visible()
    page.get_by_role("button", name=f"Move {student} to {mentor}").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("article", name=f"{mentor}'s group")).to_contain_text(student)


def test_the_laboratorys_pages_are_fit_for_everybody(visit: Visit, season: Crowd) -> None:
    first, second = season.run(), season.run()
    page = visit("/", who=season.world.carol)
    here = f"/matching/{first.pk}/"
    pair = first.proposals.order_by("pk")[0]
    found = []
    for path in (
        _matching(season),
        here,
        f"{here}?show=unplaced",
        f"{here}?show=unused",
        f"{here}what-if/",
        f"{here}what-if/?without=language",
        f"{here}fairness/",
        f"{here}students/{pair.student_id}/",
        f"{here}students/{first.unplaced[0]['student']}/",
        f"{here}mentors/{pair.mentor_id}/",
        f"{_matching(season)}side-by-side/?run={first.pk}&run={second.pk}",
    ):
        page.goto(path)
        found += [f"{path}: {trouble}" for trouble in troubles(page)]
        page.emulate_media(color_scheme="dark")
        found += [f"dark {path}: {each}" for each in troubles(page, only=["color-contrast"])]
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 320, "height": 568})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{path}: wider than 320 pixels")
        page.set_viewport_size({"width": 1440, "height": 900})
    assert found == []
