import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wayfellow.matching import Criterion, Mentor, Student, cells, measures
from wayfellow.matching.tests import referee
from wayfellow.matching.tests.pools import CRITERIA, MUSTS, mentors, students

PEOPLE = st.tuples(
    st.lists(students("s", ["m"]), min_size=1, max_size=4),
    st.lists(mentors("m"), min_size=1, max_size=4),
)


@settings(max_examples=150, deadline=None)
@given(PEOPLE)
def test_rectangles_and_single_pairs_agree_with_the_contract_in_every_kind(
    people: tuple[list[Student], list[Mentor]],
) -> None:
    left, right = people
    rows, cols = np.arange(len(left)), np.arange(len(right))
    for criterion in CRITERIA:
        expected = [[referee.worth(criterion, s, m) for m in right] for s in left]
        assert measures.criterion(criterion, left, right)(rows, cols).tolist() == expected
        assert [[cells.value(criterion, s, m) for m in right] for s in left] == expected
    for must in MUSTS:
        kept = [[referee.keeps(must, s, m) for m in right] for s in left]
        assert measures.rule(must, left, right)(rows, cols).tolist() == kept
        assert [[cells.admits(must, s, m) for m in right] for s in left] == kept


@pytest.mark.parametrize(
    ("kind", "mine", "theirs", "expected"),
    [
        ("share", "", "a|b", 0),
        ("share", "a|b|c", "b|c|d", 666),
        ("share", "a|a|b", "a", 500),
        ("ranked", "x|y|a|b", "a|b", 500),
        ("ranked", "a|b", "b", 750),
        ("ranked", "v|w|x|y|a", "a", 0),
        ("same", "", "", 1000),
        ("same", "a|b", "b|a", 0),
        ("path", "a/b/c", "a/b/d/e", 666),
        ("path", "a/b", "a", 500),
        ("path", "a", "a/b", 1000),
        ("path", "b/a", "a/a", 0),
        ("path", "", "", 0),
        ("first", "a|b", "b", 500),
        ("first", "a|b", "a", 1000),
        ("first", "", "", 0),
        ("near", "", "3", 700),
        ("near", "2.5", "4", 850),
        ("near", "-100", "4", 0),
        ("words", "Sea-Food and I", "the sea", 250),
        ("words", "x y z", "1 2 3", 0),
        ("words", "Öl_und 42", "öl UND 42", 1000),
    ],
)
def test_a_criterion_says_what_the_contract_says(
    kind: str, mine: str, theirs: str, expected: int
) -> None:
    criterion = Criterion(name="c", kind=kind, weight=1, student="a", mentor="b", step=100)
    student, mentor = Student(id="s", cells={"a": mine}), Mentor(id="m", cells={"b": theirs})

    assert cells.value(criterion, student, mentor) == expected


def test_what_a_second_column_holds_counts_six_tenths() -> None:
    criterion = Criterion(name="c", kind="ranked", weight=1, student="a", mentor="b", second="also")
    mentor = Mentor(id="m", cells={"b": "late", "also": "soon|second"})

    values = [
        cells.value(criterion, Student(id="s", cells={"a": wish}), mentor)
        for wish in ("soon", "x|second", "second|late", "soon|x|x|late")
    ]

    assert values == [600, 450, 750, 600]


def test_wide_vocabularies_are_compared_by_the_same_arithmetic() -> None:
    left = [Student(id=str(n), cells={"a": f"v{n}|v{n + 1}|v{n + 2}"}) for n in range(700)]
    right = [Mentor(id=str(n), cells={"b": f"v{n}|v{n + 2}"}) for n in range(700)]
    rows, cols = np.arange(0, 700, 7), np.arange(0, 700, 5)
    for kind in ("share", "words", "first", "ranked"):
        criterion = Criterion(name="c", kind=kind, weight=1, student="a", mentor="b")
        expected = [[cells.value(criterion, left[i], right[j]) for j in cols] for i in rows]
        assert measures.criterion(criterion, left, right)(rows, cols).tolist() == expected
