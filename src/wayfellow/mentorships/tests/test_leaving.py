import pytest
from django.test import Client
from django.urls import reverse

from wayfellow.access.refusals import Refused
from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application, Consent
from wayfellow.events.record import record
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.mentorships import actions
from wayfellow.mentorships.lifecycle import GroupState, MeetingState, MemberState, WithdrawalState
from wayfellow.mentorships.tests.people import member
from wayfellow.notifications.models import Letter
from wayfellow.programmes.presets import PRESETS
from wayfellow.testing.world import World

SECRET = "Because of the smell of herring"


def test_a_student_leaves_when_the_coordinator_makes_it_effective(world: World) -> None:
    group = world.group(world.ada, world.ben, world.chen)
    wish = actions.ask_to_leave(group, {"reason": "workload", "text": SECRET}, by=world.ben)
    assert member(group, world.ben).state == MemberState.ACTIVE

    actions.acknowledge(wish, by=world.carol)
    actions.effect(wish, by=world.carol)

    group.refresh_from_db()
    assert member(group, world.ben).state == MemberState.LEFT
    assert group.is_live
    assert wish.state == WithdrawalState.EFFECTIVE


def test_both_sides_and_staff_are_told_without_the_reason(world: World) -> None:
    world.carol  # noqa: B018 - is there
    group = world.group()

    actions.ask_to_leave(group, {"reason": "workload", "text": SECRET}, by=world.ben)

    told = "mentorships/notices/withdrawal_asked"
    assert world.told() == {
        (world.ben, told),
        (world.carol, told),
        (world.leo, told),
        (world.ada, f"{told}_others"),
        (world.maya, f"{told}_others"),
    }
    assert not Letter.objects.filter(text__contains="herring").exists()
    # One notice for three readers who share a language, but not the words.
    assert set(Letter.objects.filter(key__contains=f"{told}:").values_list("to", "subject")) == {
        (world.ben.pk, "We have received your wish to leave"),
        (world.carol.pk, f"{world.ben.name} has asked to leave the work group"),
        (world.leo.pk, f"{world.ben.name} has asked to leave the work group"),
    }


def test_who_does_not_feel_safe_is_heard_by_staff_first(world: World) -> None:
    world.carol  # noqa: B018 - is there
    group = world.group()

    actions.ask_to_leave(group, {"reason": "safety"}, by=world.ben)

    assert {person for person, _notice in world.told()} == {world.ben, world.carol, world.leo}


def test_asking_twice_is_asking_once(world: World) -> None:
    group = world.group()

    first = actions.ask_to_leave(group, {"reason": "fit"}, by=world.ben)
    second = actions.ask_to_leave(group, {"reason": "other"}, by=world.ben)

    assert first == second


def test_it_can_be_taken_back_until_it_takes_effect(world: World) -> None:
    group = world.group(world.ada, world.ben, world.chen)
    wish = actions.ask_to_leave(group, {"reason": "fit"}, by=world.ben)
    actions.retract(wish, by=world.ben)
    assert wish.state == WithdrawalState.RETRACTED

    again = actions.ask_to_leave(group, {"reason": "fit"}, by=world.ben)
    actions.effect(again, by=world.carol)
    with pytest.raises(IllegalStep):
        actions.retract(again, by=world.ben)


def test_when_the_mentor_leaves_the_group_ends_and_its_meetings_with_it(world: World) -> None:
    group = world.group()
    meeting = world.meeting(group)
    wish = actions.ask_to_leave(group, {"reason": "circumstances"}, by=world.maya)

    actions.effect(wish, by=world.carol)

    group.refresh_from_db()
    meeting.refresh_from_db()
    assert group.state == GroupState.DISSOLVED
    assert meeting.state == MeetingState.CANCELLED
    assert member(group, world.ada).state == MemberState.ENDED
    assert (world.ada, "mentorships/notices/group_dissolved") in world.told()


def test_a_group_without_students_ends(world: World) -> None:
    group = world.group(world.ada)

    actions.leave(member(group, world.ada), by=world.carol)

    group.refresh_from_db()
    assert group.state == GroupState.DISSOLVED


def test_where_no_coordinator_said_yes_none_is_needed_to_end(world: World) -> None:
    world.follow(PRESETS["self-directed"])
    group = world.group(world.ada)

    wish = actions.ask_to_leave(group, {"reason": "met"}, by=world.ada)

    assert wish.state == WithdrawalState.EFFECTIVE
    assert (world.maya, "mentorships/notices/group_dissolved") in world.told()


def test_an_ended_group_cannot_be_left(world: World) -> None:
    with pytest.raises(Refused, match="has ended"):
        actions.ask_to_leave(
            world.group(state=GroupState.TERMINATED), {"reason": "fit"}, by=world.ada
        )


def test_terminating_ends_everything_and_leaves_the_letters_to_the_institution(
    world: World,
) -> None:
    group = world.group(state=GroupState.ACTIVE)

    actions.terminate(group, by=world.carol)

    assert group.state == GroupState.TERMINATED
    assert member(group, world.ben).state == MemberState.ENDED
    assert world.told() == set()


def test_a_consent_taken_back_keeps_the_student_apart_and_says_so(world: World) -> None:
    group = world.group(world.ada, world.chen)
    Application.objects.filter(person=world.chen).update(consent_needed=True)
    consent = Consent.objects.create(
        application=member(group, world.chen).application,
        guardian_name="G",
        email="g@x.example",
        state="revoked",
    )

    record("revoke", consent, by=None)
    suspended = {p for p, notice in world.told() if notice.endswith("member_suspended")}
    assert suspended == {world.ada, world.chen, world.maya, world.leo}

    Consent.objects.filter(pk=consent.pk).update(state="granted", takes_part=True)
    record("grant", consent, by=None)
    assert (world.leo, "mentorships/notices/member_readmitted") in world.told()


def test_who_withdraws_the_application_leaves_the_group(world: World) -> None:
    group = world.group(world.ada, world.ben, world.chen)
    application = member(group, world.ben).application
    Application.objects.filter(pk=application.pk).update(state=State.WITHDRAWN)

    record("withdraw", application, by=world.ben)

    assert member(group, world.ben).state == MemberState.LEFT


def test_a_wish_is_written_in_the_page_and_read_by_staff_alone(
    world: World, client: Client
) -> None:
    group = world.group()
    client.force_login(world.ben)
    typed = {"reason": "workload", "text": SECRET}
    page = client.post(reverse("mentorships:leave", args=[group.pk]), typed)
    url = page["Location"]

    answers = {}
    for name in ("ben", "carol", "leo", "ada", "maya", "cora"):
        client.force_login(getattr(world, name))
        answer = client.get(url)
        answers[name] = answer.status_code
        assert (SECRET in answer.content.decode()) == (answer.status_code == 200)

    assert answers == {
        "ben": 200, "carol": 200, "leo": 200, "ada": 404, "maya": 404, "cora": 404,
    }  # fmt: skip
