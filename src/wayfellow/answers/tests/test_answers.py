"""Answering from the mail: one click, once, by the right person, and never by looking."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils.timezone import localdate, now

from wayfellow.access.models import Link
from wayfellow.answers.tests.conftest import WORDS, Address
from wayfellow.applications.actions import pause
from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application
from wayfellow.applications.schedules import sweep
from wayfellow.events.record import record
from wayfellow.mentorships.actions import cancel, plan_meeting
from wayfellow.mentorships.lifecycle import MeetingState
from wayfellow.mentorships.models import Meeting, Reply, WorkGroup
from wayfellow.notifications.models import Letter
from wayfellow.notifications.outbox import compose
from wayfellow.pairing import actions
from wayfellow.pairing.lifecycle import InterestState
from wayfellow.pairing.models import Interest
from wayfellow.people.models import User
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db


def test_a_mail_carries_its_answers_and_is_the_same_at_every_composing(
    alumni: World, interest: Interest, address: Address
) -> None:
    letter = Letter.objects.get(to=alumni.maya)

    first, second = (compose(Letter.objects.get(pk=letter.pk)).message() for _ in range(2))

    plain, html = (
        str(first.get_body((kind,)).get_content())  # type: ignore[union-attr]
        for kind in ("plain", "html")
    )
    for purpose in ("interest-accept", "interest-decline", "interest-inquire"):
        for text in (plain, html):
            assert f"{settings.BASE_URL}{address(alumni.maya, purpose)}" in text
    assert first.as_bytes() == second.as_bytes()
    assert "interest-accept" not in str(Letter.objects.filter(to=alumni.ada).values())


def test_looking_changes_nothing_and_one_click_answers(
    alumni: World, interest: Interest, address: Address, stranger: Client
) -> None:
    path = address(alumni.maya, "interest-accept")
    for look in (stranger.head, stranger.get, stranger.get, stranger.options):
        look(path)
    page = stranger.get(path)

    assert page.status_code == 200
    assert Interest.objects.get().state == InterestState.SENT
    text = page.content.decode()
    assert "Be the mentor of Ada Tan?" in text
    assert "You answer as Maya Mentor" in text
    assert WORDS not in text
    assert page.headers["Cache-Control"].find("no-store") >= 0

    done = stranger.post(path, {"answer": "Welcome!"})

    assert done.status_code == 200
    assert "You are the mentor of Ada Tan now." in done.content.decode()
    said = Interest.objects.get()
    assert (said.state, said.answer) == (InterestState.ACCEPTED, "Welcome!")
    assert WorkGroup.objects.get().mentor.person == alumni.maya
    assert "session" not in stranger.cookies


def test_a_link_works_once_and_says_so_kindly(
    alumni: World, interest: Interest, address: Address, stranger: Client
) -> None:
    path = address(alumni.maya, "interest-decline")
    stranger.post(path, {"answer": "My time is full."})
    again = stranger.post(path, {"answer": "Once more"})

    assert again.status_code == 410
    assert "You have answered already" in again.content.decode()
    assert Interest.objects.get().answer == "My time is full."


def test_what_is_decided_elsewhere_is_told_and_not_done_again(
    alumni: World, interest: Interest, address: Address, stranger: Client
) -> None:
    path = address(alumni.maya, "interest-accept")
    actions.withdraw(interest, by=alumni.ada)

    for answer in (stranger.get(path), stranger.post(path)):
        assert answer.status_code == 409
        assert "Ada Tan has taken the request back." in answer.content.decode()
    assert WorkGroup.objects.count() == 0


def test_a_link_is_bound_to_its_purpose(
    alumni: World, interest: Interest, address: Address, stranger: Client
) -> None:
    path = address(alumni.maya, "interest-decline")
    other = path.replace("interest-decline", "interest-accept")
    cut = path[:-6] + "/"

    for wrong in (other, cut, "/l/interest-accept/x/", "/l/no-such-answer/x/"):
        assert stranger.post(wrong).status_code == 404
    assert Interest.objects.get().state == InterestState.SENT


def test_an_expired_link_answers_nothing(
    alumni: World, interest: Interest, address: Address, stranger: Client
) -> None:
    Link.objects.update(expires_at=now() - timedelta(minutes=1))
    answer = stranger.post(address(alumni.maya, "interest-accept"))

    assert answer.status_code == 410
    assert "This link has expired" in answer.content.decode()
    assert Interest.objects.get().state == InterestState.SENT


@pytest.mark.parametrize("how", ["closed", "another mentor"])
def test_who_lost_the_right_answers_nothing(
    alumni: World, interest: Interest, address: Address, stranger: Client, how: str
) -> None:
    path = address(alumni.maya, "interest-accept")
    if how == "closed":
        User.objects.filter(pk=alumni.maya.pk).update(is_active=False)
    else:
        Application.objects.filter(pk=interest.mentor_id).update(person=alumni.milo)

    for answer in (stranger.get(path), stranger.post(path)):
        assert answer.status_code == 403
        assert "not yours to answer" in answer.content.decode()
        assert "Ada" not in answer.content.decode()
    assert Interest.objects.get().state == InterestState.SENT


def test_a_refusal_of_the_room_changes_nothing_and_leaves_the_link(
    alumni: World, interest: Interest, address: Address, stranger: Client
) -> None:
    path = address(alumni.maya, "interest-accept")
    pause(interest.mentor, by=alumni.maya)
    refused = stranger.post(path)
    assert refused.status_code == 409
    assert "Nothing was changed" in refused.content.decode()
    assert Interest.objects.get().state == InterestState.SENT

    Application.objects.update(is_paused=False)
    assert stranger.post(path).status_code == 200


def test_a_question_leaves_the_request_open_and_comes_back_with_the_same_answers(
    alumni: World, interest: Interest, address: Address, stranger: Client
) -> None:
    path = address(alumni.maya, "interest-inquire")
    empty = stranger.post(path, {"body": " "})
    assert empty.status_code == 422
    assert stranger.post(path, {"body": "Which field?"}).status_code == 200

    assert ("ada@example.com", "Maya Mentor writes to you about the request") in alumni.mailed()
    assert not Letter.objects.filter(to=alumni.ada).latest("pk").answers
    actions.write_remark(interest, "Logistics.", by=alumni.ada)
    latest = Letter.objects.filter(to=alumni.maya).latest("pk")
    assert latest.text == "Logistics."
    assert stranger.post(address(alumni.maya, "interest-accept")).status_code == 200


def test_nothing_is_asked_any_more_once_the_request_is_answered(
    alumni: World, interest: Interest, address: Address, stranger: Client
) -> None:
    path = address(alumni.maya, "interest-inquire")
    actions.decline(interest, by=alumni.maya)

    assert stranger.post(path, {"body": "Which field?"}).status_code == 409
    assert interest.remarks.count() == 0


def test_a_mentor_pauses_until_a_day_and_is_back_by_itself(
    alumni: World, address: Address, stranger: Client
) -> None:
    mentor = alumni.offers(alumni.maya)
    record("ask_confirmation", mentor, by=None)
    path = address(alumni.maya, "mentor-pause")
    back = localdate() + timedelta(days=40)

    late = stranger.post(path, {"until": localdate().isoformat()})
    assert late.status_code == 422
    assert "Choose a day in the future" in late.content.decode()
    assert stranger.post(path, {"until": back.isoformat()}).status_code == 200

    mentor.refresh_from_db()
    assert (mentor.is_paused, mentor.paused_until) == (True, back)
    sweep(now() + timedelta(days=39))
    assert Application.objects.get(pk=mentor.pk).is_paused
    sweep(now() + timedelta(days=41))
    mentor.refresh_from_db()
    assert (mentor.is_paused, mentor.paused_until) == (False, None)
    assert (alumni.maya, "applications/notices/came_back") in alumni.told()


def test_a_profile_is_confirmed_as_if_it_had_been_saved(
    alumni: World, address: Address, stranger: Client
) -> None:
    mentor = alumni.offers(alumni.maya)
    Application.objects.update(saved_at=now() - timedelta(days=300))
    record("ask_confirmation", mentor, by=None)

    assert stranger.post(address(alumni.maya, "profile-confirm")).status_code == 200

    mentor.refresh_from_db()
    assert mentor.saved_at > now() - timedelta(minutes=1)


@pytest.fixture
def meeting(world: World) -> Meeting:
    group = world.group()
    begin = now() + timedelta(days=2)
    times = {"starts_at": begin, "ends_at": begin + timedelta(hours=1)}
    return plan_meeting(group, times, by=world.maya)


def test_a_meeting_is_answered_and_the_last_word_counts(
    world: World, meeting: Meeting, address: Address, stranger: Client
) -> None:
    stranger.post(address(world.ada, "meeting-yes"))
    assert meeting.replies.get(person=world.ada).coming == Reply.Coming.YES
    stranger.post(address(world.ada, "meeting-no"))

    assert meeting.replies.get(person=world.ada).coming == Reply.Coming.NO
    assert (world.maya, "mentorships/notices/meeting_declined") in world.told()


def test_a_cancelled_meeting_needs_no_answer(
    world: World, meeting: Meeting, address: Address, stranger: Client
) -> None:
    path = address(world.ada, "meeting-yes")
    cancel(meeting, by=world.maya)

    answer = stranger.post(path)
    assert answer.status_code == 409
    assert "has been cancelled" in answer.content.decode()


def test_we_met_records_the_meeting_with_everybody(
    world: World, meeting: Meeting, address: Address, stranger: Client
) -> None:
    Meeting.objects.update(starts_at=now() - timedelta(hours=3), ends_at=now() - timedelta(hours=2))
    meeting.refresh_from_db()
    record("ask_record", meeting, by=None)
    ada, ben = address(world.ada, "meeting-met"), address(world.ben, "meeting-met")

    assert stranger.post(ada).status_code == 200
    assert stranger.post(ben).status_code == 409

    meeting.refresh_from_db()
    assert meeting.state == MeetingState.RECORDED
    assert meeting.recorded_by == world.ada
    assert list(meeting.attendances.values_list("came", flat=True)) == [True, True]


def test_the_page_speaks_the_readers_language_whatever_the_browser_asks_for(
    alumni: World, interest: Interest, address: Address, stranger: Client
) -> None:
    path = address(alumni.maya, "interest-accept")
    User.objects.filter(pk=alumni.maya.pk).update(language="fi")

    page = stranger.get(path, headers={"Accept-Language": "zh-hans"})

    assert page.headers["Content-Language"] == "fi"
    assert re.search(r'<html[^>]* lang="fi"', page.content.decode())


def test_an_application_that_was_withdrawn_confirms_nothing(
    alumni: World, address: Address, stranger: Client
) -> None:
    mentor = alumni.offers(alumni.maya)
    record("ask_confirmation", mentor, by=None)
    path = address(alumni.maya, "profile-confirm")
    Application.objects.update(state=State.WITHDRAWN)

    answer = stranger.post(path)
    assert answer.status_code == 409
    assert "no mentor in First Steps" in answer.content.decode()
