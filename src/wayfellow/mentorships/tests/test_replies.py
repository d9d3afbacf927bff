"""Yes, perhaps and no to a meeting, on its page and out of one's own calendar."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from icalendar import Calendar

from wayfellow.access.refusals import Refused
from wayfellow.calendars import NoReply
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.mentorships import actions
from wayfellow.mentorships.invitations import invitation_to
from wayfellow.mentorships.models import Meeting, Reply
from wayfellow.mentorships.tests.people import member, tomorrow
from wayfellow.notifications.models import Letter
from wayfellow.people.models import User
from wayfellow.testing.world import World

YES, MAYBE, NO = Reply.Coming.YES, Reply.Coming.MAYBE, Reply.Coming.NO


def planned(world: World, **fields: Any) -> Meeting:
    """A meeting that Ada has planned; the others have not answered yet."""
    return actions.plan_meeting(world.group(), tomorrow(**fields), by=world.ada)


def said(meeting: Meeting) -> dict[str, str]:
    return dict(meeting.replies.values_list("person__name", "coming"))


def asked(meeting: Meeting) -> dict[str, str]:
    """What the invitation says of each guest."""
    event: Any = Calendar.from_ical(invitation_to(meeting)).walk("VEVENT")[0]
    return {guest.params["CN"]: guest.params["PARTSTAT"] for guest in event["ATTENDEE"]}


def mailed(meeting: Meeting, person: User, says: str, **changes: Any) -> bytes:
    """What a calendar program sends when its owner answers the invitation."""
    calendar = Calendar.from_ical(invitation_to(meeting))
    calendar["METHOD"] = "REPLY"
    event: Any = calendar.walk("VEVENT")[0]
    event.subcomponents.clear()
    (guest,) = (each for each in event["ATTENDEE"] if each == f"mailto:{person.email}")
    guest.params["PARTSTAT"] = says
    event["ATTENDEE"] = guest
    event.DTSTAMP = changes.pop("stamp", now())
    for name, value in changes.items():
        event[name.upper()] = value
    made: bytes = calendar.to_ical()
    return made


def test_who_plans_comes_and_the_others_are_asked(world: World) -> None:
    meeting = planned(world)

    assert said(meeting) == {"Ada Tan": YES}
    assert asked(meeting) == {
        "Ada Tan": "ACCEPTED",
        "Ben Virtanen": "NEEDS-ACTION",
        "Maya Mentor": "NEEDS-ACTION",
    }


def test_the_last_word_counts_and_the_planner_hears_of_each_change_once(world: World) -> None:
    meeting = planned(world)
    Letter.objects.all().delete()
    before = world.told()

    for coming in (YES, YES, MAYBE):
        actions.answer(meeting, coming, by=world.ben)

    assert said(meeting) == {"Ada Tan": YES, "Ben Virtanen": MAYBE}
    assert world.happened().count("meeting.answer") == 2
    assert world.told() - before == {(world.ada, "mentorships/notices/meeting_answered")}
    assert not Letter.objects.exists()


def test_who_is_not_coming_is_told_by_mail_to_planner_and_mentor(world: World) -> None:
    meeting = planned(world)
    Letter.objects.all().delete()

    actions.answer(meeting, NO, by=world.ben)

    assert {letter.to for letter in Letter.objects.all()} == {world.ada, world.maya}
    assert "Ben Virtanen is not coming" in Letter.objects.get(to=world.maya).subject


def test_another_time_asks_everybody_anew_and_another_place_does_not(world: World) -> None:
    meeting = planned(world)
    actions.answer(meeting, YES, by=world.ben)

    actions.reschedule(meeting, {"place": "Library"}, by=world.maya)
    assert said(meeting) == {"Ada Tan": YES, "Ben Virtanen": YES}

    actions.reschedule(meeting, tomorrow(48), by=world.maya)
    assert said(meeting) == {"Maya Mentor": YES}
    assert asked(meeting)["Ben Virtanen"] == "NEEDS-ACTION"


def test_nobody_answers_a_meeting_that_has_begun_or_is_off(world: World) -> None:
    group = world.group()
    begun = world.meeting(group, starts_at=now() - timedelta(minutes=5))
    off = actions.plan_meeting(group, tomorrow(), by=world.ada)
    actions.cancel(off, by=world.ada)

    with pytest.raises(Refused, match="has begun"):
        actions.answer(begun, YES, by=world.ben)
    with pytest.raises(IllegalStep):
        actions.answer(off, YES, by=world.ben)


@pytest.mark.parametrize("says", ["ACCEPTED", "TENTATIVE", "DECLINED"])
def test_an_answer_out_of_ones_own_calendar_is_taken(world: World, says: str) -> None:
    meeting = planned(world)

    assert actions.answer_by_mail(mailed(meeting, world.ben, says), "Ben@Example.com")

    assert said(meeting)["Ben Virtanen"] == says
    verb = "meeting.decline" if says == "DECLINED" else "meeting.answer"
    assert world.happened()[-1] == verb


@pytest.mark.parametrize(
    "uid", ["meeting-7@elsewhere.example", "", "5a1f3c52-0000-4000-8000-000000000000"]
)
def test_an_answer_about_no_meeting_of_ours_is_refused(world: World, uid: str) -> None:
    meeting = planned(world)

    with pytest.raises(NoReply, match="no meeting of ours"):
        actions.answer_by_mail(mailed(meeting, world.ben, "ACCEPTED", uid=uid), world.ben.email)

    assert said(meeting) == {"Ada Tan": YES}


def test_only_those_in_the_group_answer_and_each_only_for_oneself(world: World) -> None:
    meeting = planned(world)
    bens = mailed(meeting, world.ben, "DECLINED")
    as_otto = bens.replace(b"ben@example.com", b"otto@example.com")
    as_leo = bens.replace(b"ben@example.com", b"leo@example.com")
    world.otto  # noqa: B018 - has an account, and no place in the group

    for content, sender in [(bens, "ada@example.com"), (as_otto, "otto@example.com")]:
        with pytest.raises(NoReply):
            actions.answer_by_mail(content, sender)
    with pytest.raises(NoReply, match="not asked"):
        actions.answer_by_mail(as_leo, "leo@example.com")
    actions.leave(member(meeting.group, world.ben), by=world.carol)
    with pytest.raises(NoReply, match="not asked"):
        actions.answer_by_mail(bens, "ben@example.com")

    assert said(meeting) == {"Ada Tan": YES}


def test_an_answer_to_what_was_replaced_since_changes_nothing(world: World) -> None:
    meeting = planned(world)
    late = mailed(meeting, world.ben, "ACCEPTED")
    actions.reschedule(meeting, tomorrow(48), by=world.ada)

    assert not actions.answer_by_mail(late, world.ben.email)
    assert said(meeting) == {"Ada Tan": YES}

    assert actions.answer_by_mail(mailed(meeting, world.ben, "ACCEPTED"), world.ben.email)
    actions.cancel(meeting, by=world.ada)
    assert not actions.answer_by_mail(mailed(meeting, world.ben, "DECLINED"), world.ben.email)


def test_a_mail_that_was_overtaken_changes_nothing(world: World) -> None:
    meeting = planned(world)
    early = mailed(meeting, world.ben, "ACCEPTED", stamp=datetime.now(UTC) - timedelta(minutes=9))
    actions.answer(meeting, NO, by=world.ben)

    assert not actions.answer_by_mail(early, world.ben.email)
    assert said(meeting)["Ben Virtanen"] == NO


def test_every_change_counts_on_although_it_was_made_from_an_old_page(world: World) -> None:
    meeting = planned(world)
    stale = Meeting.objects.get(pk=meeting.pk)
    actions.reschedule(meeting, tomorrow(48, place="Library"), by=world.ada)

    actions.cancel(stale, by=world.ben)

    made = Letter.objects.filter(to=world.maya).latest("pk").calendar
    event: Any = Calendar.from_ical(made).walk("VEVENT")[0]
    assert (event["SEQUENCE"], event["UID"]) == (2, str(meeting.uid))
    assert event["DTSTART"].dt == meeting.starts_at.replace(microsecond=0)


def test_an_invitation_speaks_the_institutions_language_and_holds_no_private_word(
    world: World,
) -> None:
    world.merlion.language = "fi"
    world.merlion.save()

    meeting = planned(world, agenda="canary agenda", place="Harbour Works")

    made = invitation_to(meeting).replace("\r\n ", "")
    assert "SUMMARY:First Steps: aloitus" in made
    assert "canary" not in made
    assert f"URL:http://127.0.0.1:8000/groups/{meeting.group_id}/meetings/{meeting.pk}/" in made
    assert "TRIGGER:-PT1H" in made


def test_it_is_answered_on_the_page_and_shown_beside_each_person(world: World) -> None:
    meeting = planned(world)
    page = reverse("mentorships:meeting", args=[meeting.group_id, meeting.pk])
    url = reverse("mentorships:answer", args=[meeting.group_id, meeting.pk])
    ben, leo = Client(), Client()
    ben.force_login(world.ben)
    leo.force_login(world.leo)

    assert "no answer yet" in ben.get(page).content.decode()
    assert ben.post(url, {"coming": "TENTATIVE"}).status_code == 302
    wrong = [ben.post(url, sent).status_code for sent in ({}, {"coming": "WHATEVER"})]

    seen = leo.get(page).content.decode()
    assert "perhaps coming" in seen
    assert "Are you coming?" not in seen
    assert 'value="TENTATIVE" aria-pressed="true"' in ben.get(page).content.decode()
    assert wrong == [422, 422]
    assert leo.post(url, {"coming": "DECLINED"}).status_code == 403
    assert said(meeting)["Ben Virtanen"] == MAYBE
