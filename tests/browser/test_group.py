"""A work group's life in the browser: agreement, initiation, records, leaving and its end."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, press
from wayfellow.mentorships.models import Meeting, WorkGroup
from wayfellow.programmes.models import Office
from wayfellow.testing.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_students_write_the_agreement_and_all_sign_it(visit: Visit, world: World) -> None:
    group = world.group()
    ada = visit(f"/groups/{group.pk}/", who=world.ada, size="phone")
    press(ada, "Draft our agreement")
    ada.get_by_label("Our shared goals").fill("Know three ways into our field.")
    press(ada, "Keep the draft")
    press(ada, "Propose it to be signed")
    page = ada
    for person in (world.ada, world.ben, world.maya):
        page = visit(f"/groups/{group.pk}/agreement/", who=person)
        page.get_by_label("Your full name").fill(person.name)
        press(page, "Sign the agreement")
        expect(page.get_by_role("button", name="Sign the agreement")).to_have_count(0)
    expect(page.get_by_text("in force").first).to_be_visible()
    group.refresh_from_db()
    assert group.state == "active"


def test_the_initiation_is_planned_told_recorded_and_read(visit: Visit, world: World) -> None:
    group = world.group()
    ada = visit(f"/groups/{group.pk}/", who=world.ada, size="phone")
    ada.get_by_role("link", name="Plan the initiation").click()
    ada.get_by_label("Place or link").fill("The works canteen")
    press(ada, "Plan the meeting")
    expect(ada.get_by_text("The works canteen")).to_be_visible()

    leo = visit(ada.url, who=world.leo)
    expect(leo.get_by_text("told", exact=False).first).to_be_visible()
    assert (world.leo, "mentorships/notices/meeting_planned_liaison") in world.told()

    _an_hour_ago(Meeting.objects.get())
    ada.reload()
    ada.get_by_role("link", name="Record the meeting").click()
    press(ada, "Record the meeting")
    expect(ada.get_by_text("recorded").first).to_be_visible()

    press(ada, "Write my reflection")
    ada.get_by_label("What I learnt").fill("It is more varied than I thought.")
    press(ada, "Hand in my reflection")
    expect(ada.get_by_text("Handed in.")).to_be_visible()
    ada.goto(f"/groups/{group.pk}/")
    ada.get_by_role("link", name="Key points of the initiation").click()
    ada.get_by_label("Goals we share").fill("Three ways in")
    press(ada, "Send to my liaison officer")
    expect(ada.get_by_text("Sent to your liaison officer.")).to_be_visible()

    leo.goto("/reading/")
    leo.get_by_label("Choose all on this page").check()
    press(leo, "Acknowledge the chosen reflections")
    expect(leo.get_by_text("1 reflection acknowledged.")).to_be_visible()
    leo.get_by_role("link", name="Ada Tan").click()
    press(leo, "Acknowledge the key points")
    expect(leo.get_by_text("Everything is read")).to_be_visible()


def _an_hour_ago(meeting: Meeting) -> None:
    begin = now() - timedelta(hours=2)
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=begin, ends_at=begin + timedelta(hours=1)
    )


def test_a_student_leaves_in_writing_and_a_coordinator_lets_go(visit: Visit, world: World) -> None:
    group = world.group(world.ada, world.ben)
    ada = visit(f"/groups/{group.pk}/", who=world.ada, size="phone")
    ada.get_by_role("link", name="Leave the work group").click()
    ada.get_by_label("Reason").select_option("workload")
    press(ada, "Ask to leave the group")
    carol = visit(f"/groups/{group.pk}/", who=world.carol)
    carol.get_by_role("link", name="Ada Tan has asked to leave").click()
    press(carol, "Acknowledge the wish")
    press(carol, "Let the student leave now")
    expect(carol.get_by_text("In effect since")).to_be_visible()
    assert group.members.active().count() == 1


def test_a_concern_ends_a_group_by_two_hands_and_the_report_counts_it(
    visit: Visit, world: World
) -> None:
    group = world.group()
    second = world.office("Cecil Coordinator", Office.Role.COORDINATOR, world.merlion)
    _worries(visit(f"/groups/{group.pk}/", who=world.ada, size="phone"))

    carol = visit("/concerns/handle/", who=world.carol)
    carol.get_by_role("table").get_by_role("link").first.click()
    press(carol, "Look after it myself")
    carol.goto(f"/groups/{group.pk}/")
    carol.get_by_role("link", name="End this group at once, in writing").click()
    carol.get_by_label("Letter to the mentor and the students").fill("The group ends today.")
    press(carol, "Write the letter")
    expect(carol.get_by_text("This waits for a second person")).to_be_visible()

    cecil = visit(carol.url, who=second)
    press(cecil, "Issue the letter and end the group")
    expect(cecil.get_by_text("Issued by")).to_be_visible()
    assert WorkGroup.objects.get().state == "terminated"

    ada = visit(f"/groups/{group.pk}/", who=world.ada, size="phone")
    ada.get_by_role("link", name="Read the institution's letter").click()
    expect(ada.get_by_text("The group ends today.")).to_be_visible()
    carol.goto(f"/reports/{world.cohort.pk}/")
    expect(carol.get_by_role("heading", name="Season report")).to_be_visible()
    expect(carol.get_by_role("main")).to_contain_text("terminated")


def _worries(page: Page) -> None:
    page.get_by_role("main").get_by_role("link", name="Raise a concern").click()
    page.get_by_label("What happened, or what worries you?").fill("I feel left alone.")
    press(page, "Tell the coordinators")
    expect(page.get_by_text("nobody yet")).to_be_visible()
