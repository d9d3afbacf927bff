"""Whoever loses a right has lost it at the next click: on pages, in files, in what is told."""

import pytest
from django.test import Client

from tests.security.atlas import Atlas, without_statements
from wayfellow.access import links
from wayfellow.conversations.actions import write
from wayfellow.institutions.actions import end
from wayfellow.institutions.models import Membership
from wayfellow.mentorships import actions as groups
from wayfellow.mentorships.models import Meeting, Member, WorkGroup
from wayfellow.people.models import User
from wayfellow.programmes.actions import release
from wayfellow.programmes.models import Office
from wayfellow.testing.cast import everything
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(world: World) -> WorkGroup:
    """The work group of a world that has one of everything."""
    everything(world)
    without_statements()
    return WorkGroup.objects.get()


def places(group: WorkGroup) -> list[str]:
    """The group's page, its conversation, its calendar file and a page within it."""
    meeting = Meeting.objects.get(group=group)
    return [
        f"/groups/{group.pk}/",
        f"/groups/{group.pk}/messages/",
        f"/groups/{group.pk}/meetings/{meeting.pk}/meeting.ics",
        f"/groups/{group.pk}/meetings/{meeting.pk}/",
    ]


def opened(client: Client, addresses: list[str]) -> list[int]:
    return [client.get(address).status_code for address in addresses]


def office_of(person: User) -> Office:
    return Office.objects.get(person=person)


def cases_told(world: World, person: User) -> int:
    return sum(reader == person for reader, _notice in world.told())


@pytest.mark.parametrize("way", ["office", "role"])
def test_a_coordinator_who_is_released_sees_and_hears_nothing_more(
    world: World, client: Client, group: WorkGroup, way: str
) -> None:
    world.office("Cecil Coordinator", Office.Role.COORDINATOR, world.merlion)
    cohort = world.cohort.pk
    staff = [
        f"/groups/{group.pk}/",
        f"/console/{cohort}/",
        f"/reports/{cohort}/report.csv",
        f"/reports/{cohort}/report.pdf",
        f"/cohorts/{cohort}/applications/",
    ]
    client.force_login(world.carol)
    assert opened(client, staff) == [200] * 5

    if way == "office":
        release(office_of(world.carol), by=world.ines)
    else:
        end(Membership.objects.get(person=world.carol), by=world.ines)
    heard = cases_told(world, world.carol)
    groups.ask_to_leave(group, {"reason": "workload", "words": ""}, by=world.maya)

    assert all(status in {403, 404} for status in opened(client, staff))
    assert cases_told(world, world.carol) == heard


def test_a_liaison_officer_whose_role_ends_hands_over_the_students(
    world: World, client: Client, group: WorkGroup
) -> None:
    client.force_login(world.leo)
    seen = [places(group)[0], places(group)[2]]
    assert opened(client, seen) == [200, 200]

    end(Membership.objects.get(person=world.leo), by=world.ines)

    assert opened(client, seen) == [404, 404]
    client.force_login(world.lena)
    assert opened(client, seen) == [200, 200]


def test_an_administrator_who_leaves_the_institution_is_out(
    world: World, client: Client, group: WorkGroup
) -> None:
    client.force_login(world.ines)
    seen = [places(group)[0], "/institutions/merlion/", "/institutions/merlion/letters/"]
    assert opened(client, seen) == [200] * 3
    other = Membership.objects.create(
        institution=world.merlion, person=world.petra, role="institution admin"
    )
    assert other.ended_at is None

    end(Membership.objects.get(person=world.ines), by=world.petra)

    assert opened(client, seen) == [404] * 3


def test_a_student_who_has_left_the_group_sees_and_hears_nothing_more_of_it(
    world: World, client: Client, group: WorkGroup
) -> None:
    client.force_login(world.ada)
    assert opened(client, places(group)) == [200] * 4

    groups.leave(Member.objects.get(group=group, application__person=world.ada), by=world.carol)
    heard = cases_told(world, world.ada)
    write(group, "Only for those who are here.", by=world.maya)

    assert opened(client, places(group)) == [404] * 4
    answer = client.post(f"/groups/{group.pk}/messages/write/", {"body": "Let me in"})
    assert answer.status_code == 404
    assert cases_told(world, world.ada) == heard
    assert cases_told(world, world.ben) > 0


def test_in_a_group_that_has_ended_nothing_can_be_written_and_no_address_is_shown(
    world: World, client: Client, group: WorkGroup
) -> None:
    client.force_login(world.ben)
    mentor = f"/groups/{group.pk}/people/mentor/"
    assert b"maya@example.com" in client.get(mentor).content

    groups.dissolve(group, by=world.carol)

    assert b"maya@example.com" not in client.get(mentor).content
    for verb in ("messages/write/", "meetings/plan/", "goals/new/", "agreement/draft/"):
        answer = client.post(f"/groups/{group.pk}/{verb}", {"body": "x", "title": "x"})
        assert answer.status_code in {403, 404, 405, 409}, verb


def test_a_new_password_ends_every_other_session_and_keeps_this_one(world: World) -> None:
    ada = world.ada
    here, there = Client(), Client()
    for client in (here, there):
        client.post("/account/login/", {"login": ada.email, "password": "a good password"})
        assert client.get("/me/").status_code == 200
    token = links.token_of(links.issue("sign-in", address=ada.email, days=1, person=ada))

    changed = here.post(
        "/account/password/change/",
        {
            "oldpassword": "a good password",
            "password1": "another rather good one",
            "password2": "another rather good one",
        },
    )

    assert changed.status_code == 302
    assert here.get("/me/").status_code == 200
    assert there.get("/me/").status_code == 302
    assert Client().post(f"/l/sign-in/{token}/").status_code == 410


@pytest.mark.parametrize("purpose", ["invitation", "join", "sign-in"])
def test_a_link_that_was_used_is_dead_for_everybody(world: World, purpose: str) -> None:
    everything(world)
    without_statements()
    address = f"/l/{purpose}/{Atlas(world).tokens[purpose]}/"
    assert Client().post(address).status_code == 302

    again = Client()

    assert again.post(address).status_code == 410
    assert again.get(address).status_code == 410
    assert again.get("/me/").status_code == 302
