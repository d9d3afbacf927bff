from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from wayfellow.access.refusals import Refused
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Membership
from wayfellow.mentorships import actions as mentorships
from wayfellow.mentorships.lifecycle import AgreementState, GroupState, WithdrawalState
from wayfellow.mentorships.models import Agreement, Withdrawal, WorkGroup
from wayfellow.pairing import actions
from wayfellow.pairing.lifecycle import ReplacementState
from wayfellow.pairing.models import Replacement
from wayfellow.pairing.queries import orphans, successors
from wayfellow.pairing.recipe import Recipe
from wayfellow.pairing.schedules import sweep
from wayfellow.pairing.tests.crowd import Crowd


def _orphaned(crowd: Crowd) -> WorkGroup:
    """A group of two whose mentor has gone, with an agreement that was in force."""
    world = crowd.world
    group = mentorships.form_group(
        world.cohort,
        crowd.mentor(1),
        [crowd.student(1, languages=["English", "Tamil"]), crowd.student(2)],
        institution=world.merlion,
        by=world.carol,
    )
    Agreement.objects.create(group=group, state=AgreementState.IN_FORCE)
    mentorships.dissolve(group, by=world.carol)
    group.refresh_from_db()
    return group


def _recipe(crowd: Crowd) -> Recipe:
    return Recipe.of(crowd.world.programme)


def test_mentors_are_offered_who_fit_all_students_the_worst_off_first(crowd: Crowd) -> None:
    group = _orphaned(crowd)
    good = crowd.mentor(2)
    weak = crowd.mentor(3, fields=[])
    other = crowd.mentor(4, fields=["design/media"])
    small = crowd.mentor(5, most=1)

    found = successors(group, _recipe(crowd))

    assert [each.mentor for each in found] == [good, weak, other]
    assert [each.is_lawful for each in found] == [True, True, False]
    assert small not in [each.mentor for each in found], "no room for the whole group"
    assert found[0].worst <= found[0].total - found[0].worst


def test_an_orphaned_group_goes_on_with_its_history(crowd: Crowd) -> None:
    group = _orphaned(crowd)
    new = crowd.mentor(2)
    world = crowd.world
    assert list(orphans([world.cohort], world.merlion)) == [group]

    row = actions.replace(group, successors(group, _recipe(crowd))[0], by=world.carol)

    group.refresh_from_db()
    assert row.state == ReplacementState.TAKEN
    assert (group.state, group.mentor, group.ended_at) == (GroupState.FORMED, new, None)
    assert group.members.active().count() == 2
    assert set(group.agreements.values_list("state", flat=True)) == {AgreementState.SUPERSEDED}
    assert (new.person, "mentorships/notices/group_taken_over") in world.told()
    assert not orphans([world.cohort], world.merlion).exists()


def test_a_student_who_found_another_place_stays_there(crowd: Crowd) -> None:
    group = _orphaned(crowd)
    world = crowd.world
    gone = crowd.student(3)
    first = group.members.order_by("pk")[0].application
    mentorships.form_group(
        world.cohort, crowd.mentor(7), [first, gone], institution=world.merlion, by=world.carol
    )
    crowd.mentor(2)

    actions.replace(group, successors(group, _recipe(crowd))[0], by=world.carol)

    assert [m.application for m in group.members.active()] == [
        group.members.order_by("pk")[1].application
    ]


def test_where_mentors_have_a_say_they_are_asked_and_silence_ends(circles: Crowd) -> None:
    group = _orphaned(circles)
    asked = circles.mentor(2)
    world = circles.world

    row = actions.replace(group, successors(group, _recipe(circles))[0], by=world.carol)
    with pytest.raises(Refused, match="Another mentor is being asked"):
        actions.replace(group, successors(group, _recipe(circles))[0], by=world.carol)

    assert (asked.person, "pairing/notices/group_offered") in world.told()
    assert sweep(now() + timedelta(days=4)) == 1
    assert sweep(now() + timedelta(days=15)) == 1
    row.refresh_from_db()
    assert row.state == ReplacementState.EXPIRED
    assert (world.carol, "pairing/notices/group_expired") in world.told()
    assert successors(group, _recipe(circles))[-1].declined
    group.refresh_from_db()
    assert group.state == GroupState.DISSOLVED


def test_a_leaving_mentor_is_followed_without_a_gap(crowd: Crowd) -> None:
    world = crowd.world
    leaving = crowd.mentor(1)
    group = mentorships.form_group(
        world.cohort,
        leaving,
        [crowd.student(1), crowd.student(2)],
        institution=world.merlion,
        by=world.carol,
    )
    mentorships.ask_to_leave(group, {"reason": "schedule"}, by=leaving.person)
    crowd.mentor(2)
    assert list(orphans([world.cohort], world.merlion)) == [group]

    actions.replace(group, successors(group, _recipe(crowd))[0], by=world.carol)

    group.refresh_from_db()
    assert (group.mentor, group.is_live) == (crowd.lead(2), True)
    assert Withdrawal.objects.get().state == WithdrawalState.EFFECTIVE


def test_an_unlawful_mentor_cannot_take_a_group_over(crowd: Crowd) -> None:
    group = _orphaned(crowd)
    crowd.mentor(4, fields=["design/media"])

    with pytest.raises(Refused, match="knows other fields"):
        actions.replace(group, successors(group, _recipe(crowd))[0], by=crowd.world.carol)

    assert not Replacement.objects.exists()


def test_a_group_is_handed_on_by_the_pages_alone(circles: Crowd, client: Client) -> None:
    group = _orphaned(circles)
    mentor = circles.mentor(2)
    Membership.objects.create(
        institution=circles.world.merlion, person=mentor.person, role=Role.MENTOR
    )
    client.force_login(circles.world.carol)
    place = reverse("pairing:successor", args=[group.pk])

    orphaned = reverse("pairing:orphans", args=[circles.world.cohort.pk])
    assert orphaned in client.get("/").content.decode(), "told where the day begins"
    assert place in client.get(orphaned).content.decode()
    assert "Ask Mentor2 Aho" in client.get(place).content.decode()
    client.post(place, {"mentor": mentor.pk})
    row = Replacement.objects.get()
    page = reverse("pairing:replacement", args=[row.pk])
    client.force_login(mentor.person)
    assert page in client.get("/").content.decode()
    assert "Student1 Lim" in client.get(page).content.decode()
    client.post(reverse("pairing:take", args=[row.pk]))

    group.refresh_from_db()
    assert group.mentor == mentor
    assert "Nothing is asked of you here" in client.get(page).content.decode()


def test_nobody_elses_coordinator_or_mentor_reaches_a_group_without_a_mentor(
    crowd: Crowd, client: Client
) -> None:
    group = _orphaned(crowd)
    outsider = crowd.mentor(2)
    row = Replacement.objects.create(group=group, mentor=crowd.mentor(3), worst=1, total=2)

    for person in (crowd.world.cora, outsider.person, crowd.world.leo):
        client.force_login(person)
        assert client.post(reverse("pairing:take", args=[row.pk])).status_code in (403, 404)
        answer = client.post(reverse("pairing:successor", args=[group.pk]), {"mentor": 1})
        assert answer.status_code in (403, 404)
