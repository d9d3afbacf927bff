"""The programme's face to the world."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from wayfellow.programmes import actions, queries
from wayfellow.programmes.lifecycle import CohortState
from wayfellow.programmes.models import Cohort, Programme
from wayfellow.programmes.presets import PRESETS
from wayfellow.testing.world import World


@pytest.fixture
def page(world: World) -> str:
    live = actions.draft_page(world.programme, "## About\n\nWords.", "", by=world.carol)
    actions.show_page(live, by=world.carol)
    return "/p/first-steps/"


def test_the_world_reads_the_page_with_aims_contacts_and_doors(
    world: World, client: Client, page: str
) -> None:
    aim = {"audience": "student", "kind": "outcome", "text": "Know three people"}
    actions.add_aim(world.programme, aim, by=None)
    actions.add_contact(world.programme, {"name": "Our office"}, by=None)
    html = client.get(page).content.decode()
    for words in ("Words.", "Know three people", "Our office", "Merlion Polytechnic"):
        assert words in html
    for door in ("/join/first-steps/student/", "/join/first-steps/mentor/"):
        assert f'href="{door}"' in html
    assert 'href="/partners/join/first-steps/"' in html
    assert page in client.get("/p/").content.decode()


@pytest.mark.parametrize("state", ["draft", "archived"])
def test_only_an_active_programme_shows_its_page(
    world: World, client: Client, page: str, state: str
) -> None:
    Programme.objects.filter(pk=world.programme.pk).update(state=state)
    assert client.get(page).status_code == 404
    assert page not in client.get("/p/").content.decode()


def test_a_page_taken_down_is_gone(world: World, client: Client, page: str) -> None:
    actions.take_down_page(world.programme.pages.get(), by=world.carol)
    assert client.get(page).status_code == 404


def test_an_unchanged_page_is_not_sent_twice(world: World, page: str) -> None:
    first = Client().get(page)
    again = Client().get(page, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    actions.match(world.cohort, by=world.carol)
    assert Client().get(page, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_door_that_is_closed_says_when_it_opens_next(
    world: World, client: Client, page: str
) -> None:
    Cohort.objects.update(
        applications_open_on=date(2027, 1, 4), applications_close_on=date(2027, 1, 8)
    )
    with time_machine.travel("2026-12-20T12:00Z"):
        html = client.get(page).content.decode()
        assert "Students cannot apply at the moment." in html
        assert "Monday 4 January" in html
        assert "/join/first-steps/student/" not in html
    with time_machine.travel("2027-01-05T12:00Z"):
        assert "/join/first-steps/student/" in client.get(page).content.decode()


def test_mentors_come_in_by_window_where_there_are_windows(world: World) -> None:
    world.follow(PRESETS["self-directed"])
    Cohort.objects.update(state=CohortState.RUNNING)
    window = {"opens_on": date(2027, 8, 1), "closes_on": date(2027, 8, 31)}
    actions.add_window(world.programme, window, by=None)
    july = queries.entrances(world.programme, date(2027, 7, 1))
    assert july["student"].is_open
    assert not july["mentor"].is_open
    assert july["mentor"].opens_on == date(2027, 8, 1)
    assert queries.entrances(world.programme, date(2027, 8, 31))["mentor"].is_open


def test_only_offered_documents_can_be_downloaded(world: World, client: Client, page: str) -> None:
    words = {"kind": "form", "body": "Name:", "by": world.carol}
    offered, kept = (
        actions.write_document(world.programme, title=title, on_public_page=public, **words)  # type: ignore[arg-type]
        for title, public in [("Form", True), ("Notes", False)]
    )
    html = client.get(page).content.decode()
    assert "Form" in html
    assert "Notes" not in html
    assert client.get(f"{page}documents/{offered.pk}/").content.startswith(b"%PDF")
    assert client.get(f"{page}documents/{kept.pk}/").status_code == 404
