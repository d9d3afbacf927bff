"""Judges an answer by the contract alone, pair by pair and with nothing of the engine's."""

import csv
import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

type Row = dict[str, str]

WORD = re.compile(r"[^\W_]{2,}")


@dataclass(slots=True)
class Verdict:
    """What an answer is worth: only pairs in groups that keep every rule are counted."""

    placed: int = 0
    total: int = 0
    worst: int | None = None
    faults: list[str] = field(default_factory=list)

    @property
    def lawful(self) -> bool:
        return not self.faults


class Judge:
    """Knows one season; judges any number of answers to it."""

    def __init__(self, folder: Path) -> None:
        self.config = tomllib.loads((folder / "config.toml").read_text(encoding="utf-8"))
        self.students = {row["id"]: row for row in _rows(folder / "students.csv")}
        self.mentors = {row["id"]: row for row in _rows(folder / "mentors.csv")}
        pairs = _rows(folder / "pairs.csv")
        self.locks = {row["student"]: row["mentor"] for row in pairs if row["type"] == "lock"}
        self.bans = {(row["student"], row["mentor"]) for row in pairs if row["type"] == "exclude"}

    def judge(self, answer: Path) -> Verdict:
        """The verdict on a file of student, mentor, score."""
        verdict = Verdict()
        good: list[tuple[str, int]] = []
        sizes: Counter[str] = Counter()
        seen: set[str] = set()
        for row in _rows(answer):
            student, mentor = row["student"], row["mentor"]
            sizes[mentor] += 1
            faults = [f"{student} is placed twice"] if student in seen else []
            faults += self.faults(student, mentor)
            seen.add(student)
            score = None if faults else self.score(student, mentor)
            if score is not None and int(row["score"]) != score:
                faults = [f"{student} with {mentor} scores {score}, not {row['score']}"]
            if score is not None and not faults:
                good.append((mentor, score))
            verdict.faults += faults
        verdict.faults += [f"{s} is locked and not placed" for s in self.locks if s not in seen]
        self._count(verdict, good, sizes)
        return verdict

    def _count(self, verdict: Verdict, good: list[tuple[str, int]], sizes: Counter[str]) -> None:
        groups = self.config["groups"]
        unlawful = set()
        for mentor, size in sizes.items():
            row = self.mentors.get(mentor, {})
            fewest = int(row.get("fewest") or groups["fewest"])
            most = int(row.get("most") or groups["most"])
            if not fewest <= size <= most:
                unlawful.add(mentor)
                verdict.faults.append(f"{mentor} has {size} students, may have {fewest} to {most}")
        scores = [score for mentor, score in good if mentor not in unlawful]
        verdict.placed, verdict.total = len(scores), sum(scores)
        verdict.worst = min(scores, default=None)

    def faults(self, student: str, mentor: str) -> list[str]:
        """What is wrong with a pair, whatever the others are."""
        pair = f"{student} with {mentor}"
        if student not in self.students or mentor not in self.mentors:
            return [f"{pair}: one of them does not exist"]
        s, m = self.students[student], self.mentors[mentor]
        if "0" in (s.get("active"), m.get("active")):
            return [f"{pair}: one of them is inactive"]
        if student in self.locks:
            kept = self.locks[student] == mentor
            return [] if kept else [f"{pair}: locked to {self.locks[student]}"]
        if (student, mentor) in self.bans:
            return [f"{pair}: excluded"]
        if s.get("only_preferences") == "1" and mentor not in _many(s["preferences"]):
            return [f"{pair}: not on the student's list"]
        broken = (rule["kind"] for rule in self.config["must"] if not _admits(rule, s, m))
        return [f"{pair}: breaks the rule {kind}" for kind in broken]

    def score(self, student: str, mentor: str) -> int:
        """What a pair scores, lawful or not."""
        s, m = self.students[student], self.mentors[mentor]
        criteria = self.config["criterion"]
        values = sum(c["weight"] * _value(c, s, m) for c in criteria)
        base: int = values // sum(c["weight"] for c in criteria)
        listed = _many(s.get("preferences", ""))
        if "preferences" in self.config and m["id"] in listed:
            first, step = (self.config["preferences"][key] for key in ("first", "step"))
            base = first - step * listed.index(m["id"]) + base * (1000 - first) // 1000
        return base


def _rows(path: Path) -> list[Row]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def _many(cell: str) -> list[str]:
    return [value for value in cell.split("|") if value]


def _admits(rule: dict[str, str], s: Row, m: Row) -> bool:
    value = s[rule["student"]]
    match rule["kind"]:
        case "member":
            return m[rule["mentor"]] == "" or value in _many(m[rule["mentor"]])
        case "share_any":
            return any(one in _many(m[rule["mentor"]]) for one in _many(value))
        case "between":
            return float(m[rule["low"]]) <= float(value) <= float(m[rule["high"]])
        case kind:
            raise ValueError(f"the judge knows no rule of kind {kind}")


def _value(c: dict[str, Any], s: Row, m: Row) -> int:
    wanted, given = s[c["student"]], m[c["mentor"]]
    match c["kind"]:
        case "ranked":
            return _ranked(
                _many(wanted), _many(given), _many(m[c["second"]] if "second" in c else "")
            )
        case "near":
            return _near(wanted, given, c["step"])
        case "same":
            return 1000 if wanted == given else 0
        case "path":
            return _path([p for p in wanted.split("/") if p], [p for p in given.split("/") if p])
        case "words":
            return _words(set(WORD.findall(wanted.lower())), set(WORD.findall(given.lower())))
        case kind:
            return {"share": _share, "first": _first}[kind](_many(wanted), _many(given))


def _share(asked: list[str], has: list[str]) -> int:
    return 1000 * len(set(asked) & set(has)) // len(set(asked)) if asked else 0


def _first(asked: list[str], has: list[str]) -> int:
    if not any(one in has for one in asked):
        return 0
    return 1000 if asked[0] in has else 500


def _near(wanted: str, given: str, step: float) -> int:
    return int(max(0, 1000 - step * abs(float(wanted) - float(given)))) if wanted else 700


def _words(asked: set[str], has: set[str]) -> int:
    return 1000 * len(asked & has) // max(1, len(asked | has))


def _ranked(asked: list[str], has: list[str], also: list[str]) -> int:
    best = 0
    for rank, one in enumerate(asked):
        worth = max(0, 1000 - 250 * rank)
        best = max(best, worth if one in has else 600 * worth // 1000 if one in also else 0)
    return best


def _path(asked: list[str], has: list[str]) -> int:
    equal = 0
    for one, other in zip(asked, has, strict=False):
        if one != other:
            break
        equal += 1
    return 1000 * equal // len(asked) if asked else 0
