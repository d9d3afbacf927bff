import pytest
from django.test import Client
from django.urls import reverse

from wayfellow.applications import actions
from wayfellow.applications.lifecycle import State
from wayfellow.applications.tests.cast import asked
from wayfellow.programmes import actions as programmes
from wayfellow.testing.world import World

FORMS = [("blank_application", "student"), ("blank_application", "mentor"), ("blank_consent",)]


def url(world: World, name: str, *args: str) -> str:
    return reverse(f"applications:{name}", args=[world.programme.slug, *args])


def test_the_world_downloads_the_forms_of_a_programme_that_is_shown(
    client: Client, world: World
) -> None:
    before = [client.get(url(world, *form)).status_code for form in FORMS]
    page = programmes.draft_page(world.programme, "Welcome", "", by=world.carol)
    programmes.show_page(page, by=world.carol)
    after = [client.get(url(world, *form)).content for form in FORMS]

    assert before == [404, 404, 404]
    assert all(made.startswith(b"%PDF") for made in after)
    assert client.get(url(world, "blank_application", "wizard")).status_code == 404


def test_no_consent_form_where_nobody_asks_for_consent(client: Client, world: World) -> None:
    page = programmes.draft_page(world.programme, "Welcome", "", by=world.carol)
    programmes.show_page(page, by=world.carol)
    programmes.edit(world.programme, {"consent_age": 0}, by=world.carol)

    assert client.get(url(world, "blank_consent")).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), [("ada", 200), ("carol", 200), ("cora", 404), ("ben", 404)]
)
def test_an_application_is_kept_as_pdf_by_its_readers(
    client: Client, world: World, who: str, status: int
) -> None:
    row = world.applies(world.ada, state=State.SUBMITTED)
    client.force_login(getattr(world, who))

    response = client.get(reverse("applications:pdf", args=[row.pk]))

    assert response.status_code == status
    assert response.content.startswith(b"%PDF") is (status == 200)


def test_a_consent_is_kept_as_pdf_once_it_is_given(client: Client, world: World) -> None:
    consent = asked(world)
    client.force_login(world.carol)
    waiting = client.get(reverse("applications:consent_pdf", args=[consent.pk]))
    actions.grant(
        consent,
        {
            "takes_part": True,
            "visits": True,
            "emergency_contact": "Mdm Ho, 7000 0000",
            "signature": consent.guardian_name,
        },
    )
    given = client.get(reverse("applications:consent_pdf", args=[consent.pk]))

    assert waiting.status_code == 404
    assert given.content.startswith(b"%PDF")
