from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from wayfellow.mentorships.models import Meeting, WorkGroup
from wayfellow.people.models import User
from wayfellow.testing.world import World
from wayfellow.timetable import coming
from wayfellow.timetable.models import Adjustment
from wayfellow.timetable.rules import RULES
from wayfellow.timetable.run import run

MEETING = RULES["mentorships.meeting"]
AWAY = 10


@pytest.fixture
def meeting(world: World) -> Meeting:
    """Ten days from now, of Maya's group at Merlion; planned long ago."""
    begin = now() + timedelta(days=AWAY)
    long_ago = now() - timedelta(days=30)
    group = world.group(formed_at=long_ago)
    return world.meeting(group, starts_at=begin, planned_at=long_ago)


def seen(client: Client, who: User, name: str, *args: object) -> str:
    client.force_login(who)
    answer = client.get(reverse(f"timetable:{name}", args=args))
    assert answer.status_code == 200, (answer.status_code, name)
    return answer.content.decode()


def entries(world: World, who: User, first: int = 0) -> set[tuple[str, int, int, int]]:
    """Rule, days from now, offset in days and how many, of the next four weeks."""
    place = coming.place_of(world.programme, who.pk)
    today = localdate()
    days = coming.days(place, today + timedelta(days=first), coming.adjustments(world.programme))
    return {
        (entry.rule.name, (day.on - today).days, entry.step.days, entry.count)
        for day in days
        for entry in day.entries
        if entry.rule is MEETING
    }


def test_the_calendar_says_what_is_sent_on_which_day(
    world: World, meeting: Meeting, client: Client
) -> None:
    assert entries(world, world.carol) == {
        (MEETING.name, AWAY - 3, -3, 1),
        (MEETING.name, AWAY - 1, -1, 1),
    }
    page = seen(client, world.carol, "coming", world.programme.pk)
    assert "A meeting comes near" in page
    assert "3 days before: the meeting begins" in page
    assert "the mentor and the students" in page


def test_what_has_been_sent_is_not_to_come_any_more(world: World, meeting: Meeting) -> None:
    assert run([MEETING], meeting.starts_at - timedelta(days=3)) == 1

    assert {offset for _rule, _day, offset, _n in entries(world, world.carol)} == {-1}


def test_what_falls_into_the_night_is_listed_on_the_next_day(
    world: World, settings: LazySettings
) -> None:
    settings.QUIET_HOURS = (21, 8)
    late = now().replace(hour=14, minute=30) + timedelta(days=AWAY)  # 22:30 in Singapore
    world.meeting(world.group(), starts_at=late, planned_at=now() - timedelta(days=30))

    (day,) = {day for _rule, day, offset, _n in entries(world, world.carol) if offset == -1}
    assert day == (localdate(late) - localdate()).days


def test_the_day_leads_to_those_concerned_and_to_the_mail_in_each_readers_language(
    world: World, meeting: Meeting, client: Client
) -> None:
    User.objects.filter(pk=world.ada.pk).update(language="fi")
    day = (localdate(meeting.starts_at) - timedelta(days=3)).isoformat()

    listed = seen(client, world.carol, "on", world.programme.pk, MEETING.name, -72, day)
    assert "Maya Mentor" in listed
    mail = seen(
        client, world.carol, "preview", world.programme.pk, MEETING.name, -72, day, meeting.pk
    )
    assert 'lang="fi"' in mail
    assert "If you cannot come, say so now" in mail
    assert all(f"To {name}" in mail for name in ("Ada Tan", "Ben Virtanen", "Maya Mentor"))


def test_a_preview_sends_nothing_and_writes_nothing(
    world: World, meeting: Meeting, client: Client
) -> None:
    day = (localdate(meeting.starts_at) - timedelta(days=3)).isoformat()
    seen(client, world.carol, "preview", world.programme.pk, MEETING.name, -72, day, meeting.pk)

    assert world.told() == set()
    assert world.happened() == []


def test_nobody_sees_the_mails_of_another_institution(
    world: World, meeting: Meeting, client: Client
) -> None:
    day = (localdate(meeting.starts_at) - timedelta(days=3)).isoformat()

    assert entries(world, world.cora) == set()
    where = [world.programme.pk, MEETING.name, -72, day]
    assert "Maya Mentor" not in seen(client, world.cora, "on", *where)
    assert client.get(reverse("timetable:preview", args=[*where, meeting.pk])).status_code == 404
    for outsider in (world.ada, world.leo, world.otto):
        client.force_login(outsider)
        answer = client.get(reverse("timetable:coming", args=[world.programme.pk]))
        assert answer.status_code in {403, 404}


def test_concerns_are_not_in_the_calendar(world: World, client: Client) -> None:
    page = seen(client, world.carol, "table", world.programme.pk)
    assert "concern" not in page.partition("<tbody>")[2].partition("</tbody>")[0].lower()
    address = reverse("timetable:adjust", args=[world.programme.pk, "safeguarding.untouched"])
    assert client.get(address).status_code == 404


def test_a_mail_is_paused_and_moved_and_it_is_said_who_did_it(
    world: World, meeting: Meeting, client: Client
) -> None:
    address = reverse("timetable:adjust", args=[world.programme.pk, MEETING.name])
    client.force_login(world.carol)

    client.post(address, {"days": "1", "note": "Exams"})
    assert {day for _rule, day, _offset, _n in entries(world, world.carol)} == {AWAY - 2, AWAY}
    page = seen(client, world.carol, "table", world.programme.pk)
    assert "1 day later" in page
    assert "Changed by Carol Coordinator" in page
    assert "Exams" in page

    client.post(address, {"days": "1", "is_paused": "on"})
    assert entries(world, world.carol) == set()
    assert "None of these mails is sent" in seen(client, world.carol, "coming", world.programme.pk)
    assert world.happened() == ["programme.adjust", "programme.adjust"]


@pytest.mark.parametrize("days", ["15", "-15", "two", "", "1.5", "99999999999999999999", "\x00"])
def test_a_wrong_number_of_days_is_said_at_the_field_and_nothing_is_lost(
    world: World, client: Client, days: str
) -> None:
    client.force_login(world.carol)
    address = reverse("timetable:adjust", args=[world.programme.pk, MEETING.name])

    answer = client.post(address, {"days": days, "note": "Because of the exams"})

    assert answer.status_code in {400, 422}
    if answer.status_code == 422:
        assert "days" in answer.context["form"].errors
        assert "Because of the exams" in answer.content.decode()
    assert not Adjustment.objects.exists()


def test_a_sister_institution_sees_the_table_and_does_not_change_it(
    world: World, client: Client
) -> None:
    page = seen(client, world.cora, "table", world.programme.pk)
    assert "coordinators of the leading institution" in page
    address = reverse("timetable:adjust", args=[world.programme.pk, MEETING.name])
    assert client.post(address, {"days": "1"}).status_code == 403


def test_a_day_that_is_none_is_said_at_the_field(world: World, client: Client) -> None:
    client.force_login(world.carol)
    address = reverse("timetable:coming", args=[world.programme.pk])

    answer = client.get(address, {"start": "31.2.2027"})
    assert answer.status_code == 422
    assert "start" in answer.context["form"].errors
    for day in ("0001-01-01", "9999-12-31"):
        assert client.get(address, {"start": day}).status_code == 200


@pytest.mark.parametrize(
    "where",
    [
        [MEETING.name, -72, "2027-02-30"],
        [MEETING.name, -72, "tomorrow"],
        [MEETING.name, -71, "2027-02-01"],
        [MEETING.name, "x", "2027-02-01"],
        ["no.such", -72, "2027-02-01"],
        ["safeguarding.untouched", 24, "2027-02-01"],
    ],
)
def test_an_address_that_means_nothing_is_not_found(
    world: World, client: Client, where: list[object]
) -> None:
    client.force_login(world.carol)
    address = reverse("timetable:on", args=[world.programme.pk, *where])

    assert client.get(address).status_code == 404


def test_the_calendar_costs_the_same_with_one_group_and_with_many(
    world: World, meeting: Meeting, client: Client
) -> None:
    day = (localdate(meeting.starts_at) - timedelta(days=3)).isoformat()

    def queries(name: str, *args: object) -> int:
        with CaptureQueriesContext(connection) as counted:
            seen(client, world.carol, name, world.programme.pk, *args)
        return len(counted)

    seen(client, world.carol, "table", world.programme.pk)  # signs in
    pages: list[list[object]] = [["coming"], ["table"], ["on", MEETING.name, -72, day]]
    before = [queries(str(name), *args) for name, *args in pages]
    for _n in range(5):
        group = world.group(mentor=world.milo, formed_at=now() - timedelta(days=5))
        world.meeting(group, starts_at=meeting.starts_at, planned_at=meeting.planned_at)

    assert [queries(str(name), *args) for name, *args in pages] == before
    assert WorkGroup.objects.count() == 6


def test_every_rule_can_be_foreseen_on_any_day(world: World, client: Client) -> None:
    """No group of rows, of any room, that the calendar cannot reckon with."""
    place = coming.place_of(world.programme, world.carol.pk)
    for rule in coming.listed():
        for step in rule.steps:
            assert list(coming.on(place, rule, step, localdate(), None)) == []
