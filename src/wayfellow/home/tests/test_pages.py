"""The group's page, the console, the caseload and the search."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from wayfellow.applications.lifecycle import State
from wayfellow.conversations.models import Message
from wayfellow.home.queries import console as behind
from wayfellow.home.queries import health, stages
from wayfellow.home.tests.test_now import cost, more_of_everything, read
from wayfellow.mentorships import actions as mentorships
from wayfellow.mentorships.models import Attendance, KeyPoints, Meeting, Reflection
from wayfellow.programmes.models import Office
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db


def test_the_members_talk_and_staff_do_not_listen(world: World, client: Client) -> None:
    group = world.group()
    Message.objects.create(group=group, author=world.ada, body="A private hello")

    assert "A private hello" in read(client, world.maya, f"/groups/{group.pk}/")
    for staff in (world.leo, world.carol):
        assert "A private hello" not in read(client, staff, f"/groups/{group.pk}/")


def test_a_group_is_not_there_for_others(world: World, client: Client) -> None:
    group = world.group()

    for stranger in (world.otto, world.cora, world.kim, world.milo):
        client.force_login(stranger)
        assert client.get(f"/groups/{group.pk}/").status_code == 404


def test_the_story_of_a_group_is_told_without_what_its_students_wrote(
    world: World, client: Client
) -> None:
    group = world.group()
    begin = now() - timedelta(days=1)
    meeting = world.meeting(group, starts_at=begin)
    member = group.members.get(application__person=world.ada)
    mentorships.record_meeting(meeting, {member.pk}, {}, by=world.ada)
    reflection = Reflection.objects.create(member=member, meeting=meeting, did="Secret")
    mentorships.hand_in(reflection, by=world.ada)

    own, other = (read(client, who, f"/groups/{group.pk}/") for who in (world.ada, world.ben))

    assert "was recorded" in own
    assert "A reflection was handed in" in own
    assert "was recorded" in other
    assert "A reflection was handed in" not in other


def test_an_ended_group_says_so_and_takes_no_message(world: World, client: Client) -> None:
    group = world.group()
    mentorships.dissolve(group, by=world.carol)

    page = read(client, world.maya, f"/groups/{group.pk}/")

    assert "has come to its end" in page
    assert "Send my message" not in page


def test_a_group_costs_the_same_with_many_meetings(world: World, client: Client) -> None:
    group = world.group()
    world.meeting(group)
    before = cost(client, world.ada, f"/groups/{group.pk}/")
    for n in range(1, 6):
        world.meeting(group, starts_at=now() + timedelta(days=n))
        Message.objects.create(group=group, author=world.ada, body="x")

    assert cost(client, world.ada, f"/groups/{group.pk}/") == before


def test_every_number_of_the_console_is_as_long_as_the_list_behind_it(world: World) -> None:
    more_of_everything(world, 3)
    world.applies(world.kim, state=State.SUBMITTED)
    cohort, here = world.cohort, [world.merlion]
    numbers = stages.counts([cohort], here)[cohort.pk]
    flags = health.counts([cohort], here)[cohort.pk]

    for stage in stages.STAGES:
        rows = behind.people(cohort, here, stage=stage, words="")
        assert rows.count() == numbers[stage], stage
    for flag in (*health.ALL, "well"):
        rows_of_groups = behind.groups(cohort, here, flag=flag, state="live", words="")
        assert rows_of_groups.count() == flags[flag], flag
    assert numbers["waiting"] == 3
    assert flags["unrecorded"] == 3


@pytest.mark.parametrize(
    "path", ["/console/{}/", "/console/{}/groups/", "/console/{}/people/?stage=accepted"]
)
def test_the_console_costs_the_same_with_three_times_the_rows(
    world: World, client: Client, path: str
) -> None:
    world.group()
    world.meeting(world.cohort.groups.get(), starts_at=now() - timedelta(days=9))
    where = path.format(world.cohort.pk)
    before = cost(client, world.carol, where)
    more_of_everything(world, 3)

    assert cost(client, world.carol, where) == before


def test_the_console_is_there_for_its_coordinators_only(world: World, client: Client) -> None:
    for stranger in (world.leo, world.ada, world.maya, world.ines, world.otto):
        client.force_login(stranger)
        assert client.get(f"/console/{world.cohort.pk}/").status_code in (403, 404)
    assert "Nobody has applied yet" in read(client, world.carol, f"/console/{world.cohort.pk}/")


def test_a_caseload_holds_each_student_once_under_what_is_gravest(
    world: World, client: Client
) -> None:
    group = world.group(formed_at=now() - timedelta(days=40))
    member = group.members.get(application__person=world.ada)
    meeting = world.meeting(
        group, kind="initiation", state="recorded", starts_at=now() - timedelta(days=3)
    )
    Meeting.objects.update(liaison_told_at=now() - timedelta(days=5))
    Attendance.objects.create(meeting=meeting, member=member)
    KeyPoints.objects.create(member=member, meeting=meeting, state="sent")
    Reflection.objects.create(member=member, meeting=meeting, state="handed in")

    page = read(client, world.leo, "/caseload/")

    assert page.count(">Ada Tan</a>") == 1
    assert page.count(">Ben Virtanen</a>") == 1
    assert page.index("Key points to read") < page.index(">Ada Tan</a>")
    assert "Ben" not in read(client, world.leo, "/caseload/?flag=key_points_waiting")
    assert "Ada" not in read(client, world.leo, "/caseload/?q=virtanen").partition("<table")[2]


def test_reflections_are_acknowledged_from_the_caseload(world: World, client: Client) -> None:
    group = world.group()
    meeting = world.meeting(group, state="recorded", starts_at=now() - timedelta(days=3))
    member = group.members.get(application__person=world.ada)
    reflection = Reflection.objects.create(member=member, meeting=meeting, state="handed in")
    page = read(client, world.leo, "/caseload/?flag=reflections_waiting")

    assert f'name="reflection" value="{reflection.pk}"' in page
    client.post("/reading/acknowledge/", {"reflection": [reflection.pk]})

    reflection.refresh_from_db()
    assert reflection.state == "acknowledged"


def test_a_caseload_is_the_officers_own_and_costs_the_same_with_many(
    world: World, client: Client
) -> None:
    world.group()
    before = cost(client, world.leo, "/caseload/")
    more_of_everything(world, 4)

    assert cost(client, world.leo, "/caseload/") == before
    assert "Ada Tan" not in read(client, world.lena, "/caseload/")
    client.force_login(world.carol)
    assert client.get("/caseload/").status_code == 404


def test_an_officer_who_was_released_has_no_caseload(world: World, client: Client) -> None:
    world.group()
    Office.objects.filter(person=world.leo).update(ended_at=now())
    client.force_login(world.leo)

    assert client.get("/caseload/").status_code == 404


def test_search_finds_what_one_may_see_and_nothing_else(world: World, client: Client) -> None:
    world.group()

    assert "Ada Tan" in read(client, world.carol, "/search/?q=ada")
    assert "Ada Tan" not in read(client, world.cora, "/search/?q=ada")
    assert "Ada Tan" not in read(client, world.otto, "/search/?q=ada")
    assert "Nothing found" in read(client, world.otto, "/search/?q=ada")
    assert "at least two letters" in read(client, world.carol, "/search/?q=a")
