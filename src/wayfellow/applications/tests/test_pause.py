"""A mentor rests until a day, on the own page: nothing becomes of what runs, and back by itself."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, make_aware

from wayfellow.applications.models import Application
from wayfellow.applications.schedules import sweep
from wayfellow.mentorships.lifecycle import GroupState
from wayfellow.mentorships.models import WorkGroup
from wayfellow.mentorships.tests.people import newcomer
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def mentor(world: World) -> Application:
    """Maya, who guides Ada and Ben."""
    return world.group().mentor


def path(mentor: Application) -> str:
    return reverse("applications:pause", args=[mentor.pk])


def test_a_mentor_rests_until_a_day_and_comes_back(
    world: World, client: Client, mentor: Application
) -> None:
    client.force_login(world.maya)
    day = localdate() + timedelta(days=30)
    own = client.get(reverse("applications:show", args=[mentor.pk])).content.decode()
    assert path(mentor) in own
    page = client.get(path(mentor)).content.decode()
    assert "Groups that you guide go on" in page
    assert "Ada Tan, Ben Virtanen" in page
    mentor.refresh_from_db()
    assert not mentor.is_paused

    client.post(path(mentor), {"until": day.isoformat()})

    mentor.refresh_from_db()
    assert (mentor.is_paused, mentor.paused_until) == (True, day)
    assert WorkGroup.objects.get().state == GroupState.FORMED
    for late, rests in ((day - timedelta(days=1), True), (day, False)):
        sweep(make_aware(datetime.combine(late, time(12))))
        mentor.refresh_from_db()
        assert mentor.is_paused is rests
    assert (world.maya, "applications/notices/came_back") in world.told()


def test_without_a_day_a_rest_lasts_until_the_mentor_says_so(
    world: World, client: Client, mentor: Application
) -> None:
    client.force_login(world.maya)
    client.post(path(mentor), {"until": ""})

    mentor.refresh_from_db()
    assert (mentor.is_paused, mentor.paused_until) == (True, None)
    assert client.get(path(mentor)).status_code == 302
    assert client.post(path(mentor), {"until": ""}).status_code == 409


@pytest.mark.parametrize("until", ["yesterday", "2020-01-01", "today"])
def test_what_cannot_be_kept_comes_back_as_typed(
    world: World, client: Client, mentor: Application, until: str
) -> None:
    client.force_login(world.maya)
    typed = localdate().isoformat() if until == "today" else until

    answer = client.post(path(mentor), {"until": typed})

    assert answer.status_code == 422
    assert typed in answer.content.decode()
    mentor.refresh_from_db()
    assert not mentor.is_paused


@pytest.mark.parametrize("name", ["ada", "milo", "leo", "cora"])
def test_others_rest_nobody(world: World, client: Client, mentor: Application, name: str) -> None:
    client.force_login(getattr(world, name))

    assert client.get(path(mentor)).status_code in {403, 404}
    assert client.post(path(mentor)).status_code in {403, 404}


def test_the_page_costs_the_same_whatever_the_mentor_guides(
    world: World, client: Client, mentor: Application
) -> None:
    client.force_login(world.maya)

    def cost() -> int:
        client.get(path(mentor))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path(mentor)).status_code == 200
        return len(queries)

    few = cost()
    for number in range(3):
        world.group(newcomer(world, number), newcomer(world, number + 10))

    assert cost() == few
