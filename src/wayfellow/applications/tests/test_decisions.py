import pytest

from wayfellow.access.refusals import Invalid, Refused
from wayfellow.applications import actions
from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application, Charge, Consent
from wayfellow.applications.queries import funnel, pool
from wayfellow.applications.tests.cast import GUARDIAN, YES, asked, offer, ready, there
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Membership
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.notifications.models import Letter
from wayfellow.partners.models import Nomination
from wayfellow.people.models import Profile
from wayfellow.programmes.models import Office
from wayfellow.programmes.presets import PRESETS
from wayfellow.testing.world import World

NOTICES = "applications/notices/"


def test_sending_to_a_reviewed_programme_waits_and_tells_its_own_coordinators(world: World) -> None:
    there(world.carol)
    there(world.cora)
    actions.submit(ready(world, world.ada), by=world.ada)

    assert world.told() == {
        (world.carol, f"{NOTICES}submitted"),
        (world.ada, f"{NOTICES}received"),
    }
    assert [address for address, _subject in world.mailed()] == ["ada@example.com"]


def test_sending_to_an_open_programme_is_accepted_at_once(world: World) -> None:
    world.follow(PRESETS["self-directed"])
    application = ready(world, world.ada)

    actions.submit(application, by=world.ada)

    assert application.state == State.ACCEPTED


def test_a_mentor_of_the_same_programme_is_still_reviewed(world: World) -> None:
    world.follow(PRESETS["self-directed"])
    application = world.offers(world.maya, state=State.DRAFT)

    actions.submit(application, by=world.carol)

    assert application.state == State.SUBMITTED


@pytest.mark.parametrize("missing", ["aspiration", "privilege", "full_term", "no_promise"])
def test_aims_and_promises_are_asked_of_every_student(world: World, missing: str) -> None:
    application = ready(world, world.ada, **{missing: False if missing != "aspiration" else ""})

    with pytest.raises(Invalid) as refused:
        actions.submit(application, by=world.ada)

    assert refused.value.field == missing


def test_the_birthday_is_asked_where_a_guardian_may_be_needed(world: World) -> None:
    application = ready(world, world.ada)
    Profile.objects.update(born_on=None)

    with pytest.raises(Invalid) as refused:
        actions.submit(application, by=world.ada)

    assert refused.value.field == "born_on"


def test_a_minor_names_a_guardian_who_is_then_asked(world: World) -> None:
    application = ready(world, world.chen)
    with pytest.raises(Invalid) as refused:
        actions.submit(application, by=world.chen)
    assert refused.value.field == "guardian_name"

    for name, value in GUARDIAN.items():
        setattr(application.student, name, value)
    application.student.save()
    actions.submit(application, by=world.chen)

    assert application.consent_needed
    assert "weiling@example.org" in [address for address, _subject in world.mailed()]


def test_staff_may_send_what_a_file_left_incomplete(world: World) -> None:
    application = world.applies(world.chen)

    actions.submit(application, by=world.carol)

    assert (application.state, application.consent_needed) == (State.SUBMITTED, True)
    assert not Consent.objects.exists()


def test_acceptance_enrols_and_finds_the_liaison_officer_of_the_school(world: World) -> None:
    there(world.leo)
    Office.objects.filter(person=world.lena).update(school="School of Engineering")
    ada, ben = ready(world, world.ada), ready(world, world.ben, school="School of Design")
    Membership.objects.filter(person=world.ada).delete()
    for application in (ada, ben):
        actions.submit(application, by=application.person)
        actions.accept(application, by=world.carol)

    assert Membership.objects.filter(person=world.ada, role=Role.STUDENT).exists()
    assert ada.charge.office.person == world.lena
    assert ben.charge.office.person == world.leo
    assert (world.leo, f"{NOTICES}charged") in world.told()


def test_charges_go_to_whom_has_fewest(world: World) -> None:
    there(world.leo)
    there(world.lena)
    world.looks_after(world.leo, world.applies(world.ada, state=State.ACCEPTED))
    application = world.applies(world.ben, state=State.SUBMITTED)

    actions.accept(application, by=world.carol)

    assert application.charge.office.person == world.lena


def test_a_liaison_officer_of_another_institution_is_refused(world: World) -> None:
    other = world.office("Nils Elsewhere", Office.Role.LIAISON_OFFICER, world.kallang)
    application = world.applies(world.ada, state=State.ACCEPTED)

    with pytest.raises(Invalid):
        actions.charge(application, Office.objects.get(person=other), by=world.carol)
    assert not Charge.objects.exists()


def test_a_mentor_of_little_experience_needs_a_note(world: World) -> None:
    application = offer(world, world.maya, years=3)

    with pytest.raises(Invalid) as refused:
        actions.accept(application, by=world.carol)
    assert refused.value.field == "note"

    actions.accept(application, by=world.carol, note="Teaches evening classes since long.")
    assert application.state == State.ACCEPTED
    assert Application.objects.get(pk=application.pk).review_note.startswith("Teaches")


def test_five_years_are_enough(world: World) -> None:
    application = offer(world, world.maya, years=5)

    actions.accept(application, by=world.carol)

    assert application.state == State.ACCEPTED


def test_declining_needs_a_reason(world: World) -> None:
    application = world.applies(world.ada, state=State.SUBMITTED)

    with pytest.raises(Invalid) as refused:
        actions.decline(application, by=world.carol, reason="  ")
    assert refused.value.field == "reason"

    actions.decline(application, by=world.carol, reason="The year is full; try in August.")
    assert world.told() == {(world.ada, f"{NOTICES}declined")}


def test_the_mail_of_a_decision_holds_no_reason(world: World) -> None:
    application = world.applies(world.ada, state=State.SUBMITTED)

    actions.decline(application, by=world.carol, reason="Grades")

    assert not Letter.objects.filter(text__contains="Grades").exists()


def test_two_reviewers_cannot_both_decide(world: World) -> None:
    application = world.applies(world.ada, state=State.SUBMITTED)
    stale = Application.objects.get(pk=application.pk)
    actions.waitlist(application, by=world.carol)
    actions.decline(application, by=world.carol, reason="Full")

    with pytest.raises(IllegalStep):
        actions.accept(stale, by=world.carol)

    assert not Charge.objects.exists()


def test_withdrawing_ends_the_question_to_the_guardian(world: World) -> None:
    consent = asked(world)

    actions.withdraw(consent.application, by=world.chen, reason="Too much at once")

    consent.refresh_from_db()
    assert consent.state == "cancelled"
    with pytest.raises(Refused):
        actions.grant(consent, YES)


def test_a_withdrawn_application_can_be_opened_and_sent_again(world: World) -> None:
    consent = asked(world)
    application = consent.application
    actions.withdraw(application, by=world.chen)
    actions.reopen(application, by=world.chen)
    actions.submit(application, by=world.chen)

    assert [c.state for c in application.consents.order_by("pk")] == ["cancelled", "requested"]


def test_a_nominated_mentor_is_met_with_the_company(world: World) -> None:
    nomination = Nomination.objects.create(
        partner=world.harbour, name="Maya", email="MAYA@example.com"
    )
    application = world.offers(world.maya, state=State.DRAFT)

    actions.submit(application, by=world.carol)

    nomination.refresh_from_db()
    assert (nomination.state, application.mentor.partner) == ("applied", world.harbour)


def test_a_paused_mentor_is_not_in_the_pool(world: World) -> None:
    application = world.offers(world.maya)
    assert list(pool(world.cohort, world.merlion).mentors) == [application]

    actions.pause(application, by=world.maya)
    assert not pool(world.cohort, world.merlion).mentors.exists()
    with pytest.raises(Refused):
        actions.pause(application, by=world.maya)

    actions.unpause(application, by=world.maya)
    assert pool(world.cohort).mentors.exists()


def test_the_funnel_counts_minors_without_consent_as_not_placeable(world: World) -> None:
    world.applies(world.ada, state=State.ACCEPTED)
    consent = asked(world)
    actions.accept(consent.application, by=world.carol)

    assert funnel(world.cohort, world.merlion)["placeable"] == 1
    actions.grant(consent, YES)
    assert funnel(world.cohort, world.merlion)["placeable"] == 2
    assert funnel(world.cohort, world.kallang)["begun"] == 0
