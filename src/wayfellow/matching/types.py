from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from wayfellow.matching.compared import Comparison, as_json

type Reason = Literal[
    "no eligible mentor", "seats", "group minimum", "inactive", "only preferences"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong in the input: where it stands and what is wrong with it.

    ``where`` is "students", "mentors", "pairs" or "configuration"; ``line`` counts from 1.
    """

    where: str
    line: int | None = None
    column: str | None = None
    reason: str


class BadInput(ValueError):
    """The input cannot be matched; carries every fault that was found."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f.reason for f in faults[:3]))
        self.faults = faults


class Cancelled(Exception):
    """The caller's ``cancelled`` said yes before the answer was ready."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Student:
    """Cells are strings as in a CSV file; a list is one cell split by ``|``.

    Cells the engine knows by name: ``preferences``, ``only_preferences``, ``active``.
    """

    id: str
    cells: Mapping[str, str]
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentor:
    """Cells the engine knows by name: ``fewest``, ``most``, ``active``."""

    id: str
    cells: Mapping[str, str]
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A pair that must be made (lock, above every rule) or must not be made (exclude)."""

    kind: str
    student: str
    mentor: str
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """A mentor leads no student, or at least ``fewest`` and at most ``most``."""

    fewest: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Must:
    """A hard rule: a pair that breaks it is never made."""

    kind: str
    student: str
    mentor: str = ""
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """What makes a pair good: a whole number 0..1000, counted ``weight`` times."""

    name: str
    kind: str
    weight: int
    student: str
    mentor: str
    second: str | None = None
    step: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """A listed mentor of rank r scores ``first - step*r + base*(1000-first)//1000``."""

    first: int
    step: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """``knee`` and ``lift`` belong together: points below the knee count ``lift`` times.

    ``audit`` names the columns of the students by which the report tells how they fared.
    """

    groups: Groups
    musts: tuple[Must, ...] = ()
    criteria: tuple[Criterion, ...]
    preferences: Preferences | None = None
    floor: int | None = None
    knee: int | None = None
    lift: int = 1
    audit: tuple[str, ...] = ()

    def utility(self, scores: NDArray[np.int64]) -> NDArray[np.int64]:
        """What the scores are worth to the third aim: themselves, unless there is a knee."""
        if self.knee is None or self.lift == 1:
            return scores
        worth: NDArray[np.int64] = scores + (self.lift - 1) * np.minimum(scores, self.knee)
        return worth

    def scores(self, utilities: NDArray[np.int64]) -> NDArray[np.int64]:
        """The scores that have these utilities."""
        if self.knee is None or self.lift == 1:
            return utilities
        above = utilities - (self.lift - 1) * self.knee
        return np.where(utilities <= self.lift * self.knee, utilities // self.lift, above)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Everything a run depends on; the order of people and pins never matters."""

    students: tuple[Student, ...]
    mentors: tuple[Mentor, ...]
    settings: Settings
    pins: tuple[Pin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """What one pair breaks; ``sentences.breach`` says it.

    ``kind``: the student or the mentor, ``who``, is "inactive"; ``mine`` and ``theirs``, their cells,
    do not keep a "rule"; the mentor is not on the "list" of a student who wants nobody else; the two
    are "excluded" as a pair.
    """

    kind: Literal["inactive", "rule", "list", "excluded"]
    student: str
    mentor: str
    who: str = ""
    rule: Must | None = None
    mine: str = ""
    theirs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the rules and criteria say of one pair, whether it is made or not."""

    score: int
    values: Mapping[str, int]
    broken: tuple[Breach, ...]
    listed: int | None

    @property
    def lawful(self) -> bool:
        return not self.broken


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A pair of the answer; ``because`` is its value in every criterion, in their order."""

    student: str
    mentor: str
    score: int
    because: tuple[tuple[str, int], ...]
    listed: int | None = None
    locked: bool = False


type Change = Literal["group", "seat", "fewest", "list", "admit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """A small change after which the student can be placed with ``mentor``, for ``score``.

    ``kind`` says what changes: "group", nothing, the pairs only need to be made; "seat", the mentor's
    ``most``; "fewest", the mentor's ``fewest``; "list", the student's ``preferences``; "admit", the
    cell of the mentor that ruled the pair out. ``column`` names the cell, ``value`` is what is new in
    it, ``cell`` all that it holds afterwards. ``together``: students without a mentor too, who make
    up the group. ``sentence`` says all of it.
    """

    kind: Change
    mentor: str
    score: int
    column: str = ""
    value: str = ""
    cell: str = ""
    together: tuple[str, ...] = ()
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """What stood nearest in a student's way; ``sentences.nearest`` says it.

    ``kind``: the student is "inactive"; there is "no mentor" at all; whom the rules admit is "closed",
    excluded or without a seat; ``count`` mentors who are not on the "list" could take the student;
    without one "rule" ``count`` mentors would be eligible; "rules" bar everybody together, of which
    this one removes ``count`` of ``of``; ``count`` eligible mentors have no "seats" left, the nearest
    of them has ``of``; the nearest mentor leads no "group", as ``of`` students were not to be had.
    ``unlisted`` mentors beside the list would have a seat.
    """

    kind: Literal["inactive", "no mentor", "closed", "list", "rule", "rules", "seats", "group"]
    rule: Must | None = None
    mentor: str = ""
    score: int = 0
    count: int = 0
    of: int = 0
    unlisted: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """A student without a mentor, why, what stood nearest in the way, and what would help.

    The remedies are the smallest first; each is enough by itself, and all others keep their mentors.
    """

    student: str
    reason: Reason
    obstacle: Obstacle
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The figures of one run; all but ``seconds`` and ``peak_memory`` are repeatable.

    ``upper_bound``: no lawful answer with as many placed has a larger total. ``placed_bound``: no
    lawful answer places more. ``gap`` is what total may lack of the upper bound, in per cent.
    ``cut``: a time limit ended the search. ``peak_memory`` is the process's, in bytes. ``utility`` is
    the sum of what the scores are worth, None where that is the total; ``fairness`` holds the
    attributes that the settings want to be told by.
    """

    placed: int
    placed_bound: int
    unplaced: Mapping[str, int]
    total: int
    worst: int | None
    below_floor: int | None
    deciles: tuple[int, ...]
    groups: Mapping[int, int]
    upper_bound: int
    gap: float
    optimal: bool
    cut: bool
    seconds: Mapping[str, float]
    peak_memory: int
    version: str
    solvers: Mapping[str, str]
    configuration: str
    utility: int | None = None
    fairness: tuple[Comparison, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain values, ready for ``json.dumps``; what the settings did not ask for is absent."""
        more: dict[str, Any] = {}
        if self.utility is not None:
            more["utility"] = self.utility
        if self.fairness:
            more["fairness"] = as_json(self.fairness)
        return {
            "placed": self.placed,
            "placed_bound": self.placed_bound,
            "placed_proven": self.placed == self.placed_bound,
            "unplaced": dict(self.unplaced),
            "total": self.total,
            "worst": self.worst,
            "below_floor": self.below_floor,
            "deciles": list(self.deciles),
            "groups": {str(size): count for size, count in self.groups.items()},
            "upper_bound": self.upper_bound,
            "gap": self.gap,
            "optimal": self.optimal,
            "cut": self.cut,
            "seconds": dict(self.seconds),
            "peak_memory": self.peak_memory,
            "version": self.version,
            "solvers": dict(self.solvers),
            "configuration": self.configuration,
            **more,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """Pairs and unplaced students, both sorted by student, and the figures."""

    pairs: tuple[Pair, ...]
    unplaced: tuple[Unplaced, ...]
    report: Report
