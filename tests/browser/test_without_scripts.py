"""What matters works with JavaScript switched off."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests.browser.conftest import Visit, mailed_link, press
from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application
from wayfellow.mentorships.models import Meeting
from wayfellow.testing.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_people_sign_in_with_a_password_or_by_mail(visit: Visit, world: World) -> None:
    page = visit("/account/login/", script=False)
    page.get_by_label("E-mail address").fill(world.ada.email)
    page.get_by_label("Password").fill("a good password")
    press(page, "Sign in")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ada")

    mailed = visit("/account/login/", script=False)
    mailed.get_by_label("E-mail address").fill(world.ben.email)
    press(mailed, "Mail me a sign-in link")
    mailed.goto(mailed_link(world.ben.email))
    press(mailed, "Sign in as Ben Virtanen")
    expect(mailed.get_by_role("heading", level=1)).to_contain_text("Ben")


def test_an_application_is_written_sent_and_accepted(visit: Visit, world: World) -> None:
    application = world.applies(
        world.ada,
        school="School of Engineering",
        course="Diploma in Aerospace Electronics",
        aspiration="To sign off an aircraft.",
        privilege=True,
        full_term=True,
        no_promise=True,
        guidelines=True,
    )
    form = visit(f"/applications/{application.pk}/edit/", who=world.ada, script=False)
    form.get_by_label("Field you want to work in").fill("engineering/aerospace")
    form.get_by_label("Why mentoring").fill("I want to know which way to go.")
    form.get_by_label("Date of birth").fill("2005-05-01")
    press(form, "Read it once more and send")
    press(form, "Send my application")
    expect(form.get_by_text("Your application waits for review")).to_be_visible()

    pile = visit(f"/cohorts/{world.cohort.pk}/applications/", who=world.carol, script=False)
    pile.get_by_label("Tick Ada Tan").check()
    press(pile, "Accept them")
    expect(pile.get_by_role("heading", level=1)).to_have_text("Applications")
    assert Application.objects.get().state == State.ACCEPTED


def test_a_meeting_is_planned(visit: Visit, world: World) -> None:
    group = world.group()
    page = visit(f"/groups/{group.pk}/", who=world.ada, size="phone", script=False)
    page.get_by_role("link", name="Plan the initiation").click()
    page.get_by_label("Place or link").fill("The works canteen")
    press(page, "Plan the meeting")
    expect(page.get_by_text("The works canteen")).to_be_visible()
    assert Meeting.objects.get().liaison_told_before


def test_a_calendar_is_switched_on_and_a_meeting_answered(visit: Visit, world: World) -> None:
    meeting = world.meeting(world.group())
    page = visit("/me/", who=world.ben, script=False)
    page.get_by_role("link", name="See your calendar address").click()
    press(page, "Switch my calendar address on")
    address = page.get_by_label("Your calendar address").input_value()
    assert str(meeting.uid) in fetched(address)
    press(page, "Give me a new address")
    assert page.get_by_label("Your calendar address").input_value() != address
    press(page, "Switch my calendar address off")
    expect(page.get_by_role("button", name="Switch my calendar address on")).to_be_visible()

    page.goto(f"/groups/{meeting.group_id}/meetings/{meeting.pk}/")
    press(page, "Perhaps")
    expect(page.get_by_text("perhaps coming")).to_be_visible()


def fetched(address: str) -> str:
    """What a calendar program without a session gets."""
    return Client().get(f"/{address.split('/', 3)[3]}").content.decode()
