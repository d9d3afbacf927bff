from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wayfellow.applications.lifecycle import State
from wayfellow.insights.queries import Frame, funnel, health, students_behind, unassigned
from wayfellow.insights.queries.frame import Share
from wayfellow.insights.report import summary
from wayfellow.insights.tests.season import held, season, student
from wayfellow.institutions.models import Institution
from wayfellow.mentorships.models import Member
from wayfellow.pairing.models import Run
from wayfellow.partners.queries import hours_by_term
from wayfellow.programmes.policy import Need
from wayfellow.testing.world import World


@pytest.fixture
def told(world: World) -> dict[str, Any]:
    season(world)
    return summary(world.cohort, world.merlion)


def test_the_funnel_counts_who_ever_reached_each_step(told: dict[str, Any]) -> None:
    assert told["funnel"] == {
        "applied": 6,
        "reviewed": 5,
        "accepted": 4,
        "consented": 3,
        "placed": 2,
        "agreed": 2,
        "initiated": 2,
        "met": 2,
        "completed": 2,
    }


def test_a_step_that_the_programme_does_not_ask_for_is_not_in_the_funnel(world: World) -> None:
    world.programme.agreement = Need.NONE
    world.programme.meetings_per_term = 0
    world.programme.consent_age = 0
    world.programme.save()
    world.cohort.programme.refresh_from_db()

    names = {stage.name for stage in funnel(world.cohort)}

    assert names == {"applied", "reviewed", "accepted", "placed", "initiated", "completed"}


def test_every_number_of_the_funnel_is_the_length_of_the_list_behind_it(world: World) -> None:
    season(world)
    frame = Frame(world.cohort, world.merlion)

    behind = {name.name: students_behind(frame, name.name).count() for name in funnel(
        world.cohort, world.merlion
    )}  # fmt: skip

    assert behind == {stage.name: stage.value for stage in funnel(world.cohort, world.merlion)}
    stopped = students_behind(frame, "placed", without=True)
    assert [row.person.name for row in stopped] == ["Hal Free"]


def test_students_without_a_mentor_are_told_by_reason(world: World, told: dict[str, Any]) -> None:
    assert told["unassigned"] == {"total": 2, "reasons": {"consent": 1, "other": 1}}

    hal = students_behind(Frame(world.cohort, world.merlion), "unassigned").last()
    assert hal is not None
    for number, reason in enumerate(("seats", "group minimum")):
        Run.objects.create(
            cohort=world.cohort,
            institution=world.merlion,
            number=number,
            configuration="",
            finished_at="2026-01-01T00:00Z",
            unplaced=[{"student": hal.pk, "reason": reason, "obstacle": None}],
        )
    found = unassigned(Frame(world.cohort, world.merlion))
    assert {reason.name: reason.value for reason in found.reasons} == {
        "consent": 1,
        "group minimum": 1,
    }


def test_one_who_left_a_group_is_without_a_mentor_and_was_placed(world: World) -> None:
    group = season(world)
    Member.objects.filter(group=group, application__person=world.ben).update(state="left")

    told = summary(world.cohort, world.merlion)

    assert told["unassigned"]["reasons"] == {"consent": 1, "left": 1, "other": 1}
    assert (told["funnel"]["placed"], told["funnel"]["completed"]) == (2, 1)


def test_days_from_applying_to_a_mentor(told: dict[str, Any]) -> None:
    assert told["days_to_match"] == {"students": 2, "median": 2, "mean": 2, "longest": 2}


def test_meetings_are_counted_by_term_and_by_promise(told: dict[str, Any]) -> None:
    meetings = told["meetings"]

    assert meetings["terms"] == [
        {
            "term": "Semester 1",
            "groups": 1,
            "meetings": 2,
            "per_group": 2.0,
            "required": 1,
            "met": {"part": 1, "of": 1, "percent": 100},
        }
    ]
    assert (meetings["held"], meetings["hours"]) == (2, 4.0)
    assert meetings["told_before"] == {"part": 1, "of": 2, "percent": 50}
    assert meetings["recorded_in_time"] == {"part": 1, "of": 2, "percent": 50}
    assert meetings["groups_by_number"] == {"0": 0, "1": 0, "2": 1}


def test_reflections_are_counted_against_who_came_and_who_stayed(told: dict[str, Any]) -> None:
    assert told["reflections"] == {
        "on_meetings": {"part": 2, "of": 4, "percent": 50},
        "on_meetings_in_time": {"part": 1, "of": 4, "percent": 25},
        "on_terms": {"part": 1, "of": 2, "percent": 50},
        "on_terms_in_time": {"part": 1, "of": 2, "percent": 50},
        "acknowledged": {"part": 1, "of": 3, "percent": 33},
    }


def test_what_ended_early_is_told_by_reason(told: dict[str, Any]) -> None:
    assert told["endings"] == {
        "withdrawals": 1,
        "by_reason": {"too much to do": 1},
        "dissolved": 0,
        "terminations": 0,
        "concerns": 0,
        "concerns_open": 0,
    }


def test_pledged_hours_stand_beside_what_the_companys_mentors_gave(
    world: World, told: dict[str, Any]
) -> None:
    assert told["partners"] == {
        "pledged": 8,
        "delivered": 4.0,
        "companies": [{"name": "Harbour Works", "mentors": 1, "pledged": 8, "delivered": 4.0}],
    }
    (term,) = hours_by_term(world.harbour)
    assert (term.pledged, term.delivered) == (8, 4.0)


def test_feedback_always_says_how_many_were_asked_and_answered(told: dict[str, Any]) -> None:
    assert told["feedback"] == {
        "students": {"part": 1, "of": 2, "percent": 50},
        "mentors": {"part": 1, "of": 1, "percent": 100},
        "recommend_students": 100,
        "recommend_mentors": 0,
        "confidence": {"answered": 1, "before": 2, "now": 4},
        "statuses": {"studying": 1},
    }


def test_together_small_numbers_of_people_are_kept_back(world: World) -> None:
    season(world)

    joint = summary(world.cohort)

    assert joint["funnel"]["accepted"] == 5
    assert joint["unassigned"] == {"total": 3, "reasons": {"consent": None, "other": None}}
    assert joint["endings"]["by_reason"] == {"too much to do": None}
    assert joint["feedback"]["recommend_students"] is None
    assert joint["feedback"]["confidence"] is None
    assert joint["feedback"]["statuses"] == {"studying": None}
    assert joint["feedback"]["students"] == {"part": 1, "of": 2, "percent": 50}


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        ({"a": 9, "b": 2, "c": 7}, {"a": 9, "b": None, "c": None}),
        ({"a": 9, "b": 2, "c": 1}, {"a": 9, "b": None, "c": None}),
        ({"a": 5, "b": 0}, {"a": 5, "b": 0}),
    ],
)
def test_a_number_that_the_total_would_tell_is_kept_back_too(
    world: World, cells: dict[str, int], kept: dict[str, int | None]
) -> None:
    assert Frame(world.cohort).kept(cells) == kept
    assert Frame(world.cohort, world.merlion).kept(cells) == cells


def test_health_counts_live_groups_by_what_worries(world: World) -> None:
    season(world)
    alone = world.group(world.chen, mentor=world.milo, state="active")

    found = health(world.cohort, world.merlion)

    assert (found.live, found.well, found.completed, found.ended_early) == (1, 0, 1, 0)
    assert {flag.name for flag in found.flags if flag.value} == {"too_few"}
    assert alone.is_live
    assert health(world.cohort, world.kallang).live == 0


def test_nothing_is_divided_by_nothing(world: World) -> None:
    told = summary(world.cohort, world.kallang)

    assert told["funnel"]["applied"] == 0
    assert told["meetings"]["recorded_in_time"] == {"part": 0, "of": 0, "percent": None}
    assert told["feedback"]["recommend_students"] is None
    assert Share(0, 0).percent is None


def test_a_season_costs_the_same_queries_for_any_number_of_people(world: World) -> None:
    group = season(world)

    def cost(institution: Institution | None) -> int:
        with CaptureQueriesContext(connection) as captured:
            summary(world.cohort, institution)
        return len(captured)

    before = cost(None), cost(world.merlion)
    for n in range(3):
        student(world, f"Student{n} More", world.merlion, State.ACCEPTED)
        held(group, 20 + n)

    assert (cost(None), cost(world.merlion)) == before
    assert max(before) < 40
