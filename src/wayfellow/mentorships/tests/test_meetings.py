from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from wayfellow.access.refusals import Invalid, Refused
from wayfellow.applications.models import Application
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.mentorships import actions, queries
from wayfellow.mentorships.lifecycle import GroupState, KeyPointsState, MeetingState
from wayfellow.mentorships.models import KeyPoints, Meeting
from wayfellow.mentorships.tests.people import held, member, tomorrow
from wayfellow.notifications.models import Letter
from wayfellow.programmes.presets import PRESETS
from wayfellow.testing.world import World, at


def test_the_liaison_officer_is_told_by_the_planning_itself(world: World) -> None:
    group = world.group()

    meeting = actions.plan_meeting(group, tomorrow(place="Harbour Works"), by=world.ada)

    assert meeting.kind == Meeting.Kind.INITIATION
    assert meeting.liaison_told_before
    assert world.told() == {
        (world.leo, "mentorships/notices/meeting_planned_liaison"),
        *((p, "mentorships/notices/meeting_planned") for p in (world.ada, world.ben, world.maya)),
    }
    calendar = Letter.objects.get(to=world.leo).calendar
    assert "METHOD:REQUEST" in calendar
    assert "Harbour Works" in calendar


def test_a_programme_that_tells_nobody_tells_nobody(world: World) -> None:
    world.follow(PRESETS["fixed-term-circles"])

    meeting = actions.plan_meeting(world.group(), tomorrow(), by=world.ada)

    assert meeting.liaison_told_at is None
    assert world.leo not in {person for person, _notice in world.told()}


def test_an_address_that_is_kept_to_oneself_is_in_no_calendar(world: World) -> None:
    group = world.group()
    world.ada.profile.email_for = "nobody"
    world.ada.profile.save()

    actions.plan_meeting(group, tomorrow(), by=world.ben)

    calendar = Letter.objects.filter(to=world.ada).get().calendar.replace("\r\n ", "")
    assert "ada@example.com" not in calendar
    assert "ben@example.com" in calendar


def test_only_the_first_meeting_is_the_initiation(world: World) -> None:
    group = world.group()
    first = actions.plan_meeting(group, tomorrow(), by=world.ada)
    second = actions.plan_meeting(group, tomorrow(48), by=world.ada)
    actions.cancel(first, by=world.ada)

    third = actions.plan_meeting(group, tomorrow(72), by=world.ada)

    assert [first.kind, second.kind, third.kind] == ["initiation", "meeting", "initiation"]


def test_no_meeting_is_planned_while_a_guardians_consent_is_missing(world: World) -> None:
    group = world.group(world.ada, world.chen)
    Application.objects.filter(person=world.chen).update(consent_needed=True)

    with pytest.raises(Refused, match="A guardian's consent is missing") as refusal:
        actions.plan_meeting(group, tomorrow(), by=world.ada)

    assert "Chen" not in str(refusal.value)


def test_a_meeting_of_the_past_is_recorded_not_planned(world: World) -> None:
    with pytest.raises(Invalid, match="has passed"):
        actions.plan_meeting(world.group(), tomorrow(-2), by=world.ada)


def test_moving_a_meeting_tells_again_and_replaces_the_calendar_entry(world: World) -> None:
    group = world.group()
    meeting = actions.plan_meeting(group, tomorrow(), by=world.ada)
    Letter.objects.all().delete()

    actions.reschedule(meeting, tomorrow(48), by=world.ben)

    assert meeting.sequence == 1
    assert "SEQUENCE:1" in Letter.objects.get(to=world.leo).calendar


def test_two_who_move_a_meeting_at_once(world: World) -> None:
    meeting = actions.plan_meeting(world.group(), tomorrow(), by=world.ada)
    stale = Meeting.objects.get(pk=meeting.pk)
    actions.reschedule(meeting, tomorrow(48), by=world.ada)

    with pytest.raises(Refused, match="Somebody else"):
        actions.reschedule(stale, tomorrow(72), by=world.ben)


def test_cancelling_takes_it_out_of_calendars(world: World) -> None:
    meeting = actions.plan_meeting(world.group(), tomorrow(), by=world.ada)
    Letter.objects.all().delete()

    actions.cancel(meeting, "Maya is ill", by=world.ada)

    letter = Letter.objects.get(to=world.ben)
    assert "METHOD:CANCEL" in letter.calendar
    assert "Maya is ill" not in letter.text


def test_recording_the_initiation_begins_the_group_and_asks_every_student_for_key_points(
    world: World,
) -> None:
    group = world.group()
    meeting = world.meeting(group, starts_at=now() - timedelta(hours=2), kind="initiation")
    ada = member(group, world.ada)

    actions.record_meeting(meeting, {ada.pk}, {}, by=world.ada)

    group.refresh_from_db()
    assert group.state == GroupState.ACTIVE
    assert dict(meeting.attendances.values_list("member", "came")) == {
        ada.pk: True,
        member(group, world.ben).pk: False,
    }
    assert {(k.member, k.state) for k in KeyPoints.objects.all()} == {
        (ada, KeyPointsState.DUE),
        (member(group, world.ben), KeyPointsState.DUE),
    }


def test_two_who_record_the_same_meeting(world: World, client: Client) -> None:
    group = world.group()
    meeting = world.meeting(group, starts_at=now() - timedelta(hours=2))
    stale = Meeting.objects.get(pk=meeting.pk)
    came = {member(group, world.ada).pk}
    actions.record_meeting(meeting, came, {}, by=world.ada)

    with pytest.raises(IllegalStep):
        actions.record_meeting(stale, came, {}, by=world.ben)

    assert world.happened().count("meeting.record") == 1
    assert meeting.attendances.count() == 2


def test_a_meeting_that_has_not_begun_cannot_be_recorded(world: World) -> None:
    group = world.group()
    meeting = world.meeting(group)

    with pytest.raises(Refused, match="not begun"):
        actions.record_meeting(meeting, {member(group, world.ada).pk}, {}, by=world.ada)


def test_a_student_of_another_group_was_not_there(world: World) -> None:
    group = world.group()
    other = world.group(world.chen, mentor=world.milo)
    meeting = world.meeting(group, starts_at=now() - timedelta(hours=2))

    with pytest.raises(Invalid, match="Tick the students"):
        actions.record_meeting(meeting, {member(other, world.chen).pk}, {}, by=world.ada)


def test_minors_at_a_workplace_need_a_safety_briefing(world: World) -> None:
    group = world.group(world.ada, world.chen)
    meeting = world.meeting(
        group, starts_at=now() - timedelta(hours=2), activity=Meeting.Activity.VISIT
    )
    came = {member(group, world.chen).pk}

    with pytest.raises(Invalid, match="safety briefing"):
        actions.record_meeting(meeting, came, {}, by=world.ada)

    actions.record_meeting(meeting, came, {"safety_briefing": True}, by=world.ada)
    assert meeting.state == MeetingState.RECORDED


def test_a_meeting_logged_afterwards_says_that_nobody_was_told_before(world: World) -> None:
    meeting = held(world, world.group(), world.ada)

    assert meeting.state == MeetingState.RECORDED
    assert not meeting.liaison_told_before
    assert (world.leo, "mentorships/notices/meeting_recorded_liaison") in world.told()


def test_a_record_is_put_right(world: World) -> None:
    group = world.group()
    meeting = held(world, group, world.ada)
    ben = member(group, world.ben)

    actions.correct(meeting, {ben.pk}, {"place": "Library"}, by=world.ben)

    meeting.refresh_from_db()
    assert meeting.place == "Library"
    assert list(meeting.attendances.filter(came=True).values_list("member", flat=True)) == [ben.pk]


def test_what_is_thin_is_said_and_not_refused(world: World) -> None:
    group = world.group(world.ada)
    saturday = at(2027, 3, 6, 4)

    spots = queries.thin_spots(group, saturday, saturday + timedelta(hours=1))

    assert len(spots) == 2
    assert "working hours" in spots[0]
    assert "two students" in spots[1]


def test_working_hours_are_those_of_the_institution(world: World) -> None:
    group = world.group()
    world.merlion.time_zone = "Asia/Singapore"
    group.institution = world.merlion
    ten_there = at(2027, 3, 4, 2)

    assert queries.thin_spots(group, ten_there, ten_there + timedelta(hours=1)) == []


def test_a_meeting_is_planned_moved_and_recorded_in_the_pages(world: World, client: Client) -> None:
    group = world.group()
    client.force_login(world.ada)
    begin = (now() + timedelta(days=3)).replace(hour=9, minute=0, second=0, microsecond=0)
    typed = {
        "starts_at": begin.strftime("%Y-%m-%dT%H:%M"),
        "ends_at": (begin + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"),
        "mode": "in person",
        "activity": "chat",
        "place": "Harbour Works",
    }

    client.post(reverse("mentorships:plan", args=[group.pk]), typed)
    meeting = Meeting.objects.get()
    wrong = client.post(
        reverse("mentorships:reschedule", args=[group.pk, meeting.pk]),
        typed | {"ends_at": typed["starts_at"], "seen": 0},
    )
    early = client.post(
        reverse("mentorships:record", args=[group.pk, meeting.pk]),
        typed | {"came": [member(group, world.ada).pk]},
    )

    assert wrong.status_code == 422
    assert "The end must lie after the start." in wrong.content.decode()
    assert early.status_code == 409
