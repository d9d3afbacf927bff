"""The pages, and who gets through which door."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from wayfellow.access.doors import may
from wayfellow.programmes import actions
from wayfellow.programmes.models import Office, Programme
from wayfellow.testing.world import World


def test_a_programme_is_created_from_a_preset_with_an_address_made_from_its_name(
    world: World, client: Client
) -> None:
    client.force_login(world.carol)
    values = {"preset": "self-directed", "name": "Alumni Café", "slug": ""}
    answer = client.post("/programmes/new/merlion/", values)
    assert answer.status_code == 302
    made = Programme.objects.get(name="Alumni Café")
    assert made.slug == "alumni-cafe"
    assert made.rolling
    client.post("/programmes/new/merlion/", values)
    assert Programme.objects.filter(slug="alumni-cafe-2").exists()


def test_one_section_is_saved_and_the_others_stay(world: World, client: Client) -> None:
    client.force_login(world.carol)
    before = world.programme.policy
    url = f"/programmes/{world.programme.pk}/edit/matching/"
    values = {
        "matching-pairing_knock": ["mentee"],
        "matching-pairing_yes": ["mentor", "coordinator"],
        "matching-ranked_choices": "2",
    }
    assert client.post(url, values).status_code == 302
    after = Programme.objects.get(pk=world.programme.pk).policy
    assert after.pairing.yes == {"mentor", "coordinator"}
    assert after.ranked_choices == 2
    assert (after.most_mentees, after.liaison) == (before.most_mentees, before.liaison)


def test_a_refused_section_keeps_what_was_typed(world: World, client: Client) -> None:
    client.force_login(world.carol)
    url = f"/programmes/{world.programme.pk}/edit/groups/"
    values = {
        "groups-fewest_mentees": "9",
        "groups-most_mentees": "4",
        "groups-advised_groups": "0",
        "groups-liaison": "none",
    }
    answer = client.post(url, values)
    assert answer.status_code == 422
    assert "must be at least 1 and not above the most" in answer.content.decode()
    assert 'name="groups-fewest_mentees" value="9"' in answer.content.decode()
    assert Programme.objects.get().fewest_mentees == 2


def test_a_coordinator_of_a_sister_institution_sees_but_does_not_run_the_programme(
    world: World,
) -> None:
    assert may(world.cora, "programme.view", world.programme)
    assert may(world.cora, "programme.appoint", world.programme)
    for verb in ("edit", "publish", "archive", "clone", "draft_page", "add_cohort"):
        assert may(world.carol, f"programme.{verb}", world.programme)
        assert may(world.ines, f"programme.{verb}", world.programme)
        assert not may(world.cora, f"programme.{verb}", world.programme)
        assert not may(world.petra, f"programme.{verb}", world.programme)
        assert not may(world.leo, f"programme.{verb}", world.programme)


def test_nobody_appoints_staff_of_another_institution(world: World, client: Client) -> None:
    client.force_login(world.carol)
    values = {
        "role": "coordinator",
        "institution": str(world.kallang.pk),
        "name": "Carol",
        "email": world.carol.email,
    }
    answer = client.post(f"/programmes/{world.programme.pk}/people/", values)
    assert answer.status_code == 422
    assert not Office.objects.filter(institution=world.kallang).exists()
    assert not may(world.carol, "office.release", Office.objects.get(person=world.cora))


@pytest.mark.parametrize("who", ["otto", "kim"])
def test_for_an_outsider_the_programme_is_not_there(world: World, client: Client, who: str) -> None:
    client.force_login(getattr(world, who))
    assert client.get(f"/programmes/{world.programme.pk}/edit/").status_code == 404
    assert client.get("/programmes/new/merlion/").status_code == 404


def test_seeing_is_not_editing(world: World, client: Client) -> None:
    client.force_login(world.leo)
    assert client.get(f"/programmes/{world.programme.pk}/").status_code == 200
    assert client.get(f"/programmes/{world.programme.pk}/edit/").status_code == 403


def test_whoever_sees_the_programme_reads_its_documents_but_no_draft_of_its_page(
    world: World, client: Client
) -> None:
    handbook = actions.write_document(
        world.programme, kind="handbook", title="Handbook", body="Words", by=None
    )
    draft = actions.draft_page(world.programme, "not yet", "", by=None)
    client.force_login(world.pat)
    html = client.get(f"/programmes/{world.programme.pk}/").content.decode()
    assert "Handbook" in html
    assert world.carol.name not in html, "offices are for the staff"
    assert client.get(f"/programmes/documents/{handbook.pk}/").status_code == 200
    assert client.get(f"/programmes/documents/{handbook.pk}/revise/").status_code == 403
    assert client.get(f"/programmes/pages/{draft.pk}/").status_code == 404
    client.force_login(world.otto)
    assert client.get(f"/programmes/documents/{handbook.pk}/").status_code == 404


def test_a_cohort_is_cancelled_only_after_being_asked(world: World, client: Client) -> None:
    client.force_login(world.carol)
    url = f"/programmes/cohorts/{world.cohort.pk}/cancel/"
    assert "Keep the cohort" in client.get(url).content.decode()
    world.cohort.refresh_from_db()
    assert world.cohort.state == "open"
    client.post(url)
    world.cohort.refresh_from_db()
    assert world.cohort.state == "cancelled"


def test_the_cohort_offers_only_the_steps_that_are_possible(world: World, client: Client) -> None:
    client.force_login(world.carol)
    url = f"/programmes/cohorts/{world.cohort.pk}/"
    assert "Close applications and begin matching" in client.get(url).content.decode()
    client.post(f"{url}start/")
    html = client.get(url).content.decode()
    assert "Begin closing" in html
    assert "Cancel the cohort" not in html
    assert client.post(f"{url}open/").status_code == 409


def test_lists_cost_the_same_with_one_row_and_with_three(world: World, client: Client) -> None:
    client.force_login(world.carol)
    urls = ("/programmes/", f"/programmes/{world.programme.pk}/", "/p/")

    def fill(name: str) -> None:
        copy = actions.clone(world.programme, name=name, slug=name, by=world.carol)
        actions.add_aim(world.programme, {"audience": "mentor", "text": name}, by=None)
        actions.write_document(world.programme, kind="form", title=name, body="x", by=None)
        actions.add_cohort(world.programme, {"name": name, "starts_on": "2028-01-01"}, by=None)
        Programme.objects.filter(pk=copy.pk).update(state="active")
        actions.show_page(actions.draft_page(copy, "x", "", by=None), by=None)

    def costs() -> list[int]:
        found = []
        for url in urls:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(url).status_code == 200
            found.append(len(queries))
        return found

    fill("one")
    before = costs()
    fill("two")
    fill("three")
    assert costs() == before
    assert max(before) < 20


def test_a_new_aim_is_the_students_until_somebody_says_otherwise(
    world: World, client: Client
) -> None:
    client.force_login(world.carol)
    page = client.get(f"/programmes/{world.programme.pk}/aims/").content.decode()
    assert '<option value="student" selected>' in page
    aim = world.programme.aims.create(audience="mentor", text="Pass it on")
    page = client.get(f"/programmes/aims/{aim.pk}/edit/").content.decode()
    assert '<option value="mentor" selected>' in page
