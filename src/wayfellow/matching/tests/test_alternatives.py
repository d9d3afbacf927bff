from dataclasses import replace

import pytest
from hypothesis import given, settings

from wayfellow.matching import (
    Alternative,
    Mentor,
    Pair,
    Pin,
    Pool,
    Student,
    alternatives,
    judge,
    prepared,
    solve,
    suitors,
)
from wayfellow.matching.tests import referee, season
from wayfellow.matching.tests.pools import pools
from wayfellow.matching.tests.test_properties import solved
from wayfellow.matching.tests.test_remedies import MENTOR, PLAIN, RULES, STUDENT


def pool_of(students: dict[str, str], mentors: dict[str, str], **cells: dict[str, str]) -> Pool:
    """Students and mentors with their skills; ``cells`` says more of some of them."""
    return Pool(
        students=tuple(
            Student(id=i, cells=STUDENT | {"skills": s} | cells.get(i, {}))
            for i, s in students.items()
        ),
        mentors=tuple(
            Mentor(id=i, cells=MENTOR | {"skills": s} | cells.get(i, {}))
            for i, s in mentors.items()
        ),
        settings=replace(PLAIN, musts=RULES),
    )


def pair(student: str, mentor: str, score: int) -> Pair:
    return Pair(student=student, mentor=mentor, score=score, because=())


@settings(max_examples=120, deadline=None)
@given(pools())
def test_alternatives_are_as_lawful_as_they_say_and_the_best_first(pool: Pool) -> None:
    solution = solved(pool)
    if solution is None:
        return
    grid, free = prepared(pool), replace(pool, pins=())
    now = {p.student: p for p in solution.pairs}
    for student in pool.students:
        found = alternatives(pool, solution.pairs, student.id, 9)
        assert found == alternatives(pool, solution.pairs, student.id, 9, grid=grid)
        others = {
            m.id
            for m in pool.mentors
            if referee.may(free, student, m)
            and referee.seats(pool, m)[1]
            and not (student.id in now and now[student.id].mentor == m.id)
        }
        assert {a.mentor for a in found} == others
        assert [a.score for a in found] == sorted((a.score for a in found), reverse=True)
        for each in found:
            judged = judge(free, student.id, each.mentor)
            assert (each.score, dict(each.values)) == (judged.score, judged.values)
            assert each.lawful == judge(pool, student.id, each.mentor).lawful
            assert each.obstacle != "free" or solution.report.cut
            if each.obstacle == "less":
                moved = {p.student: p.mentor for p in solution.pairs} | {student.id: each.mentor}
                assert referee.faults(pool, moved) == []


@settings(max_examples=60, deadline=None)
@given(pools())
def test_whoever_suits_a_mentor_is_told_the_same_from_both_sides(pool: Pool) -> None:
    solution = solved(pool)
    for mentor in pool.mentors if solution else ():
        assert solution is not None
        for each in suitors(pool, solution.pairs, mentor.id, 9):
            assert each in alternatives(pool, solution.pairs, each.student, 9)


def only(found: tuple[Alternative, ...]) -> Alternative:
    (each,) = found
    return each


def test_a_full_mentor_is_full_of_students_who_would_lose() -> None:
    pool = pool_of({"s1": "a|b", "s2": "a"}, {"m1": "a", "m2": "b"})
    pairs = solve(pool).pairs

    told = only(alternatives(pool, pairs, "s1"))

    assert told.sentence == "m1 (score 500, the same): full, with s2 (score 1000, would lose 1000)"
    assert told.obstacle == "full"
    assert (told.holders[0].loses, told.holders[0].to) == (1000, "m2")
    assert (told.difference, told.total) == (0, -1000)


@pytest.mark.parametrize(
    ("cells", "pins", "sentence"),
    [
        (
            {"m2": {"fewest": "3", "most": "3"}},
            (),
            "m2 (score 500, the same): leads no group, and 2 more would have to come",
        ),
        (
            {"m1": {"fewest": "2", "most": "2"}, "s2": {}},
            (),
            "m2 (score 500, the same): the group of m1 would be left with fewer than 2",
        ),
        (
            {},
            (Pin(kind="exclude", student="s1", mentor="m2"),),
            "m2 (score 500, the same): excluded as a pair",
        ),
        (
            {},
            (Pin(kind="lock", student="s1", mentor="m1"),),
            "m2 (score 500, the same): the student is locked to m1",
        ),
        ({}, (), "m2 (score 500, the same): has a seat, and m1 scores no less"),
        (
            {"m2": {"skills": "a|b"}},
            (),
            "m2 (score 1000, 500 more): has a seat; the search did not get there",
        ),
    ],
)
def test_a_sentence_says_why_not(
    cells: dict[str, dict[str, str]], pins: tuple[Pin, ...], sentence: str
) -> None:
    pool = replace(pool_of({"s1": "a|b", "s2": "a"}, {"m1": "a", "m2": "b"}, **cells), pins=pins)
    pairs = [pair("s1", "m1", 500)] + ([pair("s2", "m1", 1000)] if "s2" in cells else [])

    told = only(alternatives(pool, pairs, "s1"))

    assert told.sentence == sentence
    assert told.needs == {"group": 2, "leaves": 2}.get(told.obstacle, 0)
    assert told.total == (told.difference if told.obstacle in ("less", "free") else None)


def test_a_mentor_with_a_seat_is_told_who_waits_and_who_would_gain() -> None:
    pool = pool_of({"s1": "b", "s2": "a", "s3": "a"}, {"m1": "a", "m2": "b", "m3": "a"})

    found = suitors(pool, [pair("s1", "m1", 0), pair("s2", "m3", 1000)], "m2")

    assert [(a.student, a.difference) for a in found] == [("s3", 0), ("s1", 1000), ("s2", -1000)]


def test_an_unknown_student_has_no_alternatives() -> None:
    with pytest.raises(LookupError):
        alternatives(season.season(3, 2), (), "nobody")
