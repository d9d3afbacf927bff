from dataclasses import replace

import pytest

from wayfellow.matching import (
    BadInput,
    Cancelled,
    Criterion,
    Groups,
    Mentor,
    Obstacle,
    Pin,
    Pool,
    Student,
    Unplaced,
    breach,
    judge,
    nearest,
    solve,
)
from wayfellow.matching.arcs import candidates
from wayfellow.matching.engine import market_of
from wayfellow.matching.flow import NOWHERE
from wayfellow.matching.grid import Grid
from wayfellow.matching.guide import guided
from wayfellow.matching.relax import relaxed
from wayfellow.matching.roster import read_roster
from wayfellow.matching.tests import referee
from wayfellow.matching.tests.season import season
from wayfellow.matching.watch import Watch

SEASON = season(200, 60)


def plain(students: dict[str, str], mentors: dict[str, str], **cells: dict[str, str]) -> Pool:
    """A pool in which field must be the same; ``cells`` adds to the person of that id."""
    settings = replace(
        SEASON.settings,
        groups=Groups(fewest=2, most=3),
        musts=SEASON.settings.musts[:1],
        criteria=SEASON.settings.criteria[2:3],
    )
    tongue = {"tongues": "en"}
    return Pool(
        students=tuple(
            Student(id=i, cells={"field": f, **tongue, **cells.get(i, {})})
            for i, f in students.items()
        ),
        mentors=tuple(
            Mentor(id=i, cells={"fields": f, **tongue, **cells.get(i, {})})
            for i, f in mentors.items()
        ),
        settings=settings,
    )


def reasons(pool: Pool) -> dict[str, str]:
    return {u.student: u.reason for u in solve(pool).unplaced}


def reason_of(pool: Pool, column: str) -> list[str]:
    with pytest.raises(BadInput) as caught:
        solve(pool)
    assert {f.column for f in caught.value.faults} == {column}
    return [f.reason for f in caught.value.faults]


def test_a_season_is_lawful_repeatable_and_close_to_its_bound() -> None:
    first, again = solve(SEASON), solve(SEASON)

    assert referee.faults(SEASON, {p.student: p.mentor for p in first.pairs}) == []
    assert (first.pairs, first.unplaced) == (again.pairs, again.unplaced)
    assert first.report.placed == first.report.placed_bound
    assert first.report.gap < 2


def test_leaving_pairs_out_at_first_costs_the_relaxation_nothing() -> None:
    grid = Grid(read_roster(SEASON), SEASON.settings)
    keys = []
    for few in (0, 10**9):
        watch = Watch(None, None)
        found = candidates(grid, watch.pulse, few)
        loose = relaxed(grid, market_of(grid, found), watch, complete=found.complete)
        keys.append(loose.market.key(loose.at))
        assert loose.proven

    assert keys[0] == keys[1]


def test_equal_scores_cost_nobody_a_place() -> None:
    pool = season(300, 100)
    alike = Criterion(name="alike", kind="same", weight=1, student="none", mentor="none")
    pool = replace(
        pool,
        settings=replace(pool.settings, criteria=(alike,), preferences=None),
        students=tuple(replace(s, cells={**s.cells, "none": ""}) for s in pool.students),
        mentors=tuple(replace(m, cells={**m.cells, "none": ""}) for m in pool.mentors),
    )
    grid, watch = Grid(read_roster(pool), pool.settings), Watch(None, None)
    found = candidates(grid, watch.pulse)
    loose = relaxed(grid, market_of(grid, found), watch, complete=found.complete)

    guide = guided(grid, loose, watch)

    assert guide is not None
    assert (guide.at != NOWHERE).sum() >= 290


def test_a_floor_leaves_fewer_below_it_and_places_no_fewer() -> None:
    plain_, fair = (
        solve(SEASON),
        solve(replace(SEASON, settings=replace(SEASON.settings, floor=400))),
    )
    below = sum(p.score < 400 for p in plain_.pairs)

    assert fair.report.placed == plain_.report.placed
    assert fair.report.below_floor is not None
    assert fair.report.below_floor < below


def test_no_time_at_all_still_gives_a_lawful_answer_that_says_it_was_cut() -> None:
    solution = solve(SEASON, time_limit=0)

    assert solution.report.cut
    assert solution.pairs
    assert referee.faults(SEASON, {p.student: p.mentor for p in solution.pairs}) == []


def test_a_cancelled_run_ends_at_once() -> None:
    with pytest.raises(Cancelled):
        solve(SEASON, cancelled=lambda: True)


def test_an_empty_pool_has_an_empty_answer() -> None:
    solution = solve(plain({}, {}))

    assert (solution.pairs, solution.unplaced) == ((), ())
    assert solution.report.as_json()["worst"] is None


def test_every_unplaced_student_is_told_the_nearest_rule() -> None:
    pool = plain(
        {
            "a": "x",
            "b": "x",
            "c": "x",
            "d": "x",
            "lone": "y",
            "lost": "z",
            "off": "x",
            "picky": "z",
        },
        {"m": "x", "n": "y"},
        off={"active": "0"},
        picky={"preferences": "n", "only_preferences": "1"},
    )
    told = {u.student: u for u in solve(pool).unplaced}

    assert len(told) == 5
    seatless = next(iter(told.keys() & {"a", "b", "c", "d"}))
    assert told[seatless].reason == "seats"
    assert nearest(told[seatless]) == (
        "no eligible mentor has a seat left (1 in all); "
        "the nearest is m (score 1000, 3 of 3 seats taken)"
    )
    assert told["lone"].reason == "group minimum"
    assert replace(told["lost"], remedies=()) == Unplaced(
        student="lost",
        reason="no eligible mentor",
        obstacle=Obstacle(kind="rule", rule=pool.settings.musts[0], count=2),
    )
    assert {name: nearest(told[name]) for name in ("lone", "lost", "off", "picky")} == {
        "lone": "n (score 1000) has no group: 2 students were not to be had",
        "lost": "field among fields: without this rule 2 mentors would be eligible",
        "off": "off is not active",
        "picky": "field among fields: without this rule 2 mentors would be eligible",
    }
    assert told["off"].reason == "inactive"
    assert told["picky"].reason == "no eligible mentor"


def test_a_student_who_wants_listed_mentors_only_is_told_so() -> None:
    pool = plain(
        {"a": "x", "b": "x", "picky": "x"},
        {"m": "x", "n": "y"},
        picky={"preferences": "n", "only_preferences": "1"},
    )

    assert reasons(pool) == {"picky": "only preferences"}


def test_a_lock_stands_above_rules_and_exclusions() -> None:
    pool = replace(
        plain({"a": "x", "b": "x", "c": "y"}, {"m": "x"}),
        pins=(
            Pin(kind="lock", student="c", mentor="m"),
            Pin(kind="exclude", student="c", mentor="m"),
        ),
    )

    assert [(p.student, p.mentor, p.locked) for p in solve(pool).pairs] == [
        ("a", "m", False),
        ("b", "m", False),
        ("c", "m", True),
    ]


def test_a_locked_student_draws_the_others_their_group_needs() -> None:
    pool = replace(
        plain({"a": "x", "b": "x", "c": "x"}, {"m": "x", "n": "x"}, m={"fewest": "3"}),
        pins=(Pin(kind="lock", student="b", mentor="m"),),
    )

    assert {p.mentor for p in solve(pool).pairs} == {"m"}


@pytest.mark.parametrize(
    ("pins", "column", "word"),
    [
        ([("lock", "ghost", "m")], "student", "no student"),
        ([("exclude", "a", "ghost")], "mentor", "no mentor"),
        ([("bind", "a", "m")], "type", "neither lock nor exclude"),
        ([("lock", "off", "m")], "student", "inactive"),
        ([("lock", "a", "gone")], "mentor", "inactive"),
        ([("lock", "a", "m"), ("lock", "a", "n")], "student", "locked to m already"),
        ([("lock", x, "m") for x in "abcd"], "mentor", "more locked students than seats (3)"),
        ([("lock", "a", "n")], "mentor", "no lawful group reaches the fewest"),
    ],
)
def test_a_lock_that_cannot_be_kept_is_named(
    pins: list[tuple[str, str, str]], column: str, word: str
) -> None:
    pool = plain(
        {"a": "x", "b": "x", "c": "x", "d": "x", "off": "x"},
        {"m": "x", "n": "y", "gone": "x"},
        off={"active": "0"},
        gone={"active": "0"},
    )
    made = tuple(
        Pin(kind=kind, student=s, mentor=m, line=at)
        for at, (kind, s, m) in enumerate(pins, start=2)
    )

    (reason,) = reason_of(replace(pool, pins=made), column)

    assert word in reason


def test_two_locked_groups_that_need_the_same_students_are_refused() -> None:
    pool = replace(
        plain({"a": "x", "b": "x", "c": "x"}, {"m": "x", "n": "x"}),
        pins=(
            Pin(kind="lock", student="a", mentor="m", line=2),
            Pin(kind="lock", student="b", mentor="n", line=3),
        ),
    )

    assert len(reason_of(pool, "mentor")) == 1


def test_a_mentor_without_seats_leads_nobody_and_is_no_fault() -> None:
    assert solve(plain({"a": "x", "b": "x"}, {"m": "x"}, m={"most": "0"})).pairs == ()


@pytest.mark.parametrize(
    ("person", "cells", "column"),
    [
        ("m", {"fewest": "two"}, "fewest"),
        ("m", {"most": "-1"}, "most"),
        ("m", {"most": "2.0"}, "most"),
        ("m", {"fewest": "4"}, "most"),
        ("m", {"active": "yes"}, "active"),
        ("a", {"only_preferences": "2"}, "only_preferences"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(
    person: str, cells: dict[str, str], column: str
) -> None:
    assert person in reason_of(plain({"a": "x"}, {"m": "x"}, **{person: cells}), column)[0]


def test_one_id_for_two_people_is_refused() -> None:
    pool = plain({"a": "x"}, {"m": "x"})

    assert reason_of(replace(pool, students=pool.students * 2), "id") == ["a is there twice"]


@pytest.mark.parametrize("level", ["", "high", "nan", "inf", "1,5"])
def test_a_number_that_is_none_is_refused(level: str) -> None:
    broken = replace(SEASON.students[0], cells={**SEASON.students[0].cells, "level": level})

    assert len(reason_of(replace(SEASON, students=(broken,)), "level")) == 1


@pytest.mark.parametrize(
    ("mentors", "wishes", "said"),
    [
        ({}, "", "there is no active mentor"),
        ({"m": "x"}, "", "every mentor that the rules admit is excluded or has no seat"),
        ({"m": "x", "n": "y"}, "n", "no listed mentor may take s; 1 other could"),
    ],
)
def test_who_is_barred_by_no_rule_is_told_by_what(
    mentors: dict[str, str], wishes: str, said: str
) -> None:
    pool = plain({"s": "x"}, mentors, s={"preferences": wishes, "only_preferences": "1"})
    if not wishes:
        pool = plain({"s": "x"}, mentors)
        pool = replace(
            pool, pins=tuple(Pin(kind="exclude", student="s", mentor=m) for m in mentors)
        )

    assert [nearest(left) for left in solve(pool).unplaced] == [said]


def test_a_broken_rule_is_told_as_a_sentence() -> None:
    pool = plain({"a": "x"}, {"m": "y|z"}, a={"only_preferences": "1"}, m={"active": "0"})

    assert tuple(map(breach, judge(pool, "a", "m").broken)) == (
        "m is not active",
        "field x is not among fields: y, z",
        "a wants listed mentors only, and m is not on the list",
    )


def test_a_stranger_cannot_be_judged() -> None:
    with pytest.raises(LookupError):
        judge(SEASON, "nobody", "m00001")
