import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wayfellow.applications.lifecycle import State
from wayfellow.insights.report import page, pdf
from wayfellow.insights.tests.season import season, student
from wayfellow.programmes.models import Office
from wayfellow.testing.world import World


def url(world: World, name: str = "report", **asked: str) -> str:
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return f"{reverse(f'insights:{name}', args=[world.cohort.pk])}?{query}"


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("carol", 200), ("cora", 200), ("ines", 200), ("petra", 200),
        ("leo", 403), ("ada", 403), ("maya", 403), ("pat", 403), ("otto", 404),
    ],
)  # fmt: skip
def test_who_opens_the_report(world: World, client: Client, name: str, status: int) -> None:
    season(world)
    client.force_login(getattr(world, name))

    answers = {client.get(url(world, page)).status_code for page in ("report", "pdf", "csv")}

    assert answers == {status}


def test_each_institution_reads_its_own_and_no_other(world: World, client: Client) -> None:
    season(world)
    client.force_login(world.carol)
    own = client.get(url(world)).context["season"]
    asked = client.get(url(world, at="kallang")).context["season"]
    joint = client.get(url(world, at="all")).context["season"]

    assert own.place == asked.place == "Merlion Polytechnic"
    assert (own.counts["applied"], joint.counts["applied"]) == (6, 7)

    client.force_login(world.cora)
    assert client.get(url(world, at="merlion")).context["season"].place == "Kallang Polytechnic"
    client.force_login(world.petra)
    assert client.get(url(world, at="merlion")).context["season"].frame.is_joint


def test_quotes_are_shown_with_consent_and_only_at_home(world: World, client: Client) -> None:
    season(world)
    client.force_login(world.carol)

    own = client.get(url(world)).content.decode()
    joint = client.get(url(world, at="all")).content.decode()

    assert "The visit to the yard." in own
    assert "Do not quote me." not in own
    assert "The visit to the yard." not in joint
    assert "fewer than 5" in joint


def test_numbers_lead_to_names_for_the_coordinator_alone(world: World, client: Client) -> None:
    season(world)
    link = reverse("insights:students", args=[world.cohort.pk])
    client.force_login(world.carol)
    assert link in client.get(url(world)).content.decode()
    assert link not in client.get(url(world, at="all")).content.decode()
    listed = client.get(url(world, "students", stage="unassigned")).content.decode()
    assert "Gus Young" in listed
    assert "consent is missing" in listed
    assert "Kay Kallang" not in listed

    client.force_login(world.ines)
    assert link not in client.get(url(world)).content.decode()
    assert client.get(url(world, "students")).status_code == 403
    client.force_login(world.cora)
    assert "Gus Young" not in client.get(url(world, "students", stage="accepted")).content.decode()
    assert client.get(url(world, "students", at="merlion")).status_code == 404


def test_an_unknown_step_is_not_found_and_unknown_flags_show_all(
    world: World, client: Client
) -> None:
    world.group()
    client.force_login(world.carol)

    assert client.get(url(world, "students", stage="nonsense")).status_code == 404
    assert "Maya Mentor" in client.get(url(world, "groups", flag="nonsense")).content.decode()
    assert "Maya" not in client.get(url(world, "groups", flag="too_few")).content.decode()


def test_the_empty_season_says_that_it_will_fill(world: World, client: Client) -> None:
    client.force_login(world.carol)

    shown = client.get(url(world)).content.decode()

    assert "Nobody has applied yet" in shown
    assert "Nobody has been asked yet" in shown


def test_aims_stand_beside_the_figures_that_speak_to_them(world: World, client: Client) -> None:
    season(world)
    client.force_login(world.carol)

    (students,) = client.get(url(world)).context["aims"]

    assert students.aims == [("Desired outcome", "Every student knows somebody who does the work")]
    assert ("Placed with a mentor", "2 of 4") in students.figures


def test_the_tables_open_in_a_spreadsheet(world: World, client: Client) -> None:
    season(world)
    client.force_login(world.carol)

    text = client.get(url(world, "csv")).content.decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["Table", "Row", "Column", "Value"]
    assert ["From applied to completed", "Applied", "Students", "6"] in rows
    assert ["Companies", "Harbour Works", "Hours pledged", "8"] in rows


def test_the_paper_and_the_single_page_hold_the_same_season(world: World) -> None:
    season(world)

    sheet = page(world.cohort, world.merlion)

    assert pdf(world.cohort, world.merlion).startswith(b"%PDF")
    assert pdf(world.cohort).startswith(b"%PDF")
    assert "From applied to completed" in sheet
    assert "<style>" in sheet
    assert 'href="/' not in sheet
    assert "<link" not in sheet


@pytest.mark.parametrize("name", ["students", "groups", "report"])
def test_pages_cost_the_same_with_one_and_with_three(
    world: World, client: Client, name: str
) -> None:
    season(world)
    world.group(world.chen, mentor=world.milo, state="active")
    client.force_login(world.carol)
    client.get(url(world, name, stage="accepted"))

    with CaptureQueriesContext(connection) as few:
        client.get(url(world, name, stage="accepted"))
    for n in range(2):
        extra = student(world, f"Extra{n} More", world.merlion, State.ACCEPTED)
        mentor = world.office(f"Mentor{n} More", Office.Role.LIAISON_OFFICER, world.merlion)
        world.group(extra.person, mentor=mentor, state="active")
    with CaptureQueriesContext(connection) as many:
        client.get(url(world, name, stage="accepted"))

    assert len(few) == len(many)
