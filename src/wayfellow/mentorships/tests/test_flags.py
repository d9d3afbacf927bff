from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from wayfellow.applications.models import Application
from wayfellow.mentorships import actions, flags, queries
from wayfellow.mentorships.lifecycle import GroupState
from wayfellow.mentorships.models import KeyPoints, WorkGroup
from wayfellow.mentorships.tests.people import held, member, newcomer, proposed
from wayfellow.programmes.models import Cohort, Term
from wayfellow.testing.world import World


def raised(group: WorkGroup, day: date | None = None) -> set[str]:
    row = flags.of(WorkGroup.objects.filter(pk=group.pk), day).get()
    names = {flag.name for flag in flags.raised(row)}
    for name in flags.FLAGS:
        listed = flags.only(WorkGroup.objects.all(), name, day).filter(pk=group.pk).exists()
        assert listed == (name in names), name
    return names


def this_term(world: World) -> None:
    """The term holds today."""
    today = now().date()
    Term.objects.update(starts_on=today - timedelta(days=60), ends_on=today + timedelta(days=60))


def test_a_new_group_is_well(world: World) -> None:
    assert raised(world.group()) == set()


def test_no_meeting_in_the_term_that_runs(world: World) -> None:
    group = world.group()
    this_term(world)
    assert raised(group) == {"no_meeting"}
    assert flags.of(WorkGroup.objects.all()).get().term == "Semester 1"

    world.meeting(group, starts_at=now() - timedelta(days=90))
    assert "no_meeting" in raised(group)

    world.meeting(group, starts_at=now() + timedelta(days=5))
    assert "no_meeting" not in raised(group)


def test_too_few_students_until_somebody_allows_it(world: World) -> None:
    group = world.group(world.ada)
    assert raised(group) == {"too_few"}

    actions.waive_minimum(group, by=world.carol)
    assert raised(group) == set()


def test_a_meeting_is_unrecorded_after_seven_days(world: World) -> None:
    group = world.group()
    meeting = world.meeting(group, starts_at=now() - timedelta(days=6))
    assert raised(group) == set()

    type(meeting).objects.update(
        starts_at=now() - timedelta(days=8), ends_at=now() - timedelta(days=7, minutes=1)
    )
    assert raised(group) == {"unrecorded"}


def test_the_initiation_is_planned_within_fourteen_days(world: World) -> None:
    group = world.group(formed_at=now() - timedelta(days=15))
    assert raised(group) == {"no_initiation"}

    world.meeting(group, kind="initiation")
    assert raised(group) == set()


def test_what_waits_for_the_liaison_officer(world: World) -> None:
    group = world.group()
    held(world, group, world.ada)
    points = KeyPoints.objects.get(member=member(group, world.ada))
    actions.save_key_points(points, {"shared_goals": "x"}, by=world.ada)
    actions.send(points, by=world.ada)
    row = actions.open_reflection(member(group, world.ada), term=world.term, by=world.ada)
    actions.save_reflection(row, {"did": "x"}, version=0, by=world.ada)
    assert raised(group) == {"key_points_waiting"}

    actions.hand_in(row, by=world.ada)
    assert raised(group) == {"key_points_waiting", "reflections_waiting"}


def test_a_missing_consent_is_flagged(world: World) -> None:
    group = world.group(world.ada, world.chen)
    Application.objects.filter(person=world.chen).update(consent_needed=True)

    assert raised(group) == {"consent_missing"}


def test_an_ended_group_worries_nobody(world: World) -> None:
    this_term(world)

    assert raised(world.group(world.ada, state=GroupState.DISSOLVED)) == set()


@pytest.mark.parametrize("count", [1, 3])
def test_flags_and_cards_cost_the_same_for_one_group_and_for_three(
    world: World, count: int
) -> None:
    for n in range(count):
        world.group(newcomer(world, n), mentor=newcomer(world, n + 10))

    with CaptureQueriesContext(
        connection,
    ) as seen:
        rows = list(queries.cards(flags.of(WorkGroup.objects.all())))
        assert [row.active_members[0].application.person.called for row in rows]
        assert [str(row) for row in rows]
        assert [row.cohort.programme.name for row in rows]

    assert len(seen) == 2


def test_what_a_student_owes_is_said_in_words(world: World) -> None:
    group = world.group()
    ada = member(group, world.ada)
    Cohort.objects.update(starts_on=date(2020, 1, 1))
    Term.objects.update(starts_on=date(2020, 1, 1), ends_on=date(2020, 5, 1))
    held(world, group, world.ada)

    owed = queries.owed(ada)

    assert len(owed) == 5
    assert owed[0] == "An agreement that everybody has signed"
    assert owed[1] == "Meetings in Semester 1: 1 missing"
    assert owed[2] == "Key points after the initiation"
    assert owed[3].startswith("Reflection on the meeting of")
    assert owed[4] == "Reflection on Semester 1"


def test_the_facts_of_a_certificate(world: World) -> None:
    group = world.group()
    agreement = proposed(group, world.ada)
    for who in (world.ada, world.ben, world.maya):
        actions.sign(agreement, who.name, by=who)
    meeting = held(world, group, world.ada)
    ada = member(group, world.ada)
    row = actions.open_reflection(ada, meeting=meeting, by=world.ada)
    actions.save_reflection(row, {"did": "x"}, version=0, by=world.ada)
    actions.hand_in(row, by=world.ada)
    actions.acknowledge(row, by=world.leo)
    points = KeyPoints.objects.get(member=ada)
    actions.save_key_points(points, {"shared_goals": "x"}, by=world.ada)
    actions.send(points, by=world.ada)

    facts = queries.certificate(type(ada).objects.get(pk=ada.pk))

    assert (facts.meetings, facts.hours, facts.acknowledged) == (1, 1.0, 1)
    assert facts.mentor == "Maya Mentor"
    assert (facts.owed, facts.earned) == ([], False)

    actions.complete(type(group).objects.get(pk=group.pk), by=world.carol)

    assert queries.certificate(type(ada).objects.get(pk=ada.pk)).earned
