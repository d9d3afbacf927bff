"""Next year's programme from this year's, in one action."""

from datetime import date

import pytest

from wayfellow.programmes import actions, queries
from wayfellow.programmes.actions.yearly import a_year_on, named_a_year_on
from wayfellow.programmes.lifecycle import CohortState, ProgrammeState
from wayfellow.programmes.models import Programme
from wayfellow.testing.world import World


@pytest.fixture
def copy(world: World) -> Programme:
    programme, by = world.programme, world.carol
    assert world.cora.pk
    actions.edit(programme, {"consent_age": 21, "tagline": "Together"}, by=by)
    actions.add_aim(programme, {"audience": "student", "text": "Find a way"}, by=by)
    actions.add_contact(programme, {"name": "Office", "email": "o@example.com"}, by=by)
    actions.add_window(
        programme, {"opens_on": date(2026, 8, 1), "closes_on": date(2026, 8, 31)}, by=by
    )
    handbook = actions.write_document(
        programme, kind="handbook", title="Handbook", body="first", by=by, on_public_page=True
    )
    actions.revise_document(handbook, "second", "better", by=by)
    shown = actions.draft_page(programme, "the world reads this", "", by=by)
    actions.show_page(shown, by=by)
    actions.draft_page(programme, "not yet", "", by=by)
    return actions.clone(programme, name="First Steps 2028", slug="first-steps-2028", by=by)


def test_settings_texts_and_people_are_copied(world: World, copy: Programme) -> None:
    stored = Programme.objects.get(pk=copy.pk)
    assert stored.policy == world.programme.policy
    assert stored.state == ProgrammeState.DRAFT
    assert set(stored.institutions.all()) == {world.merlion, world.kallang}
    assert stored.aims.get().text == "Find a way"
    assert stored.contacts.get().email == "o@example.com"
    assert set(queries.coordinators(stored)) == {world.carol, world.cora}


def test_documents_come_in_their_current_words_as_a_first_version(copy: Programme) -> None:
    document = copy.documents.get()
    assert document.on_public_page
    assert [(v.number, v.body) for v in document.versions.all()] == [(1, "second")]


def test_the_live_page_becomes_a_draft_that_nobody_sees_yet(copy: Programme) -> None:
    page = copy.pages.get()
    assert (page.number, page.body, page.is_live) == (1, "the world reads this", False)


def test_every_date_is_a_year_later(copy: Programme) -> None:
    window = copy.windows.get()
    assert (window.opens_on, window.closes_on) == (date(2027, 8, 1), date(2027, 8, 31))
    cohort = copy.cohorts.get()
    assert (cohort.name, cohort.starts_on, cohort.ends_on) == (
        "2028",
        date(2028, 1, 11),
        date(2028, 11, 26),
    )
    assert cohort.state == CohortState.DRAFT
    term = cohort.terms.get()
    assert (term.starts_on, term.ends_on) == (date(2028, 1, 11), date(2028, 5, 28))


def test_the_other_staff_is_told_of_the_copy(world: World, copy: Programme) -> None:
    assert copy.pk
    told = {who for who, notice in world.told() if notice == "programmes/notices/cloned"}
    assert told == {world.cora}


def test_a_leap_day_becomes_the_day_before() -> None:
    assert a_year_on(date(2028, 2, 29)) == date(2029, 2, 28)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("2027", "2028"), ("2026/27", "2027/28"), ("Spring 2099–00", "Spring 2100–01"), ("A", "A")],
)
def test_the_years_in_a_name_go_on_by_one(name: str, expected: str) -> None:
    assert named_a_year_on(name) == expected
