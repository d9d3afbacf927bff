"""A season of assigned groups begins: the public page, the students' file, joining, matching."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, mailed_link, press
from tests.house import REPOSITORY
from wayfellow.applications.lifecycle import State
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Membership
from wayfellow.mentorships.models import WorkGroup
from wayfellow.people.models import User
from wayfellow.programmes.models import Office
from wayfellow.testing.world import World, person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STUDENTS = REPOSITORY / "samples" / "imn" / "merlion-students.csv"


def test_a_coordinator_publishes_a_programme_and_a_stranger_finds_its_doors(
    visit: Visit, world: World
) -> None:
    page = visit("/programmes/", who=world.carol)
    page.get_by_role("link", name="Create a programme").first.click()
    page.get_by_label("Assigned groups").check()
    page.get_by_label("Name", exact=True).fill("Harbour Mentoring")
    press(page, "Create the programme")
    expect(page.get_by_role("heading", level=1)).to_have_text("Harbour Mentoring")

    page.get_by_role("link", name="Add the first aim").click()
    page.get_by_label("For whom").select_option("students")
    page.get_by_label("Text").fill("See how others found their way")
    press(page, "Add the aim")
    page.get_by_role("main").get_by_role("link", name="Harbour Mentoring").click()
    page.get_by_role("link", name="Write the public page").click()
    page.get_by_label("Text").fill("## What it is\n\nA mentor, and *two to four* students.")
    press(page, "Preview the text")
    expect(page.get_by_role("heading", name="What it is", exact=True)).to_be_visible()
    press(page, "Save as a new version")
    press(page, "Make this version live")
    page.get_by_role("main").get_by_role("link", name="Harbour Mentoring").click()
    press(page, "Publish the programme")

    page.get_by_role("link", name="Add the first cohort").click()
    page.get_by_label("Name", exact=True).fill("2027")
    page.get_by_label("Starts", exact=True).fill("2027-01-11")
    press(page, "Add the cohort")
    press(page, "Open applications")

    stranger = visit("/p/")
    stranger.get_by_role("link", name="Harbour Mentoring").click()
    expect(stranger.locator("em")).to_have_text("two to four")
    for door in ("Join as a student", "Join as a mentor", "Join as a company"):
        expect(stranger.get_by_role("link", name=door)).to_be_visible()
    stranger.get_by_role("link", name="Join as a mentor").click()
    expect(stranger.get_by_role("button", name="Send me the link")).to_be_visible()


def test_a_students_file_is_mapped_checked_and_brought_in(visit: Visit, world: World) -> None:
    page = visit(f"/imports/cohorts/{world.cohort.pk}/", who=world.carol)
    page.get_by_role("link", name="Upload a file").first.click()
    page.get_by_label("File", exact=True).set_input_files(STUDENTS)
    press(page, "Upload the file")
    expect(page.get_by_label("E-mail address", exact=True)).to_have_value("Email")
    expect(page.get_by_role("table", name="The first rows")).to_contain_text("Göran Sjöberg")

    press(page, "Check the file")
    expect(page.get_by_text("Every row can be taken")).to_be_visible()
    press(page, "Import 80 students")
    expect(page.get_by_text("The file has been imported")).to_be_visible()
    page.get_by_role("link", name="Review the applications").click()
    expect(page.get_by_role("link", name="Waiting for review 80")).to_be_visible()
    expect(page.locator("[data-review-item]")).to_have_count(50)


def test_a_minor_applies_the_guardian_agrees_and_a_coordinator_accepts_by_keyboard(
    visit: Visit, world: World
) -> None:
    world.programme.institutions.set([world.merlion])
    assert world.carol.is_active
    _asks_for_the_link(visit(f"/join/{world.programme.slug}/student/"), "Aino Lim")
    form = visit(mailed_link("aino@example.com"), size="phone")
    press(form, "Open my application")
    here = form.url
    _answers(form)
    expect(form.locator("[data-autosave-status]")).to_contain_text("Saved at")

    aino = User.objects.get(email="aino@example.com")
    form.close()
    again = visit(here, who=aino, size="phone")
    expect(again.get_by_label("Course")).to_have_value("Diploma in Aerospace Electronics")
    press(again, "Read it once more and send")
    expect(again.get_by_text("Your guardian will be asked")).to_be_visible()
    press(again, "Send my application")
    expect(again.get_by_text("We wait for your guardian's consent")).to_be_visible()

    _agrees(visit(mailed_link("gia@example.net"), size="phone"))

    review = visit(f"/cohorts/{world.cohort.pk}/applications/", who=world.carol)
    review.locator("body").press("j")
    review.locator(":focus").press("o")
    expect(review.get_by_role("heading", level=1)).to_have_text("Aino Lim")
    review.locator("body").press("j")
    review.locator(":focus").press("a")
    expect(review.get_by_role("button", name="Accept the application")).to_have_count(0)
    again.reload()
    expect(again.get_by_text("You are accepted")).to_be_visible()
    expect(again.get_by_text("Your guardian has agreed")).to_be_visible()


def _asks_for_the_link(page: Page, name: str) -> None:
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail address").fill(f"{name.split(maxsplit=1)[0].lower()}@example.com")
    press(page, "Send me the link")
    expect(page.get_by_role("heading", name="Check your mail")).to_be_visible()


def _answers(page: Page) -> None:
    for label, text in {
        "School": "School of Engineering",
        "Course": "Diploma in Aerospace Electronics",
        "Date of birth": "2011-05-01",
        "What you hope to accomplish, here and beyond": "To sign off an aircraft.",
        "Why mentoring": "I want to know which way to go.",
        "Guardian's name": "Gia Lim",
        "Guardian's e-mail address": "gia@example.net",
    }.items():
        page.get_by_role("textbox", name=label).first.fill(text)
    page.get_by_label("Field you want to work in").fill("engineering/aerospace")
    page.get_by_role("group", name="Languages you speak").get_by_role("textbox").fill("English")
    promises = page.get_by_role("region", name="Your promises").get_by_role("checkbox")
    for promise in promises.all():
        promise.check()


def _agrees(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Your consent for Aino Lim")
    for answer in page.get_by_role("radio", name="Yes").all():
        answer.check()
    page.get_by_label("Whom to call in an emergency").fill("Gia Lim, +65 6555 0100")
    page.get_by_label("Your full name, as your signature").fill("Gia Lim")
    press(page, "Send my answer")
    expect(page.get_by_role("heading", level=1)).to_have_text("You have agreed")


def test_matching_is_run_changed_by_hand_and_published_once(visit: Visit, world: World) -> None:
    _a_pool(world)
    second = world.office("Cecil Coordinator", Office.Role.COORDINATOR, world.merlion)
    page = visit(f"/cohorts/{world.cohort.pk}/matching/", who=world.carol)
    press(page, "Start a matching run")
    expect(page.get_by_role("heading", level=1)).to_have_text("Run 1")
    groups = page.get_by_role("list", name="Proposed groups").get_by_role("article")
    expect(groups).to_have_count(2)
    expect(page.get_by_text("aerospace").first).to_be_visible()

    page.get_by_role("link", name="Move or keep").first.click()
    press(page, "Keep this for every run")
    expect(page.get_by_text("Kept for every run from now on")).to_be_visible()

    largest = max(groups.all(), key=lambda group: group.get_by_role("listitem").count())
    largest.get_by_role("link", name="Move or keep").last.click()
    page.get_by_role("button", name=re.compile("^Move here")).first.click()
    expect(page.get_by_text("moved by hand").first).to_be_visible()

    page.get_by_role("link", name="Publish the groups").click()
    stale = visit(page.url, who=second)
    press(page, "Publish 2 groups")
    expect(page.get_by_text("2 groups are published and have been told")).to_be_visible()
    press(stale, "Publish 2 groups")
    expect(stale.get_by_role("heading", level=1)).to_have_text("Someone was quicker")
    expect(stale.get_by_text("This has changed since you opened the page.")).to_be_visible()
    expect(stale.get_by_text("nothing was done twice")).to_be_visible()
    stale.get_by_role("link", name="See how it is now").click()
    expect(stale.get_by_role("button", name="Publish 2 groups")).to_have_count(0)
    assert WorkGroup.objects.count() == 2


def _a_pool(world: World) -> None:
    """Two mentors and six students of one field."""
    assert world.carol.is_active
    field = "engineering/aerospace"
    for mentor in (world.maya, world.milo):
        world.offers(mentor, fields=[field], most=4)
    for number in range(6):
        student = person(f"Student{number} Tan")
        Membership.objects.create(person=student, institution=world.merlion, role=Role.STUDENT)
        world.looks_after(world.leo, world.applies(student, state=State.ACCEPTED, field=field))
