"""What the programmes demand without exception, where no room's own test shows it."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from wayfellow.access.refusals import Invalid, Refused
from wayfellow.applications import actions as applications
from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import (
    Application,
    Charge,
    Consent,
    MentorAnswers,
    Part,
    StudentAnswers,
)
from wayfellow.applications.policy import MENTOR_PROMISES, MENTOR_WORDS, STUDENT_PROMISES
from wayfellow.mentorships import actions as mentorships
from wayfellow.mentorships import queries
from wayfellow.mentorships.lifecycle import WITHDRAWAL, WithdrawalState
from wayfellow.mentorships.models import Meeting
from wayfellow.people.models import Profile, User
from wayfellow.programmes import actions as programmes
from wayfellow.programmes.lifecycle import CohortState
from wayfellow.programmes.models import Cohort, Office
from wayfellow.programmes.presets import PRESETS
from wayfellow.testing.world import World, at

ANSWERED: dict[str, Any] = {"languages": ["English"], "motivation": "Because."}


@pytest.mark.parametrize("missing", MENTOR_PROMISES)
def test_a_mentor_attests_each_criterion(world: World, missing: str) -> None:
    """R11, R38, R39, R40."""
    answers = {**dict.fromkeys(MENTOR_PROMISES, True), missing: False}
    application = _offer(world, **answers)

    with pytest.raises(Invalid) as refused:
        applications.submit(application, by=world.maya)

    assert refused.value.field == missing


def test_a_student_accepts_the_guidelines(world: World) -> None:
    """R38, R39, R40."""
    answers = dict.fromkeys(STUDENT_PROMISES, True)

    with pytest.raises(Invalid) as refused:
        applications.submit(_wish(world, **{**answers, "guidelines": False}), by=world.ada)

    assert refused.value.field == "guidelines"


@pytest.mark.parametrize("part", Part)
def test_both_sides_say_why_they_want_to(world: World, part: Part) -> None:
    """R88."""
    if part == Part.STUDENT:
        application, who = _wish(world, **dict.fromkeys(STUDENT_PROMISES, True)), world.ada
    else:
        application, who = _offer(world, **dict.fromkeys(MENTOR_PROMISES, True)), world.maya
    Application.objects.update(motivation="")

    with pytest.raises(Invalid) as refused:
        applications.submit(Application.objects.get(pk=application.pk), by=who)

    assert refused.value.field == "motivation"


@pytest.mark.parametrize("part", Part)
def test_who_joins_reads_first_that_no_work_is_promised(
    world: World, client: Client, part: Part
) -> None:
    """R27, R77, R91."""
    page = client.get(reverse("applications:join", args=[world.programme.slug, part.value]))

    words = page.content.decode()
    assert "Taking part is voluntary." in words
    assert "an internship or a job" in words


def test_an_agreement_that_is_required_is_owed_until_all_have_signed(world: World) -> None:
    """R16."""
    group = world.group()
    ada, _ben = group.members.order_by("application__person__name")
    owed = "An agreement that everybody has signed"
    assert owed in queries.owed(ada)

    agreement = mentorships.draft_agreement(group, by=world.ada)
    mentorships.save_agreement(agreement, {"goals": "x"}, version=0, by=world.ada)
    mentorships.propose(agreement, by=world.ada)
    for who in (world.ada, world.ben):
        mentorships.sign(agreement, who.name, by=who)
    assert owed in queries.owed(ada), "the mentor has not signed"

    mentorships.sign(agreement, world.maya.name, by=world.maya)
    assert owed not in queries.owed(ada)


def test_nobody_is_left_without_a_liaison_officer(world: World) -> None:
    """R6."""
    world.group()
    office = Office.objects.get(person=world.leo)
    assert world.carol.is_active
    with pytest.raises(Refused, match="Appoint another one first"):
        programmes.release(office, by=world.carol)
    assert Office.objects.current().filter(pk=office.pk).exists()

    lena = world.lena
    programmes.release(Office.objects.get(pk=office.pk), by=world.carol)

    assert {each.office.person for each in Charge.objects.all()} == {lena}
    assert (lena, "applications/notices/charged") in world.told()


def test_a_goal_is_the_students_own(world: World, client: Client) -> None:
    """R22, R90."""
    group = world.group()
    ada = group.members.get(application__person=world.ada)
    goal = mentorships.set_goal(ada, {"title": "See three workplaces"}, by=world.ada)
    address = reverse("mentorships:goal_edit", args=[group.pk, goal.pk])

    codes = {}
    for name in ("ada", "ben", "maya", "leo", "carol"):
        client.force_login(getattr(world, name))
        codes[name] = client.get(address).status_code

    assert codes == {"ada": 200, "ben": 404, "maya": 403, "leo": 403, "carol": 403}


def test_a_visit_that_a_guardian_has_not_agreed_to_is_pointed_out(world: World) -> None:
    """R42."""
    group = world.group(world.ada, world.chen)
    chen = Application.objects.get(person=world.chen)
    Application.objects.filter(pk=chen.pk).update(consent_needed=True)
    consent = Consent.objects.create(
        application=chen, guardian_name="G", email="g@x.example", state="granted", takes_part=True
    )
    visit = (group, at(2027, 3, 4, 2), at(2027, 3, 4, 3), Meeting.Activity.VISIT)
    (spot,) = queries.thin_spots(*visit)
    assert "guardian" in spot

    Consent.objects.filter(pk=consent.pk).update(visits=True)
    assert queries.thin_spots(*visit) == []


def test_nobody_can_refuse_a_wish_to_leave() -> None:
    """R46, R88: it is read, takes effect, or is taken back by whoever wrote it."""
    ends = {to for _from, to in WITHDRAWAL.steps.values()}

    assert ends == {
        WithdrawalState.ACKNOWLEDGED,
        WithdrawalState.EFFECTIVE,
        WithdrawalState.RETRACTED,
    }


def test_students_join_a_rolling_programme_at_any_time_and_another_one_in_its_season(
    world: World,
) -> None:
    """R54, R55, R87."""
    Cohort.objects.update(state=CohortState.RUNNING)
    with pytest.raises(Refused, match="closed at the moment"):
        _begins(world)

    world.follow(PRESETS["self-directed"])
    assert _begins(world).state == State.DRAFT


def _of_age(who: User) -> User:
    Profile.objects.filter(person=who).update(born_on=date(2000, 5, 1))
    return who


def _wish(world: World, **answers: Any) -> Application:
    """Ada's draft with everything answered but what ``answers`` leave out."""
    words: dict[str, Any] = {"school": "Engineering", "course": "Aerospace", "field": "aerospace"}
    application = world.applies(_of_age(world.ada), **words, aspiration="To fly.")
    Application.objects.filter(pk=application.pk).update(**ANSWERED)
    StudentAnswers.objects.filter(application=application).update(**answers)
    return Application.objects.get(pk=application.pk)


def _offer(world: World, **answers: Any) -> Application:
    """Maya's draft with everything answered but what ``answers`` leave out."""
    words: dict[str, Any] = dict.fromkeys(set(MENTOR_WORDS) - ANSWERED.keys(), "x")
    words |= {"years_experience": 9, "fields": ["aerospace"], "help_areas": ["networking"]}
    application = world.offers(world.maya, state=State.DRAFT)
    Application.objects.filter(pk=application.pk).update(**ANSWERED)
    MentorAnswers.objects.filter(application=application).update(**(words | answers))
    return Application.objects.get(pk=application.pk)


def _begins(world: World) -> Application:
    cohort = Cohort.objects.get()
    return applications.start(cohort, world.ada, Part.STUDENT, world.merlion, by=world.ada)
