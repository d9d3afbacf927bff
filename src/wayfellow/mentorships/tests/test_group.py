from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from wayfellow.access.refusals import Refused
from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application, Consent
from wayfellow.institutions.models import Institution
from wayfellow.mentorships import actions
from wayfellow.mentorships.lifecycle import GroupState, MemberState
from wayfellow.mentorships.models import Member, WorkGroup
from wayfellow.mentorships.tests.people import member, newcomer, ready
from wayfellow.programmes.presets import PRESETS
from wayfellow.testing.world import World


def form(
    world: World,
    students: list[Application],
    mentor: Application | None = None,
    institution: Institution | None = None,
) -> WorkGroup:
    lead = mentor or world.offers(world.maya)
    return actions.form_group(
        world.cohort, lead, students, institution=institution or world.merlion, by=world.carol
    )


def test_forming_a_group_tells_mentor_students_and_liaison_officer(world: World) -> None:
    group = form(world, ready(world, world.ada, world.ben))

    assert {m.application.person for m in group.members.all()} == {world.ada, world.ben}
    assert world.told() == {
        (world.maya, "mentorships/notices/group_formed"),
        (world.ada, "mentorships/notices/group_formed"),
        (world.ben, "mentorships/notices/group_formed"),
        (world.leo, "mentorships/notices/group_formed_liaison"),
    }
    assert world.happened() == ["workgroup.form"]


@pytest.mark.parametrize("count", [1, 5])
def test_a_group_has_as_many_students_as_the_programme_says(world: World, count: int) -> None:
    students = ready(world, *[newcomer(world, n) for n in range(count)])

    with pytest.raises(Refused, match="2 to 4 students"):
        form(world, students)

    assert not WorkGroup.objects.exists()


def test_a_student_without_liaison_officer_is_named(world: World) -> None:
    students = [*ready(world, world.ada), world.applies(world.ben, state=State.ACCEPTED)]

    with pytest.raises(Refused, match=r"Without a liaison officer: Ben Virtanen\."):
        form(world, students)


def test_a_student_without_a_guardians_consent_is_not_placed(world: World) -> None:
    students = ready(world, world.ada, world.chen)
    Application.objects.filter(pk=students[1].pk).update(consent_needed=True)

    with pytest.raises(Refused, match=r"Not ready for a place: Chen Wei"):
        form(world, students)

    Consent.objects.create(
        application=students[1], guardian_name="G", email="g@x.example", state="granted",
        takes_part=True,
    )  # fmt: skip
    assert form(world, students, Application.objects.get(part="mentor")).members.count() == 2


def test_students_of_two_institutions_never_share_a_group(world: World) -> None:
    students = ready(world, world.ada, world.kim)

    with pytest.raises(Refused, match=r"Not ready for a place: Kim Lee"):
        form(world, students)


def test_a_student_has_one_live_group_in_a_cohort(world: World) -> None:
    students = ready(world, world.ada, world.ben)
    form(world, students)

    with pytest.raises(Refused, match=r"Already in a work group: Ada Tan, Ben Virtanen\."):
        form(world, students, world.offers(world.milo))


@pytest.mark.parametrize("change", [{"is_paused": True}, {"state": State.WITHDRAWN}])
def test_a_mentor_who_takes_nobody_gets_nobody(world: World, change: dict[str, object]) -> None:
    mentor = world.offers(world.maya)
    Application.objects.filter(pk=mentor.pk).update(**change)

    with pytest.raises(Refused, match="takes nobody new"):
        form(world, ready(world, world.ada, world.ben), mentor)


def test_a_mentors_own_most_counts_over_all_groups_and_institutions(world: World) -> None:
    mentor = world.offers(world.maya, most=3)
    form(world, ready(world, world.ada, world.ben), mentor)
    others = ready(world, newcomer(world, 1), newcomer(world, 2))

    with pytest.raises(Refused, match="Maya Mentor has room for 1 more"):
        form(world, others, mentor)


def test_a_mentor_who_wants_three_is_not_given_two(world: World) -> None:
    with pytest.raises(Refused, match="at least 3 students"):
        form(world, ready(world, world.ada, world.ben), world.offers(world.maya, fewest=3))


def test_in_a_rolling_programme_every_match_has_a_review_date(world: World) -> None:
    world.follow(PRESETS["self-directed"])
    world.cohort.programme.refresh_from_db()

    group = form(world, ready(world, world.ada))

    assert group.review_on == localdate() + timedelta(days=180)


def test_a_late_joiner_takes_the_last_seat_and_no_other(world: World) -> None:
    mentor = world.offers(world.maya, most=3)
    group = form(world, ready(world, world.ada, world.ben), mentor)
    chen, fourth = ready(world, world.chen, newcomer(world, 1))

    actions.add_member(group, chen, by=world.carol)

    with pytest.raises(Refused, match="room for 0 more"):
        actions.add_member(group, fourth, by=world.carol)
    assert (world.ada, "mentorships/notices/member_joined") in world.told()


def test_a_student_moves_to_another_group(world: World) -> None:
    first = form(world, ready(world, world.ada, world.ben, world.chen))
    other = form(
        world, ready(world, newcomer(world, 1), newcomer(world, 2)), world.offers(world.milo)
    )

    place = actions.move(member(first, world.chen), other, by=world.carol)

    assert place.group == other
    assert member(first, world.chen).state == MemberState.MOVED
    assert (world.milo, "mentorships/notices/member_moved") in world.told()


def test_an_ended_group_takes_nobody(world: World) -> None:
    group = world.group(state=GroupState.DISSOLVED)

    with pytest.raises(Refused, match="has ended"):
        actions.add_member(group, ready(world, world.chen)[0], by=world.carol)


def test_completing_completes_everynewcomer(world: World) -> None:
    group = world.group(state=GroupState.ACTIVE)
    actions.begin_closing(group, by=world.carol)

    actions.complete(group, by=world.carol)

    assert set(Member.objects.values_list("state", flat=True)) == {MemberState.COMPLETED}
    assert group.ended_at is not None
    assert (world.ada, "mentorships/notices/group_completed") in world.told()


def test_a_rest_and_its_end_are_told(world: World) -> None:
    group = world.group(state=GroupState.ACTIVE)

    actions.pause(group, by=world.carol)
    actions.resume(group, by=world.carol)

    assert group.state == GroupState.ACTIVE
    assert world.happened() == ["workgroup.pause", "workgroup.resume"]
