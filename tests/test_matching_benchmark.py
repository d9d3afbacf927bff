"""The benchmark of matching: repeatable seasons, and a judge that lets nothing unlawful pass."""

import csv
import sys
from pathlib import Path

import numpy as np
import pytest
from benchmarks._match.contest import Limits, measured
from benchmarks._match.instances import make_season
from benchmarks._match.judge import Judge
from benchmarks._match.reader import Arcs, read_arcs
from benchmarks._match.repair import repaired
from benchmarks._match.rivals import best_pairs
from benchmarks._match.simple import greedy

type Row = dict[str, str]


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("season")
    make_season(300, 90, seed=3).write(folder)
    return folder


@pytest.fixture(scope="module")
def arcs(season: Path) -> Arcs:
    return read_arcs(season)


@pytest.fixture
def answer(arcs: Arcs) -> list[Row]:
    """A lawful answer."""
    choice = repaired(arcs, greedy(arcs, 1)[0])
    made = np.flatnonzero(choice[arcs.student] == arcs.mentor)
    pairs = [
        (arcs.students[arcs.student[n]], arcs.mentors[arcs.mentor[n]], int(arcs.score[n]))
        for n in made
    ]
    return [
        {"student": student, "mentor": mentor, "score": str(score)}
        for student, mentor, score in [*pairs, *arcs.settled]
    ]


def _faults(season: Path, rows: list[Row]) -> list[str]:
    path = season / "answer.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ("student", "mentor", "score"))
        writer.writeheader()
        writer.writerows(rows)
    return Judge(season).judge(path).faults


def test_a_season_is_the_same_for_the_same_seed_only(tmp_path: Path) -> None:
    for name, seed in (("one", 7), ("again", 7), ("other", 8)):
        make_season(60, 20, seed=seed).write(tmp_path / name)
    one, again, other = (
        [path.read_bytes() for path in sorted((tmp_path / name).iterdir())]
        for name in ("one", "again", "other")
    )

    assert one == again
    assert one != other


def test_a_season_has_everything_that_makes_matching_hard() -> None:
    season = make_season(1000, 300)

    assert {row["type"] for row in season.pairs} == {"lock", "exclude"}
    assert 70 < sum(bool(row["preferences"]) for row in season.students) < 130
    assert any(row["only_preferences"] == "1" for row in season.students)
    assert any(row["active"] == "0" for row in season.students)
    assert any(row["active"] == "0" for row in season.mentors)
    assert {"", "1", "3", "4"} == {row["fewest"] for row in season.mentors}


def test_a_repaired_answer_is_lawful(season: Path, answer: list[Row]) -> None:
    assert _faults(season, answer) == []


def test_the_reader_knows_every_lawful_pair_and_its_score(season: Path, arcs: Arcs) -> None:
    known = {
        (arcs.students[s], arcs.mentors[m]): int(score)
        for s, m, score in zip(arcs.student, arcs.mentor, arcs.score, strict=True)
    }
    judge = Judge(season)
    seats = {mentor for mentor, most in zip(arcs.mentors, arcs.most, strict=True) if most > 0}
    lawful = {
        (student, mentor): judge.score(student, mentor)
        for student in arcs.students
        for mentor in seats
        if not judge.faults(student, mentor)
    }

    assert known == lawful


def test_the_judge_refuses_a_group_that_is_too_small(
    season: Path, arcs: Arcs, answer: list[Row]
) -> None:
    fewest = {row["id"]: row["fewest"] for row in Judge(season).mentors.values()}
    locked = {student for student, _, _ in arcs.settled}
    mentors = [row["mentor"] for row in answer if row["student"] not in locked]
    mentor = next(m for m in mentors if mentors.count(m) == 2 and fewest[m] == "")
    lost = next(row for row in answer if row["mentor"] == mentor)

    faults = _faults(season, [row for row in answer if row is not lost])

    assert [fault.partition(",")[0] for fault in faults] == [f"{mentor} has 1 students"]


def test_the_judge_refuses_a_wrong_score(season: Path, answer: list[Row]) -> None:
    answer[0]["score"] = str(int(answer[0]["score"]) + 1)

    assert len(_faults(season, answer)) == 1


def test_the_judge_refuses_a_student_placed_twice(season: Path, answer: list[Row]) -> None:
    assert f"{answer[0]['student']} is placed twice" in _faults(season, [*answer, answer[0]])


def test_the_judge_refuses_an_answer_without_the_locked(
    season: Path, arcs: Arcs, answer: list[Row]
) -> None:
    locked = arcs.settled[0][0]

    faults = _faults(season, [row for row in answer if row["student"] != locked])

    assert f"{locked} is locked and not placed" in faults


def test_the_judge_refuses_pairs_that_break_a_rule(season: Path) -> None:
    judge = Judge(season)
    broken = {
        fault.rpartition(" ")[2]
        for student in list(judge.students)[:10]
        for mentor in judge.mentors
        for fault in judge.faults(student, mentor)
        if "breaks" in fault
    }

    assert broken == {"member", "share_any", "between"}


def test_of_the_best_pairs_everybody_keeps_the_best(arcs: Arcs) -> None:
    fewer = arcs.only(best_pairs(arcs, 3))
    ours, theirs = (np.zeros(len(arcs.students), dtype=int) for _ in range(2))
    np.maximum.at(ours, arcs.student, arcs.score)
    np.maximum.at(theirs, fewer.student, fewer.score)

    assert len(fewer.score) < len(arcs.score) / 2
    assert (ours == theirs).all()


def test_a_process_over_its_time_or_memory_is_ended(tmp_path: Path) -> None:
    slow = measured(["sleep", "30"], Limits(0.3, 1000), tmp_path, "slow")
    code = (
        "import time; x = bytearray(300_000_000); x[::4096] = b'1' * len(x[::4096]); time.sleep(30)"
    )
    large = measured([sys.executable, "-c", code], Limits(20, 200), tmp_path, "large")

    assert (slow.ended, large.ended) == ("time", "memory")
    assert slow.wall < 5
    assert large.megabytes > 200
