import json
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from wayfellow.matching import (
    BadInput,
    Comparison,
    Groups,
    Pair,
    Pool,
    Settings,
    Student,
    audit,
    solve,
)
from wayfellow.matching.fairness import _holm, _ranks, _shares
from wayfellow.matching.tests import season as seasons

RANDOM = np.random.default_rng(7)


def _pool(*rows: dict[str, str]) -> Pool:
    students = tuple(Student(id=f"s{at:03}", cells=cells) for at, cells in enumerate(rows))
    settings = Settings(groups=Groups(fewest=1, most=9), criteria=())
    return Pool(students=students, mentors=(), settings=settings)


def _pair(at: int, score: int, listed: int | None = None) -> Pair:
    return Pair(student=f"s{at:03}", mentor="m", score=score, because=(), listed=listed)


def _found(comparison: Comparison) -> set[tuple[str, str, bool]]:
    return {(p.value, f.measure, f.worse) for p in comparison.parts for f in p.findings}


@pytest.mark.parametrize("seed", range(8))
def test_the_tests_are_those_of_the_textbook(seed: int) -> None:
    random = np.random.default_rng(seed)
    mask, lucky = random.random(60) < 0.3, random.random(60) < 0.6
    scores = random.integers(0, 40, 60)
    a, b = int((mask & lucky).sum()), int((mask & ~lucky).sum())
    c, d = int((~mask & lucky).sum()), int((~mask & ~lucky).sum())

    fisher = stats.fisher_exact([[a, b], [c, d]]).pvalue
    whitney = stats.mannwhitneyu(scores[mask], scores[~mask], method="asymptotic").pvalue
    assert _shares(mask, lucky)[0] == pytest.approx(fisher)
    assert _ranks(mask, scores)[0] == pytest.approx(whitney)


def test_chances_are_corrected_for_how_many_were_looked_at() -> None:
    assert _holm([0.01, 0.04, 0.02]) == pytest.approx([0.03, 0.04, 0.04])
    assert _holm([]) == []


def test_students_of_a_field_who_fare_worse_are_pointed_out() -> None:
    pool = _pool(*({"field": "arts" if at % 4 == 0 else "code"} for at in range(80)))
    pairs = [_pair(at, 300 + at if at % 4 == 0 else 600 + at) for at in range(80)]

    (field,) = audit(pool, pairs, ["field"])

    assert _found(field) == {("arts", "score", True), ("code", "score", False)}
    assert [part.value for part in field.parts] == ["code", "arts"]
    assert (field.parts[1].worst, field.parts[1].students) == (300, 20)


def test_those_without_a_place_or_a_wish_met_are_pointed_out() -> None:
    pool = _pool(
        *({"school": "north" if at < 30 else "south", "preferences": "m"} for at in range(60))
    )
    pairs = [_pair(at, 500, 0 if at < 30 else None) for at in range(45)]

    (school,) = audit(pool, pairs, ["school"])

    assert ("south", "placed", True) in _found(school)
    assert ("south", "listed", True) in _found(school)
    assert not any(measure == "score" for _value, measure, _worse in _found(school))


def test_chance_alone_is_not_pointed_out() -> None:
    pool = _pool(*({"field": f"f{at % 6}", "school": f"s{at % 7}"} for at in range(200)))
    pairs = [_pair(at, int(RANDOM.integers(300, 900))) for at in range(190)]

    assert [each.differs for each in audit(pool, pairs, ["field", "school"])] == [False, False]


def test_a_student_with_several_values_counts_for_each() -> None:
    pool = _pool({"languages": "en|fi"}, {"languages": "en"}, {"languages": ""}, {})

    (spoken,) = audit(pool, [_pair(0, 400), _pair(1, 600)], ["languages"])

    assert {part.value: part.students for part in spoken.parts} == {"": 2, "en": 2, "fi": 1}
    assert spoken.everybody.students == 4
    assert spoken.everybody.mean == 500


def test_few_students_and_inactive_ones_are_not_judged() -> None:
    pool = _pool(
        *({"field": "rare" if at < 4 else "code"} for at in range(40)),
        {"field": "rare", "active": "0"},
    )
    pairs = [_pair(at, 10 if at < 4 else 900) for at in range(40)]

    (field,) = audit(pool, pairs, ["field"])

    assert not field.differs
    assert {part.value: part.students for part in field.parts} == {"code": 36, "rare": 4}


def test_a_value_that_all_share_is_no_comparison() -> None:
    (field,) = audit(_pool({"field": "x"}, {"field": "x"}), [_pair(0, 1)], ["field"])

    assert field.parts == ()


def test_a_run_tells_how_those_fared_whom_its_settings_name() -> None:
    season = seasons.season(60, 20)
    plain = solve(season).report.as_json()
    asked = replace(season, settings=replace(season.settings, audit=("field",)))
    told = solve(asked).report.as_json()

    assert "fairness" not in plain
    assert told["placed"] == plain["placed"]
    fields = told["fairness"]["attributes"]["field"]
    assert sum(part["students"] for part in fields) == 60
    assert sum(part["placed"] for part in fields) == told["placed"]
    assert told["fairness"]["everybody"]["deciles"] == told["deciles"]
    assert json.loads(json.dumps(told["fairness"])) == told["fairness"]


def test_a_run_refuses_to_tell_by_a_column_that_is_not_there() -> None:
    season = seasons.season(6, 3)

    with pytest.raises(BadInput) as caught:
        solve(replace(season, settings=replace(season.settings, audit=("school",))))

    assert [(f.where, f.column) for f in caught.value.faults] == [("students", "school")]
