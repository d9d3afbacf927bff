"""What a cell means, and the arithmetic of one pair: the contract in its plainest form."""

import math
import re
import sys
from functools import lru_cache

from wayfellow.matching.texts import likeness
from wayfellow.matching.types import Criterion, Mentor, Must, Student

_WORD = re.compile(r"[^\W_]{2,}")
UNSAID = 700


@lru_cache(maxsize=65_536)
def many(cell: str) -> tuple[str, ...]:
    """The values of a list cell, in their order; an empty cell is an empty list."""
    return tuple(value for value in cell.split("|") if value)


@lru_cache(maxsize=65_536)
def words(cell: str) -> frozenset[str]:
    """Lower-cased words of two or more letters or digits."""
    return frozenset(_WORD.findall(cell.lower()))


def parts(cell: str) -> tuple[str, ...]:
    """The parts of a path ``a/b/c``."""
    return tuple(part for part in cell.split("/") if part)


def number(cell: str) -> float | None:
    """A finite number, or None when the cell holds none."""
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def admits(rule: Must, student: Student, mentor: Mentor) -> bool:
    """Whether the pair keeps the rule."""
    mine = student.cells[rule.student]
    if rule.kind == "between":
        low, high = float(mentor.cells[rule.low]), float(mentor.cells[rule.high])
        return low <= float(mine) <= high
    theirs = many(mentor.cells[rule.mentor])
    if rule.kind == "member":
        return not theirs or mine in theirs
    return not set(many(mine)).isdisjoint(theirs)


def value(criterion: Criterion, student: Student, mentor: Mentor) -> int:
    """The pair's value in the criterion, 0..1000."""
    mine, theirs = student.cells[criterion.student], mentor.cells[criterion.mentor]
    if criterion.kind == "ranked":
        second = mentor.cells[criterion.second] if criterion.second else ""
        return _ranked(many(mine), set(many(theirs)), set(many(second)))
    if criterion.kind == "near":
        if mine == "":
            return UNSAID
        # Bounded before it is cut to a whole number: far apart may be endlessly far for a machine.
        return int(max(0.0, 1000 - criterion.step * _apart(float(mine), float(theirs))))
    return _OF_TWO[criterion.kind](mine, theirs)


def _apart(a: float, b: float) -> float:
    return min(abs(a - b), sys.float_info.max)


def base(values: list[int], criteria: tuple[Criterion, ...]) -> int:
    """The weighted mean of the values, rounded down."""
    weighted = sum(c.weight * v for c, v in zip(criteria, values, strict=True))
    return weighted // sum(c.weight for c in criteria)


def _share(mine: str, theirs: str) -> int:
    want = set(many(mine))
    return 1000 * len(want.intersection(many(theirs))) // len(want) if want else 0


def _ranked(mine: tuple[str, ...], first: set[str], second: set[str]) -> int:
    best = 0
    for rank, wish in enumerate(mine):
        worth = max(0, 1000 - 250 * rank)
        best = max(best, worth if wish in first else 600 * worth // 1000 if wish in second else 0)
    return best


def _same(mine: str, theirs: str) -> int:
    return 1000 if mine == theirs else 0


def _path(mine: str, theirs: str) -> int:
    want, equal = parts(mine), 0
    for a, b in zip(want, parts(theirs), strict=False):
        if a != b:
            break
        equal += 1
    return 1000 * equal // len(want) if want else 0


def _first(mine: str, theirs: str) -> int:
    want, have = many(mine), many(theirs)
    if not want:
        return 0
    return 1000 if want[0] in have else 0 if set(want).isdisjoint(have) else 500


def _words(mine: str, theirs: str) -> int:
    a, b = words(mine), words(theirs)
    return 1000 * len(a & b) // len(a | b) if a | b else 0


_OF_TWO = {
    "share": _share,
    "same": _same,
    "path": _path,
    "first": _first,
    "words": _words,
    "text": likeness,
}
