"""The pairs that the solver looks at: all of them when few, else the promising ones."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wayfellow.matching.encode import Ints, Matrix
from wayfellow.matching.grid import NEVER, Block, Grid

# So many pairs are simply all held.
FEW = 400_000
PER_STUDENT = 20
PER_MENTOR = 12
STUDENT_BITS = 32
NONE = np.iinfo(np.int64).min


@dataclass(frozen=True, slots=True, kw_only=True)
class Arcs:
    """Lawful pairs in order of student, then mentor.

    ``score`` is what the third aim makes of the pair's score: the same, unless it has a knee.
    """

    student: Ints
    mentor: Ints
    score: Ints

    def __len__(self) -> int:
        return len(self.student)

    def keep(self, mask: NDArray[np.bool_] | Ints) -> "Arcs":
        return Arcs(student=self.student[mask], mentor=self.mentor[mask], score=self.score[mask])

    def with_scores(self, score: Ints) -> "Arcs":
        return Arcs(student=self.student, mentor=self.mentor, score=score)

    def join(self, more: "Arcs", mentors: int) -> "Arcs":
        """Both, each pair once."""
        return joined([self, more], mentors)


def joined(pieces: list[Arcs], mentors: int) -> Arcs:
    student = np.concatenate([np.empty(0, np.int64), *(p.student for p in pieces)])
    mentor = np.concatenate([np.empty(0, np.int64), *(p.mentor for p in pieces)])
    score = np.concatenate([np.empty(0, np.int64), *(p.score for p in pieces)])
    _, first = np.unique(student * max(mentors, 1) + mentor, return_index=True)
    return Arcs(student=student[first], mentor=mentor[first], score=score[first])


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """The arcs to begin with, whether these are all, and how many mentors or students each has."""

    arcs: Arcs
    complete: bool
    per_mentor: Ints


def candidates(grid: Grid, pulse: Callable[[], object], few: int = FEW) -> Candidates:
    """One pass over all lawful pairs, a block at a time."""
    per_mentor = np.zeros(grid.m, dtype=np.int64)
    complete = sum(len(b.rows) * len(b.cols) for b in grid.blocks) <= few
    pieces: list[Arcs] = []
    tops = np.full((grid.m, PER_MENTOR), NONE, dtype=np.int64)
    for number, block in enumerate(grid.blocks):
        pulse()
        score = grid.block_aims(number)
        lawful = score != NEVER
        per_mentor[block.cols] += lawful.sum(axis=0)
        if complete:
            pieces.append(_pick(block, score, *np.nonzero(lawful)))
            continue
        key = _spread(score, block.rows, block.cols, lawful)
        pieces.append(_pick(block, score, *_best(key, PER_STUDENT)))
        _note_tops(tops, score, block, lawful)
        row, col, _ = grid.listed.within(block.rows, grid.place(block.cols))
        wished = lawful[row, col]
        pieces.append(_pick(block, score, row[wished], col[wished]))
    pieces.append(_best_of_each_mentor(tops))
    return Candidates(arcs=joined(pieces, grid.m), complete=complete, per_mentor=per_mentor)


def of_students(grid: Grid, rows: Ints, pulse: Callable[[], object]) -> Arcs:
    """Every lawful pair of these students."""
    wanted = np.zeros(grid.n, dtype=np.bool_)
    wanted[rows] = True
    pieces = []
    for number, block in enumerate(grid.blocks):
        mine = np.flatnonzero(wanted[block.rows])
        if len(mine):
            pulse()
            score = grid.block_aims(number)
            row, col = np.nonzero(score[mine] != NEVER)
            pieces.append(_pick(block, score, mine[row], col))
    return joined(pieces, grid.m)


def of_mentors(grid: Grid, cols: Ints, pulse: Callable[[], object]) -> Arcs:
    """Every lawful pair of these mentors."""
    pieces = []
    for number, block in enumerate(grid.blocks):
        mine = np.flatnonzero(np.isin(block.cols, cols))
        if len(mine):
            pulse()
            score = grid.block_aims(number)
            row, col = np.nonzero(score[:, mine] != NEVER)
            pieces.append(_pick(block, score, row, mine[col]))
    return joined(pieces, grid.m)


def _pick(block: Block, score: Matrix, row: Ints, col: Ints) -> Arcs:
    worth = score[row, col].astype(np.int64)
    return Arcs(student=block.rows[row], mentor=block.cols[col], score=worth)


def _spread(score: Ints, rows: Ints, cols: Ints, lawful: NDArray[np.bool_]) -> Ints:
    """Scores with ties broken differently for every student, so that not all want the same."""
    noise = (rows[:, None] * 40_503 + cols * 30_011) & 1023
    return np.where(lawful, score.astype(np.int64) * 1024 + noise, NONE)


def _best(key: Ints, count: int) -> tuple[Ints, Ints]:
    """Row and column of the best of each row."""
    wide = key.shape[1]
    if wide > count:
        col = np.argpartition(key, wide - count, axis=1)[:, wide - count :]
    else:
        col = np.broadcast_to(np.arange(wide), key.shape)
    row = np.repeat(np.arange(key.shape[0]), col.shape[1])
    col = np.ascontiguousarray(col).reshape(-1)
    real = key[row, col] != NONE
    return row[real], col[real]


def _note_tops(tops: Ints, score: Matrix, block: Block, lawful: NDArray[np.bool_]) -> None:
    """Keeps the best students of every mentor so far; one number holds score and student."""
    packed = (score.astype(np.int64) << STUDENT_BITS) + block.rows[:, None]
    theirs = np.where(lawful, packed, NONE).T
    if theirs.shape[1] > PER_MENTOR:
        theirs = np.partition(theirs, -PER_MENTOR, axis=1)[:, -PER_MENTOR:]
    both = np.concatenate([tops[block.cols], theirs], axis=1)
    tops[block.cols] = np.partition(both, -PER_MENTOR, axis=1)[:, -PER_MENTOR:]


def _best_of_each_mentor(tops: Ints) -> Arcs:
    mentor, place = np.nonzero(tops != NONE)
    packed = tops[mentor, place]
    score = packed >> STUDENT_BITS
    return Arcs(student=packed - (score << STUDENT_BITS), mentor=mentor, score=score)
