"""What programmes demand in which students ask for themselves, where no room's own test shows it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from wayfellow.access.refusals import Refused
from wayfellow.applications import actions as applications
from wayfellow.applications.lifecycle import State
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Membership
from wayfellow.mentorships import actions as mentorships
from wayfellow.mentorships.lifecycle import GroupState
from wayfellow.mentorships.models import WorkGroup
from wayfellow.pairing import actions as pairing
from wayfellow.people.models import User
from wayfellow.testing.world import World, person


@pytest.fixture
def alumni(db: None) -> World:
    """A self-directed programme."""
    return World("self-directed")


def test_a_mentor_is_asked_by_as_many_as_wish(alumni: World) -> None:
    """R72."""
    mentor = alumni.offers(alumni.maya)

    for n in range(6):
        who = _student(alumni, n)
        pairing.ask(alumni.applies(who, state=State.ACCEPTED), mentor, "Please.", by=who)

    assert mentor.asked.count() == 6


def test_a_mentors_profile_tells_the_road_so_far(alumni: World, client: Client) -> None:
    """R62, R64, R65."""
    told: dict[str, Any] = {
        "company": "Harbour Works",
        "job_title": "Yard manager",
        "studied": "Naval architecture",
        "job_history": "Welder, then foreman.",
        "successes": "Launched two ferries.",
        "moves": "From Turku to Singapore.",
        "help_areas": ["first graduate job"],
    }
    mentor = alumni.offers(alumni.maya, **told)
    alumni.applies(alumni.ada, state=State.ACCEPTED)
    client.force_login(alumni.ada)

    page = client.get(reverse("pairing:mentor", args=[alumni.cohort.pk, mentor.pk]))

    words = page.content.decode()
    expected = [str(*value) if isinstance(value, list) else value for value in told.values()]
    assert [each for each in expected if each not in words] == []


def test_the_address_for_the_programme_is_the_one_shown(alumni: World, client: Client) -> None:
    """R63, R71."""
    group = _pair(alumni, programme_email="maya@work.example")
    client.force_login(alumni.ada)

    page = client.get(reverse("mentorships:mentor", args=[group.pk])).content.decode()

    assert "maya@work.example" in page
    assert alumni.maya.email not in page


def test_a_mentor_hides_and_comes_back(alumni: World, client: Client) -> None:
    """R76."""
    mentor = alumni.offers(alumni.maya)
    alumni.applies(alumni.ada, state=State.ACCEPTED)
    client.force_login(alumni.ada)
    profile = reverse("pairing:mentor", args=[alumni.cohort.pk, mentor.pk])

    applications.pause(mentor, by=alumni.maya)
    assert client.get(profile).status_code == 404

    applications.unpause(mentor, by=alumni.maya)
    assert client.get(profile).status_code == 200


def test_a_mentor_stops_at_any_time_and_the_mentee_is_told(alumni: World) -> None:
    """R75, R79."""
    group = _pair(alumni)

    mentorships.ask_to_leave(group, {"reason": "circumstances"}, by=alumni.maya)

    group.refresh_from_db()
    assert group.state == GroupState.DISSOLVED
    assert (alumni.ada, "mentorships/notices/group_dissolved") in alumni.told()


@pytest.mark.parametrize("reason", ["fit", "met"])
def test_a_mentee_who_ends_it_frees_the_mentors_place(alumni: World, reason: str) -> None:
    """R83, R84."""
    group = _pair(alumni, most=1)
    ben = alumni.applies(alumni.ben, state=State.ACCEPTED)
    with pytest.raises(Refused, match="takes nobody new"):
        pairing.ask(ben, group.mentor, "Please.", by=alumni.ben)

    mentorships.ask_to_leave(group, {"reason": reason}, by=alumni.ada)

    interest = pairing.ask(ben, group.mentor, "Please.", by=alumni.ben)
    assert pairing.accept(interest, by=alumni.maya).mentor == group.mentor


def _student(world: World, n: int) -> User:
    who = person(f"Student{n} Lim")
    Membership.objects.create(institution=world.merlion, person=who, role=Role.STUDENT)
    return who


def _pair(world: World, **offered: Any) -> WorkGroup:
    """Ada has asked Maya, who said yes."""
    mentor = world.offers(world.maya, **offered)
    ada = world.applies(world.ada, state=State.ACCEPTED)
    return pairing.accept(pairing.ask(ada, mentor, "Please.", by=world.ada), by=world.maya)
