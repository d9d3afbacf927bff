"""Who joins late is invited to what is planned, who leaves is taken off; the others hear nothing."""

from typing import Any

import pytest
from django.urls import reverse
from icalendar import Calendar

from wayfellow.mentorships import actions
from wayfellow.mentorships.models import Meeting, Reply, WorkGroup
from wayfellow.mentorships.tests.people import member, newcomer, ready, tomorrow
from wayfellow.mentorships.tests.test_calendars import entries
from wayfellow.notifications.compose import compose
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import Letter
from wayfellow.notifications.outbox import send_due
from wayfellow.people.models import User
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(world: World) -> WorkGroup:
    """Ada and Ben with Maya."""
    return world.group()


@pytest.fixture
def meeting(world: World, group: WorkGroup) -> Meeting:
    """Planned and moved once."""
    found = actions.plan_meeting(group, tomorrow(48), by=world.maya)
    actions.reschedule(found, tomorrow(72), by=world.maya)
    return found


def mailed(since: int) -> list[Letter]:
    return list(Letter.objects.filter(pk__gt=since).exclude(calendar="").order_by("pk"))


def last() -> int:
    return Letter.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def file_of(letter: Letter) -> tuple[str, Any]:
    calendar = Calendar.from_ical(letter.calendar)
    (event,) = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), event


def names(event: Any) -> set[str]:
    found = event.get("ATTENDEE", [])
    return {
        str(each).removeprefix("mailto:")
        for each in (found if isinstance(found, list) else [found])
    }


def test_who_joins_gets_the_invitation_as_it_stands_and_nobody_else_does(
    world: World, group: WorkGroup, meeting: Meeting
) -> None:
    (late,) = ready(world, newcomer(world, 1))
    past = actions.plan_meeting(group, tomorrow(24), by=world.ada)
    Meeting.objects.filter(pk=past.pk).update(**tomorrow(-24))
    before, sequence = last(), meeting.sequence

    actions.add_member(group, late, by=world.carol)

    (letter,) = mailed(before)
    method, event = file_of(letter)
    assert (letter.to, method) == (late.person, "REQUEST")
    assert str(event["UID"]) == str(meeting.uid)
    assert (event["SEQUENCE"], sequence) == (1, 1)
    assert {late.person.email, world.ada.email} <= names(event)
    assert [name for name, *_ in letter.answers] == ["meeting-yes", "meeting-no"]
    assert "meeting.ics" in str(compose(letter).message())
    send_due()
    letter.refresh_from_db()
    assert letter.state == LetterState.SENT
    assert str(meeting.uid) in {str(each["UID"]) for each in entries(late.person)}


def test_who_leaves_is_taken_off_alone(world: World, group: WorkGroup, meeting: Meeting) -> None:
    actions.answer(meeting, Reply.Coming.YES, by=world.ben)
    assert str(meeting.uid) in {str(each["UID"]) for each in entries(world.ben)}
    before = last()

    actions.leave(member(group, world.ben), by=world.carol)

    (letter,) = mailed(before)
    method, event = file_of(letter)
    assert (letter.to, method, event["STATUS"]) == (world.ben, "CANCEL", "CANCELLED")
    assert event["SEQUENCE"] == 2
    assert names(event) == {world.ben.email}
    meeting.refresh_from_db()
    assert (meeting.state, meeting.sequence) == ("planned", 2)
    assert not meeting.replies.filter(person=world.ben).exists()
    assert not entries(world.ben)
    (still,) = entries(world.ada)
    assert (still["SEQUENCE"], str(still.get("STATUS"))) == (2, "CONFIRMED")
    # What is changed afterwards is newer than what the leaver was told, and goes to the others.
    actions.reschedule(Meeting.objects.get(), tomorrow(96), by=world.maya)
    told = Letter.objects.filter(
        notice="mentorships/notices/meeting_changed", event__data__has_key="calendar"
    )
    newest = told.order_by("-event")[0].event
    assert {each.to for each in told.filter(event=newest)} == {world.ada, world.maya}
    assert file_of(told.filter(event=newest)[0])[1]["SEQUENCE"] == 3


def test_who_changes_the_group_changes_the_meetings(
    world: World, group: WorkGroup, meeting: Meeting
) -> None:
    other = world.group(newcomer(world, 1), newcomer(world, 2), mentor=world.milo)
    theirs = actions.plan_meeting(other, tomorrow(24), by=world.milo)
    before = last()

    actions.move(member(group, world.ben), other, by=world.carol)

    told = [(letter.to, *file_of(letter)) for letter in mailed(before)]
    assert [(who, method, str(event["UID"])) for who, method, event in told] == [
        (world.ben, "CANCEL", str(meeting.uid)),
        (world.ben, "REQUEST", str(theirs.uid)),
    ]
    assert {str(each["UID"]) for each in entries(world.ben)} == {str(theirs.uid)}


def test_a_new_mentor_takes_the_meetings_over(
    world: World, group: WorkGroup, meeting: Meeting
) -> None:
    milo = world.offers(world.milo)
    before = last()

    actions.take_over(group, milo, by=world.carol)

    assert [(letter.to, file_of(letter)[0]) for letter in mailed(before)] == [
        (world.maya, "CANCEL"),
        (world.milo, "REQUEST"),
    ]


def test_nothing_is_mailed_where_nothing_is_planned(world: World, group: WorkGroup) -> None:
    (late,) = ready(world, newcomer(world, 1))
    actions.add_member(group, late, by=world.carol)
    actions.leave(member(group, late.person), by=world.carol)

    assert not Letter.objects.exclude(calendar="").exists()


def test_the_mail_of_a_leaver_opens_no_page_that_is_closed(
    world: World, group: WorkGroup, meeting: Meeting, client: Any
) -> None:
    actions.leave(member(group, world.ben), by=world.carol)
    letter = Letter.objects.get(to=world.ben, notice="mentorships/notices/meeting_released")
    assert (letter.url, letter.action) == ("", "")
    assert who_may_see(client, world.ben, meeting) == 404


def who_may_see(client: Any, who: User, meeting: Meeting) -> int:
    client.force_login(who)
    path = reverse("mentorships:meeting", args=[meeting.group_id, meeting.pk])
    found: int = client.get(path).status_code
    return found
