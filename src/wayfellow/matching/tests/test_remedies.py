from dataclasses import replace

import pytest
from hypothesis import given, settings

from wayfellow.matching import (
    Criterion,
    Groups,
    Mentor,
    Must,
    Pool,
    Remedy,
    Settings,
    Student,
    applied,
    solve,
)
from wayfellow.matching.tests import referee, season
from wayfellow.matching.tests.pools import pools
from wayfellow.matching.tests.test_properties import answer_of, solved

PLAIN = Settings(
    groups=Groups(fewest=1, most=1),
    criteria=(Criterion(name="skills", kind="share", weight=1, student="skills", mentor="skills"),),
)
RULES = (
    Must(kind="share_any", student="languages", mentor="languages"),
    Must(kind="member", student="field", mentor="fields"),
    Must(kind="between", student="level", low="low", high="high"),
)
STUDENT = {"skills": "a", "languages": "sv|en", "field": "law", "level": "2"}
MENTOR = {"skills": "a", "languages": "sv", "fields": "law", "low": "1", "high": "3"}


def remedies(
    students: dict[str, dict[str, str]],
    mentors: dict[str, dict[str, str]],
    *,
    fewest: int = 1,
    most: int = 1,
) -> dict[str, tuple[Remedy, ...]]:
    """What would help whom; cells that are not said are such that everybody may go everywhere."""
    pool = Pool(
        students=tuple(Student(id=i, cells=STUDENT | c) for i, c in students.items()),
        mentors=tuple(Mentor(id=i, cells=MENTOR | c) for i, c in mentors.items()),
        settings=replace(PLAIN, groups=Groups(fewest=fewest, most=most), musts=RULES),
    )
    return {u.student: u.remedies for u in solve(pool).unplaced}


@settings(max_examples=150, deadline=None)
@given(pools())
def test_a_remedy_places_the_student_and_takes_nobody_s_place(pool: Pool) -> None:
    solution = solved(pool)
    for left in solution.unplaced if solution else ():
        for remedy in left.remedies:
            better = applied(pool, left.student, remedy)
            more = dict.fromkeys((left.student, *remedy.together), remedy.mentor)
            assert solution is not None
            assert referee.faults(better, answer_of(solution) | more) == []
            students = {s.id: s for s in better.students}
            mentors = {m.id: m for m in better.mentors}
            score = referee.score(better, students[left.student], mentors[remedy.mentor])
            assert remedy.score == score
            again = solved(better)
            assert again is not None
            assert again.report.placed >= solution.report.placed + len(more)


@pytest.mark.parametrize(
    ("cells", "column", "value", "cell", "sentence"),
    [
        (
            {"languages": "fi|ms"},
            "languages",
            "sv",
            "fi|ms|sv",
            "'sv' among the languages of m (score 1000)",
        ),
        ({"fields": "art"}, "fields", "law", "art|law", "'law' among the fields of m (score 1000)"),
        ({"high": "1"}, "high", "2", "2", "high of m 2 in place of 1 (score 1000)"),
        ({"low": "3"}, "low", "2", "2", "low of m 2 in place of 3 (score 1000)"),
    ],
)
def test_a_rule_alone_in_the_way_is_loosened_for_this_mentor(
    cells: dict[str, str], column: str, value: str, cell: str, sentence: str
) -> None:
    assert remedies({"s": {}}, {"m": cells}) == {
        "s": (
            Remedy(
                kind="admit",
                mentor="m",
                score=1000,
                column=column,
                value=value,
                cell=cell,
                sentence=sentence,
            ),
        )
    }


def test_two_rules_in_the_way_are_too_many() -> None:
    assert remedies({"s": {}}, {"m": {"high": "1", "fields": "art"}}) == {"s": ()}


def test_one_more_seat_comes_before_a_loosened_rule() -> None:
    found = remedies({"s1": {}, "s2": {"skills": "b"}}, {"m1": {}, "m2": {"languages": "fi"}})

    assert [r.sentence for r in found["s2"]] == [
        "one more seat at m1 (score 0): 2 in place of 1",
        "'sv' among the languages of m2 (score 0)",
    ]


def test_a_group_that_is_too_small_may_begin_with_fewer() -> None:
    found = remedies({"s1": {}, "s2": {"skills": "b"}}, {"m": {}}, fewest=3, most=3)

    assert [(r.column, r.cell, r.together) for r in found["s2"]] == [("fewest", "2", ("s1",))]
    assert found["s1"][0].sentence == (
        "a group of 2 in place of at least 3 at m (score 1000), together with s2"
    )


def test_whoever_is_let_in_can_complete_a_group() -> None:
    found = remedies({"s1": {"level": "9"}, "s2": {}, "s3": {}}, {"m": {}}, fewest=3, most=3)

    assert [(r.kind, r.together) for r in found["s1"]] == [("admit", ("s2", "s3"))]


def test_a_season_has_at_most_three_each_and_the_smallest_first() -> None:
    kinds = ["group", "seat", "fewest", "list", "admit"]
    for left in solve(season.season(300, 60)).unplaced:
        order = [kinds.index(r.kind) for r in left.remedies]
        assert order == sorted(order)
        assert 1 <= len(order) <= 3


def test_an_empty_list_that_admits_all_by_another_rule_is_not_begun() -> None:
    alike = (
        Must(kind="share_any", student="languages", mentor="languages"),
        Must(kind="member", student="field", mentor="languages"),
    )
    pool = Pool(
        students=(Student(id="s", cells=STUDENT),),
        mentors=(Mentor(id="m", cells=MENTOR | {"languages": ""}),),
        settings=replace(PLAIN, musts=alike),
    )

    assert [u.remedies for u in solve(pool).unplaced] == [()]
    apart = replace(pool, settings=replace(PLAIN, musts=alike[:1]))
    assert [r.cell for u in solve(apart).unplaced for r in u.remedies] == ["sv"]


def test_what_keeps_to_the_group_sizes_is_told_though_more_beyond_them_would_score_better() -> None:
    full = {f"m{n}": {"most": "2", "skills": "a"} for n in range(4)} | {
        "small": {"most": "1", "skills": "b"}
    }
    found = remedies({f"s{n:02}": {} for n in range(10)}, full, fewest=1, most=2)

    (left,) = found.values()
    assert (left[0].mentor, left[0].value, left[0].score) == ("small", "2", 0)
    assert len(left) == 3
