"""What coordinators do with a programme, its people and its cohorts."""

from datetime import date

import pytest

from wayfellow.access.refusals import Refused
from wayfellow.institutions import actions as institutions
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Membership
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.people.actions import register
from wayfellow.programmes import actions, queries
from wayfellow.programmes.lifecycle import CohortState, ProgrammeState
from wayfellow.programmes.models import Aim, Office, Programme
from wayfellow.programmes.presets import PRESETS
from wayfellow.testing.world import World


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_survives_the_database(world: World, preset: str) -> None:
    made = actions.create(
        institution=world.merlion, name="New", slug="new", policy=PRESETS[preset], by=None
    )
    assert Programme.objects.get(pk=made.pk).policy == PRESETS[preset]


def test_a_coordinator_who_creates_a_programme_coordinates_it(world: World) -> None:
    made = actions.create(
        institution=world.merlion,
        name="New",
        slug="new",
        policy=world.programme.policy,
        institutions=[world.kallang],
        by=world.carol,
    )
    assert list(queries.coordinators(made)) == [world.carol]
    assert set(made.institutions.all()) == {world.merlion, world.kallang}
    assert made.state == ProgrammeState.DRAFT


def test_an_address_that_is_taken_is_refused(world: World) -> None:
    with pytest.raises(Refused):
        actions.create(
            institution=world.merlion,
            name="Again",
            slug=world.programme.slug,
            policy=world.programme.policy,
            by=None,
        )


def test_a_programme_is_published_once_it_says_what_it_is_for(world: World) -> None:
    draft = actions.create(
        institution=world.merlion,
        name="New",
        slug="new",
        policy=world.programme.policy,
        by=world.carol,
    )
    with pytest.raises(Refused, match="at least one aim"):
        actions.publish(draft, by=world.carol)
    actions.add_aim(draft, {"audience": "student", "text": "Find a way"}, by=world.carol)
    actions.publish(draft, by=world.carol)
    assert draft.state == ProgrammeState.ACTIVE
    with pytest.raises(IllegalStep):
        actions.publish(draft, by=world.carol)


def test_editing_writes_only_what_is_different_and_says_so(world: World) -> None:
    actions.edit(world.programme, {"most_mentees": 4, "consent_age": 21}, by=world.carol)
    assert Programme.objects.get().policy.consent_age == 21
    assert world.happened() == ["programme.edit"]
    actions.edit(world.programme, {"most_mentees": 4, "consent_age": 21}, by=world.carol)
    assert world.happened() == ["programme.edit"]


def test_an_institution_with_staff_stays_in_the_programme(world: World) -> None:
    assert world.cora.pk
    with pytest.raises(Refused, match="Kallang"):
        actions.edit(world.programme, {"institutions": [world.merlion]}, by=world.carol)
    assert world.programme.institutions.count() == 2


def test_an_aim_moves_among_those_of_its_audience(world: World) -> None:
    first, other, second = (
        actions.add_aim(world.programme, {"audience": audience, "text": text}, by=None)
        for audience, text in [("student", "a"), ("mentor", "m"), ("student", "b")]
    )
    actions.move_aim(second, "up", by=world.carol)
    assert [a.text for a in Aim.objects.filter(audience="student")] == ["b", "a"]
    actions.move_aim(second, "up", by=world.carol)
    first.refresh_from_db()
    actions.move_aim(first, "up", by=world.carol)
    assert [a.text for a in Aim.objects.filter(audience="student")] == ["a", "b"]
    assert other.programme == world.programme


def test_a_cohort_runs_from_open_to_closed_and_back_only_from_matching(world: World) -> None:
    cohort = world.cohort
    actions.match(cohort, by=world.carol)
    actions.reopen(cohort, by=world.carol)
    actions.start(cohort, by=world.carol)
    with pytest.raises(IllegalStep):
        actions.cancel(cohort, by=world.carol)
    actions.begin_closing(cohort, by=world.carol)
    actions.close(cohort, by=world.carol)
    assert cohort.state == CohortState.CLOSED


def test_the_staff_is_told_when_applications_open(world: World) -> None:
    assert world.leo.pk
    cohort = actions.add_cohort(
        world.programme, {"name": "2028", "starts_on": date(2028, 1, 1)}, by=world.carol
    )
    actions.open(cohort, by=world.carol)
    assert (world.leo, "programmes/notices/cohort_open") in world.told()
    assert world.carol not in {person for person, _notice in world.told()}


def test_an_appointed_member_holds_office_and_membership_at_once(world: World) -> None:
    office = actions.appoint_by_mail(
        world.programme,
        world.merlion,
        Office.Role.LIAISON_OFFICER,
        name="Maya",
        email=world.maya.email.upper(),
        by=world.carol,
    )
    assert office is not None
    assert office.person == world.maya
    held = Membership.objects.held_by(world.maya.pk, Role.LIAISON_OFFICER)
    assert held.get().institution == world.merlion
    assert (world.maya, "programmes/notices/appointed") in world.told()


def test_a_stranger_is_invited_and_begins_on_accepting(world: World) -> None:
    office = actions.appoint_by_mail(
        world.programme,
        world.merlion,
        Office.Role.COORDINATOR,
        name="Nina New",
        email="nina@example.com",
        by=world.carol,
    )
    assert office is None
    assert not queries.coordinators(world.programme).filter(email="nina@example.com").exists()
    invitation = world.merlion.invitations.get()
    nina = register(email="nina@example.com", name="Nina New", by=None)
    institutions.accept(invitation, by=nina)
    assert queries.coordinators(world.programme).filter(email="nina@example.com").exists()


def test_somebody_released_can_be_appointed_again(world: World) -> None:
    office = Office.objects.get(person=world.leo)
    actions.release(office, by=world.carol)
    assert not Office.objects.current().filter(person=world.leo).exists()
    assert (world.leo, "programmes/notices/released") in world.told()
    role = Office.Role.LIAISON_OFFICER
    again = actions.appoint(world.programme, world.leo, world.merlion, role, by=world.carol)
    assert again.pk == office.pk
    assert again.ended_at is None


def test_the_last_coordinator_is_not_released(world: World) -> None:
    with pytest.raises(Refused):
        actions.release(Office.objects.get(person=world.carol), by=world.carol)
