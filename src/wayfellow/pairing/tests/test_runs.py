from typing import Any

import pytest
from django.core.management import call_command
from pytest_django import DjangoCaptureOnCommitCallbacks

from wayfellow.access.refusals import Invalid, Refused
from wayfellow.pairing import actions, words
from wayfellow.pairing.actions import runs, solving
from wayfellow.pairing.lifecycle import RunState
from wayfellow.pairing.models import Pin, Run
from wayfellow.pairing.queries import explained, held, left_out
from wayfellow.pairing.recipe import Recipe
from wayfellow.pairing.tests.crowd import Crowd
from wayfellow.testing.world import World


def test_a_run_is_taken_up_by_the_worker_and_places_everybody(
    crowd: Crowd, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    for n in range(2):
        crowd.mentor(n)
    for n in range(5):
        crowd.student(n)
    with django_capture_on_commit_callbacks(execute=True):
        run = actions.start_run(crowd.world.cohort, crowd.world.merlion, by=crowd.world.carol)

    run.refresh_from_db()
    assert run.state == RunState.READY, run.problem
    assert run.proposals.count() == 5
    assert run.report["placed"] == 5
    assert (crowd.world.carol, "pairing/notices/finished") in crowd.world.told()


def test_the_same_pool_gives_the_same_groups_again(crowd: Crowd) -> None:
    first = crowd.ready(students=7, mentors=3)
    again = crowd.run()

    pairs = [set(run.proposals.values_list("student", "mentor", "score")) for run in (first, again)]
    assert pairs[0] == pairs[1]
    assert (first.number, again.number) == (1, 2)


def test_runs_are_numbered_one_after_the_other_in_the_whole_cohort(crowd: Crowd) -> None:
    world = crowd.world
    here = actions.start_run(world.cohort, world.merlion, by=world.carol)
    there = actions.start_run(world.cohort, world.kallang, by=world.cora)

    assert [here.number, there.number] == [1, 2]


def test_a_faulty_configuration_is_refused_before_anything_is_kept(crowd: Crowd) -> None:
    with pytest.raises(Invalid, match="criterion"):
        crowd.run(configuration="[groups]\nfewest = 1\nmost = 2\n")

    assert not Run.objects.exists()


def test_what_cannot_be_matched_is_kept_in_readable_words(crowd: Crowd) -> None:
    mentor, other = crowd.mentor(1, most=2), crowd.mentor(2)
    for n in range(3):
        actions.lock(crowd.student(n), mentor, by=crowd.world.carol)
    assert other.pk

    run = crowd.run()

    assert run.state == RunState.FAILED
    assert "more locked students than seats" in run.problem
    assert (crowd.world.carol, "pairing/notices/failed") in crowd.world.told()


def test_a_run_that_was_cancelled_while_it_waited_is_not_done(crowd: Crowd) -> None:
    run = actions.start_run(crowd.world.cohort, crowd.world.merlion, by=crowd.world.carol)
    actions.cancel(run, by=crowd.world.carol)

    actions.work(run.pk)

    run.refresh_from_db()
    assert run.state == RunState.CANCELLED
    assert run.report == {}


def test_a_run_cancelled_while_the_engine_works_ends_without_groups(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wayfellow.pairing.actions.runs.LOOK_EVERY", 0)
    for n in range(2):
        crowd.mentor(n)
        crowd.student(n)
    run = actions.start_run(crowd.world.cohort, crowd.world.merlion, by=crowd.world.carol)
    actions.begin(run, by=None)
    mine = Run.objects.get(pk=run.pk)
    actions.cancel(mine, by=crowd.world.carol)

    actions.work(run.pk)

    run.refresh_from_db()
    assert (run.state, run.proposals.count()) == (RunState.CANCELLED, 0)


def test_how_far_a_run_is_stands_in_its_row_while_the_engine_works(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wayfellow.pairing.actions.runs.LOOK_EVERY", 0)
    for n in range(4):
        crowd.mentor(n)
    for n in range(9):
        crowd.student(n)
    run = actions.start_run(crowd.world.cohort, crowd.world.merlion, by=crowd.world.carol)
    kept: list[tuple[str, int]] = []
    before = runs.Watched.cancelled

    def looked(self: runs.Watched) -> bool:
        gone = before(self)
        kept.append(Run.objects.values_list("stage", "share").get(pk=run.pk))
        return gone

    monkeypatch.setattr(runs.Watched, "cancelled", looked)
    actions.work(run.pk)

    stages, shares = zip(*kept, strict=True)
    assert list(dict.fromkeys(stages))[:2] == ["read", "candidates"]
    assert "proof" in stages
    assert list(shares) == sorted(shares)
    assert shares[0] < 10
    assert 50 < shares[-1] < 100
    run.refresh_from_db()
    assert (run.state, run.stage) == (RunState.READY, "keep")


def test_pairs_made_elsewhere_tell_how_many_of_them_are_judged(crowd: Crowd) -> None:
    mentor = crowd.mentor(1)
    pairs = [[crowd.student(n).pk, mentor.pk, n] for n in range(4)]
    source = crowd.run()
    source.kind, source.pool["pairs"] = Run.Kind.BROUGHT, pairs
    told: list[tuple[str, float]] = []

    class Ear:
        def progress(self, stage: str, share: float) -> None:
            told.append((stage, share))

        def cancelled(self) -> bool:
            return False

    solving.solve(source, Ear())

    assert told == [("judge", 0.0), ("judge", 0.25), ("judge", 0.5), ("judge", 0.75)]


def test_students_who_choose_for_themselves_are_not_matched(alumni: World) -> None:
    with pytest.raises(Refused, match="ask mentors themselves"):
        actions.start_run(alumni.cohort, alumni.merlion, by=alumni.carol)


def test_a_ranked_mentor_comes_before_a_better_score(circles: Crowd) -> None:
    good, wished = circles.mentor(1), circles.mentor(2, fields=[])
    students = [circles.student(n, choices=[wished.pk]) for n in range(2)]

    run = circles.run()

    assert good.pk
    assert set(run.proposals.values_list("student", "mentor", "listed")) == {
        (student.pk, wished.pk, 0) for student in students
    }


def test_a_lock_and_an_exclusion_are_kept(crowd: Crowd) -> None:
    first, second = crowd.mentor(1), crowd.mentor(2)
    students = [crowd.student(n) for n in range(4)]
    actions.lock(students[0], second, by=crowd.world.carol, note="they know each other")
    actions.exclude(students[1], second, by=crowd.world.carol)

    pairs = dict(crowd.run().proposals.values_list("student", "mentor"))

    assert (pairs[students[0].pk], pairs[students[1].pk]) == (second.pk, first.pk)


def test_a_student_is_locked_to_one_mentor_only(crowd: Crowd) -> None:
    student, first, second = crowd.student(1), crowd.mentor(1), crowd.mentor(2)
    actions.lock(student, first, by=crowd.world.carol)

    with pytest.raises(Refused, match="already kept"):
        actions.lock(student, second, by=crowd.world.carol)

    actions.unpin(Pin.objects.get(), by=crowd.world.carol)
    actions.lock(student, second, by=crowd.world.carol)
    assert Pin.objects.get().mentor == second


@pytest.mark.parametrize(
    ("student", "words_"),
    [
        ({"languages": ["Tamil"]}, "they speak a language in common"),
        ({"field": "design/media"}, "knows the student's field"),
    ],
)
def test_who_has_no_place_is_told_the_rule_that_stood_in_the_way(
    crowd: Crowd, student: dict[str, Any], words_: str
) -> None:
    crowd.mentor(1)
    crowd.student(1)
    crowd.student(2)
    odd = crowd.student(3, **student)

    (left,) = explained(left_out(crowd.run()))

    assert left.student == odd
    assert words_.lower() in left.why.lower()
    assert "mentor would fit" in left.why


def test_who_has_no_place_for_want_of_seats_or_company_is_told_so(crowd: Crowd) -> None:
    crowd.mentor(1, most=2)
    crowd.mentor(2, fields=["design/media"])
    for n in range(3):
        crowd.student(n)
    crowd.student(4, field="design/media")

    why = {left.student.student.field: left.why for left in explained(left_out(crowd.run()))}

    assert why["infocomm/software"] == "The 1 mentor who fits is full: Mentor1 Aho."
    assert why["design/media"].startswith("Mentor2 Aho fits, but too few others")


@pytest.mark.parametrize(
    ("kind", "rule", "said"),
    [
        ("rules", "language", "“They speak a language in common” stands in the way most"),
        ("inactive", None, "The student takes no part"),
        ("list", None, "Only mentors whom the student does not want"),
        ("closed", None, "No mentor who fits has a place left."),
        ("no mentor", None, "No mentor who fits has a place left."),
    ],
)
def test_every_obstacle_is_said_in_words(kind: str, rule: str | None, said: str) -> None:
    kept = {"kind": kind, "rule": rule, "mentor": None, "count": 2}

    assert said in words.why_unplaced(kept, {})


def test_what_a_pair_breaks_is_kept_by_key_and_said_in_words(crowd: Crowd) -> None:
    student = crowd.student(1, languages=["Tamil"], field="design/media")
    mentor = crowd.mentor(1)
    run = crowd.run()
    pins = [("exclude", str(student.pk), str(mentor.pk))]

    broken = held(run).judge(student.pk, mentor.pk, pins).broken

    assert broken == ("field", "language", "excluded")
    assert words.objections(broken) == [
        "the mentor knows other fields",
        "they speak no language in common",
        "a coordinator said: never together",
    ]
    assert list(map(words.can_be_waived, broken)) == [True, True, False]


def test_the_reasons_of_a_pair_are_said_in_words(crowd: Crowd) -> None:
    student = crowd.student(1, languages=["English", "Tamil"], interests=[])
    mentor = crowd.mentor(1)

    assert words.reasons(student, mentor, 0) == [
        "the student's first choice",
        "works in infocomm/software",
        "shares 1 of 2 skills: Python",
        "both speak English",
    ]


def test_a_recipe_survives_its_own_writing() -> None:
    recipe = Recipe(
        weights={**Recipe().weights, "field": 9, "words": 0},
        rules=frozenset({"language"}),
        choices=True,
        floor=300,
        fewest=2,
        most=4,
    )

    assert Recipe.read(recipe.toml()) == recipe


def test_the_room_has_no_change_that_is_not_in_a_migration(db: None) -> None:
    call_command("makemigrations", "pairing", check=True, dry_run=True, verbosity=0)
