"""Reads a season's files into lawful pairs with scores: what every other method starts from."""

import csv
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks._match.measures import Measure

type Ints = NDArray[np.int64]
type Cells = list[dict[str, str]]

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Arcs:
    """The lawful pairs of those who are still to be placed, and what is settled before."""

    students: list[str]
    mentors: list[str]
    student: NDArray[np.int32]
    """Of each pair; pairs are in order of student, then mentor."""
    mentor: NDArray[np.int32]
    score: NDArray[np.int32]
    fewest: Ints
    """Of each mentor, less the locked students; 0 where those are enough already."""
    most: Ints
    settled: list[tuple[str, str, int]]
    """The locked pairs with their scores, which everybody has to make."""

    def only(self, keep: NDArray[np.bool]) -> "Arcs":
        """The same season with some of the pairs."""
        student, mentor, score = self.student[keep], self.mentor[keep], self.score[keep]
        return replace(self, student=student, mentor=mentor, score=score)


def read_arcs(folder: Path) -> Arcs:
    """The lawful pairs of the season in that folder."""
    config = tomllib.loads((folder / "config.toml").read_text(encoding="utf-8"))
    students, mentors = _rows(folder / "students.csv"), _rows(folder / "mentors.csv")
    pairs = _rows(folder / "pairs.csv")
    locks = {row["student"]: row["mentor"] for row in pairs if row["type"] == "lock"}
    mentors = [row for row in mentors if row.get("active") != "0"]
    open_students = [r for r in students if r.get("active") != "0" and r["id"] not in locks]
    fewest, most = _seats(mentors, config, list(locks.values()))
    with_seats = np.flatnonzero(most > 0)
    student, mentor = _lawful(open_students, mentors, config["must"], with_seats)
    keep = _not_refused(open_students, mentors, pairs, student, mentor)
    student, mentor = student[keep], mentor[keep]
    return Arcs(
        students=[row["id"] for row in open_students],
        mentors=[row["id"] for row in mentors],
        student=student,
        mentor=mentor,
        score=_scores(open_students, mentors, config, student, mentor),
        fewest=fewest,
        most=most,
        settled=_settled(students, mentors, config, locks),
    )


def _settled(
    students: Cells, mentors: Cells, config: dict[str, Any], locks: dict[str, str]
) -> list[tuple[str, str, int]]:
    """The locked pairs, lawful or not, with what they score."""
    who = [row for row in students if row["id"] in locks]
    place = {row["id"]: n for n, row in enumerate(mentors)}
    student = np.arange(len(who), dtype=np.int32)
    mentor = np.array([place[locks[row["id"]]] for row in who], dtype=np.int32)
    scores = _scores(who, mentors, config, student, mentor)
    return [(s["id"], locks[s["id"]], int(n)) for s, n in zip(who, scores, strict=True)]


def _rows(path: Path) -> Cells:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def many(cell: str) -> list[str]:
    """The list in a cell."""
    return [value for value in cell.split("|") if value]


def _seats(mentors: Cells, config: dict[str, Any], locked: list[str]) -> tuple[Ints, Ints]:
    groups = config["groups"]
    fewest = np.array([int(row.get("fewest") or groups["fewest"]) for row in mentors])
    most = np.array([int(row.get("most") or groups["most"]) for row in mentors])
    place = {row["id"]: n for n, row in enumerate(mentors)}
    for mentor in locked:
        fewest[place[mentor]] -= 1
        most[place[mentor]] -= 1
    return np.maximum(fewest, 0), most


def _lawful(
    students: Cells, mentors: Cells, rules: list[dict[str, str]], with_seats: Ints
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Pairs that keep the rules: students with the same cells share one mask over the mentors."""
    seats = np.zeros(len(mentors), dtype=bool)
    seats[with_seats] = True
    masks: list[dict[str, NDArray[np.bool]]] = [{} for _ in rules]
    found: dict[tuple[str, ...], NDArray[np.int32]] = {}
    lists = []
    for row in students:
        key = tuple(row[rule["student"]] for rule in rules)
        if key not in found:
            mask = seats
            for rule, known, cell in zip(rules, masks, key, strict=True):
                if cell not in known:
                    known[cell] = np.array([_admits(rule, cell, m) for m in mentors])
                mask = mask & known[cell]
            found[key] = np.flatnonzero(mask).astype(np.int32)
        lists.append(found[key])
    counts = [len(allowed) for allowed in lists]
    student = np.repeat(np.arange(len(students), dtype=np.int32), counts)
    return student, np.concatenate(lists) if lists else np.zeros(0, np.int32)


def _admits(rule: dict[str, str], cell: str, mentor: dict[str, str]) -> bool:
    match rule["kind"]:
        case "member":
            allowed = many(mentor[rule["mentor"]])
            return not allowed or cell in allowed
        case "share_any":
            return not set(many(cell)).isdisjoint(many(mentor[rule["mentor"]]))
        case "between":
            return float(mentor[rule["low"]]) <= float(cell) <= float(mentor[rule["high"]])
        case kind:
            raise ValueError(f"the benchmark knows no rule of kind {kind}")


def _not_refused(
    students: Cells,
    mentors: Cells,
    pairs: Cells,
    student: NDArray[np.int32],
    mentor: NDArray[np.int32],
) -> NDArray[np.bool]:
    """Which pairs are neither excluded nor against a student's wish for listed mentors only."""
    of_student = {row["id"]: n for n, row in enumerate(students)}
    of_mentor = {row["id"]: n for n, row in enumerate(mentors)}
    keep = np.ones(len(student), dtype=bool)
    starts = np.searchsorted(student, np.arange(len(students) + 1))
    for row in pairs:
        if row["student"] in of_student and row["mentor"] in of_mentor:
            n = of_student[row["student"]]
            part = slice(starts[n], starts[n + 1])
            keep[part] &= mentor[part] != of_mentor[row["mentor"]]
    for n, person in enumerate(students):
        if person.get("only_preferences") == "1":
            listed = [of_mentor[w] for w in many(person["preferences"]) if w in of_mentor]
            part = slice(starts[n], starts[n + 1])
            keep[part] &= np.isin(mentor[part], listed)
    return keep


def _scores(
    students: Cells,
    mentors: Cells,
    config: dict[str, Any],
    student: NDArray[np.int32],
    mentor: NDArray[np.int32],
) -> NDArray[np.int32]:
    criteria = config["criterion"]
    measures = [(c["weight"], Measure(c, students, mentors)) for c in criteria]
    whole = sum(weight for weight, _ in measures)
    scores = np.empty(len(student), dtype=np.int32)
    for start in range(0, len(student), CHUNK):
        part = slice(start, start + CHUNK)
        a, b = student[part], mentor[part]
        total = sum((weight * measure(a, b) for weight, measure in measures), np.zeros(len(a), int))
        scores[part] = total // whole
    _lift_listed(students, mentors, config.get("preferences"), (student, mentor, scores))
    return scores


def _lift_listed(
    students: Cells,
    mentors: Cells,
    preferences: dict[str, int] | None,
    arcs: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]],
) -> None:
    """Gives listed mentors the score of their rank."""
    if preferences is None:
        return
    student, mentor, scores = arcs
    of_mentor = {row["id"]: n for n, row in enumerate(mentors)}
    starts = np.searchsorted(student, np.arange(len(students) + 1))
    first, step = preferences["first"], preferences["step"]
    for n, row in enumerate(students):
        for rank, wish in enumerate(many(row.get("preferences", ""))):
            if wish in of_mentor:
                at = starts[n] + np.searchsorted(mentor[starts[n] : starts[n + 1]], of_mentor[wish])
                if at < starts[n + 1] and mentor[at] == of_mentor[wish]:
                    scores[at] = first - step * rank + scores[at] * (1000 - first) // 1000
