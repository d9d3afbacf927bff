"""Rules and criteria for whole rectangles of students by mentors, equal to ``cells`` by the bit."""

from collections.abc import Callable, Sequence

import numpy as np

from wayfellow.matching.cells import UNSAID, many, parts, words
from wayfellow.matching.encode import Holding, Ints, Matrix, Overlap, alike, codes, vocabulary
from wayfellow.matching.texts import Likeness
from wayfellow.matching.types import Criterion, Mentor, Must, Student

type Measure = Callable[[Ints, Ints], Matrix]
type Students = Sequence[Student]
type Mentors = Sequence[Mentor]

RANKS = 4


def rule(must: Must, students: Students, mentors: Mentors) -> Measure:
    """A measure that is true where the pair keeps the rule."""
    mine = [s.cells[must.student] for s in students]
    if must.kind == "between":
        at = np.array([float(c) for c in mine])
        low = np.array([float(m.cells[must.low]) for m in mentors])
        high = np.array([float(m.cells[must.high]) for m in mentors])
        return lambda rows, cols: (low[cols] <= at[rows, None]) & (at[rows, None] <= high[cols])
    theirs = [many(m.cells[must.mentor]) for m in mentors]
    if must.kind == "share_any":
        overlap = Overlap([frozenset(many(c)) for c in mine], [frozenset(t) for t in theirs])
        return lambda rows, cols: overlap.common(rows, cols) > 0
    known = vocabulary([(c,) for c in mine], theirs)
    holding, value = Holding(theirs, known), codes(mine, known)
    open_to_all = np.array([not t for t in theirs], dtype=np.bool_)
    return lambda rows, cols: holding.has(value[rows], cols) | open_to_all[cols]


def criterion(criterion: Criterion, students: Students, mentors: Mentors) -> Measure:
    """A measure of the pair's value, 0..1000."""
    mine = [s.cells[criterion.student] for s in students]
    theirs = [m.cells[criterion.mentor] for m in mentors]
    if criterion.kind == "near":
        return _near(mine, theirs, criterion.step)
    if criterion.kind == "ranked":
        second = [m.cells[criterion.second] if criterion.second else "" for m in mentors]
        return _ranked(mine, theirs, second)
    return _OF_TWO[criterion.kind](mine, theirs)


def _lists(cells: Sequence[str]) -> list[frozenset[str]]:
    return [frozenset(many(c)) for c in cells]


def _share(mine: Sequence[str], theirs: Sequence[str]) -> Measure:
    overlap = Overlap(_lists(mine), _lists(theirs))
    size = np.maximum(overlap.left_size, 1)
    return lambda rows, cols: 1000 * overlap.common(rows, cols) // size[rows, None]


def _words(mine: Sequence[str], theirs: Sequence[str]) -> Measure:
    overlap = Overlap([words(c) for c in mine], [words(c) for c in theirs])

    def measure(rows: Ints, cols: Ints) -> Matrix:
        both = overlap.common(rows, cols)
        either = overlap.left_size[rows, None] + overlap.right_size[cols] - both
        value: Matrix = 1000 * both // np.maximum(either, 1)
        return value

    return measure


def _text(mine: Sequence[str], theirs: Sequence[str]) -> Measure:
    return Likeness(mine, theirs).values


def _same(mine: Sequence[str], theirs: Sequence[str]) -> Measure:
    left, right = alike(mine, theirs)
    return lambda rows, cols: (left[rows, None] == right[cols]) * np.int32(1000)


def _path(mine: Sequence[str], theirs: Sequence[str]) -> Measure:
    left, right = [parts(c) for c in mine], [parts(c) for c in theirs]
    depth = min(max(map(len, left), default=0), max(map(len, right), default=0))
    # Two paths agree to a depth exactly when their beginnings of that depth are one text; a path
    # that is too short gets a text of its side's own, which no beginning can be.
    levels = [
        alike(
            ["/".join(p[:d]) if len(p) >= d else "//left" for p in left],
            ["/".join(p[:d]) if len(p) >= d else "//right" for p in right],
        )
        for d in range(1, depth + 1)
    ]
    size = np.array([max(len(p), 1) for p in left], dtype=np.int32)

    def measure(rows: Ints, cols: Ints) -> Matrix:
        equal = np.zeros((len(rows), len(cols)), dtype=np.int32)
        for a, b in levels:
            equal += a[rows, None] == b[cols]
        return 1000 * equal // size[rows, None]

    return measure


def _first(mine: Sequence[str], theirs: Sequence[str]) -> Measure:
    wants, haves = [many(c) for c in mine], [many(c) for c in theirs]
    overlap = Overlap(_lists(mine), _lists(theirs))
    known = vocabulary([w[:1] for w in wants], haves)
    holding, first = Holding(haves, known), codes([w[0] if w else None for w in wants], known)

    def measure(rows: Ints, cols: Ints) -> Matrix:
        some = (overlap.common(rows, cols) > 0) * np.int32(500)
        return np.where(holding.has(first[rows], cols), np.int32(1000), some)

    return measure


def _ranked(mine: Sequence[str], theirs: Sequence[str], second: Sequence[str]) -> Measure:
    wants = [many(c)[:RANKS] for c in mine]
    haves, seconds = [many(c) for c in theirs], [many(c) for c in second]
    known = vocabulary(wants, [a + b for a, b in zip(haves, seconds, strict=True)])
    main, other = Holding(haves, known), Holding(seconds, known)
    wished = [codes([w[r] if r < len(w) else None for w in wants], known) for r in range(RANKS)]

    def measure(rows: Ints, cols: Ints) -> Matrix:
        best = np.zeros((len(rows), len(cols)), dtype=np.int32)
        for rank, value in enumerate(wished):
            worth = np.int32(1000 - 250 * rank)
            less = np.where(other.has(value[rows], cols), 600 * worth // 1000, np.int32(0))
            np.maximum(best, np.where(main.has(value[rows], cols), worth, less), out=best)
        return best

    return measure


def _near(mine: Sequence[str], theirs: Sequence[str], step: float) -> Measure:
    said = np.array([c != "" for c in mine], dtype=np.bool_)
    at = np.array([float(c) if c else 0.0 for c in mine])
    to = np.array([float(c) for c in theirs])

    def measure(rows: Ints, cols: Ints) -> Matrix:
        with np.errstate(over="ignore"):
            apart = np.minimum(np.abs(at[rows, None] - to[cols]), np.finfo(np.float64).max)
            value = 1000 - step * apart
        return np.where(said[rows, None], np.maximum(value, 0), UNSAID).astype(np.int32)

    return measure


_OF_TWO: dict[str, Callable[[Sequence[str], Sequence[str]], Measure]] = {
    "share": _share,
    "same": _same,
    "path": _path,
    "first": _first,
    "words": _words,
    "text": _text,
}
