"""The pool as numbers, ready to score any rectangle of students by mentors."""

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayfellow.matching import measures
from wayfellow.matching.encode import Ints, Matrix
from wayfellow.matching.roster import Roster, only_listed, wishes_of
from wayfellow.matching.types import Mentor, Settings

# The score of a pair that must not be made: below any that can be.
NEVER = np.int32(-(2**31))
CELLS = 1_000_000
# Bytes of scores that are kept: at least so many, and so many for every person in a large pool.
REMEMBERED, REMEMBERED_EACH = 240_000_000, 2_400
# The same as NEVER where scores are kept in half the room.
_NEVER_SHORT = np.int16(-(2**15))
_SHORT = np.iinfo(np.int16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Students and the mentors that the rules shared by all of them admit."""

    rows: Ints
    cols: Ints
    rest: tuple[int, ...]


class Sparse:
    """A few marked pairs, found quickly by student."""

    def __init__(self, marks: list[tuple[int, int, int]], students: int) -> None:
        table = np.array(sorted(marks), dtype=np.int64).reshape(-1, 3)
        self.row, self.col, self.mark = table[:, 0], table[:, 1], table[:, 2]
        self._start = np.searchsorted(self.row, np.arange(students + 1))

    def within(self, rows: Ints, place: Ints) -> tuple[Ints, Ints, Ints]:
        """Row and column in the rectangle, and mark, of the marked pairs in it."""
        first, size = self._start[rows], self._start[rows + 1] - self._start[rows]
        at_row = np.repeat(np.arange(len(rows)), size)
        entry = np.arange(len(at_row)) - np.repeat(np.cumsum(size) - size, size) + first[at_row]
        at_col = place[self.col[entry]]
        inside = at_col >= 0
        return at_row[inside], at_col[inside], self.mark[entry[inside]]


class Grid:
    """Free students (active, not locked) by active mentors.

    Seats are what the locks leave over; ``forced`` mentors have locked students and so must reach
    their fewest.
    """

    def __init__(self, roster: Roster, settings: Settings) -> None:
        self.roster, self.settings = roster, settings
        self.students = [s for s in roster.students if s.id not in roster.locks]
        self.mentors = sorted(roster.mentors, key=partial(_place, settings))
        self.n, self.m = len(self.students), len(self.mentors)
        self.mentor_at = {mentor.id: at for at, mentor in enumerate(self.mentors)}
        self._lifted = settings.knee is not None
        self.aside = np.zeros(self.n, dtype=np.bool_)
        self.vetoes = Sparse([], self.n)
        self.count_seats()
        self._pairs()
        self._rules = [measures.rule(r, self.students, self.mentors) for r in settings.musts]
        self._criteria = [
            measures.criterion(c, self.students, self.mentors) for c in settings.criteria
        ]
        self._kept: dict[int, Matrix] = {}
        self._room = max(REMEMBERED, REMEMBERED_EACH * (self.n + self.m))
        self.blocks = list(self._split())

    def count_seats(self) -> None:
        """Seats as the roster has them, less those of the locked."""
        seats = np.array([self.roster.seats[m.id] for m in self.mentors], dtype=np.int64)
        fewest, most = seats.reshape(-1, 2).T
        self.locked = np.zeros(self.m, dtype=np.int64)
        for mentor in self.roster.locks.values():
            self.locked[self.mentor_at[mentor]] += 1
        self.fewest, self.most = np.maximum(fewest, 1), most
        self.high = most - self.locked
        self.low = np.where(self.locked > 0, np.maximum(fewest - self.locked, 0), self.fewest)
        self.forced = (self.locked > 0) & (self.low > 0)

    def _pairs(self) -> None:
        row = {student.id: at for at, student in enumerate(self.students)}
        listed: dict[tuple[int, int], int] = {}
        for at, student in enumerate(self.students):
            for rank, wish in enumerate(wishes_of(student)):
                if wish in self.mentor_at:
                    listed.setdefault((at, self.mentor_at[wish]), rank)
        self.listed = Sparse([(i, j, rank) for (i, j), rank in listed.items()], self.n)
        bans = [
            (row[s], self.mentor_at[m], 0)
            for s, m in self.roster.bans
            if s in row and m in self.mentor_at
        ]
        self.banned = Sparse(bans, self.n)
        self.only = np.array([only_listed(s) for s in self.students], dtype=np.bool_)

    def changed(self, roster: Roster) -> "Grid":
        """The same people with other pins or seats; who is locked now stands aside.

        Cheap, as all scores are kept. Raises ``ValueError`` when somebody came, went or was let go.
        """
        other = copy(self)
        other.roster = roster
        row = {student.id: at for at, student in enumerate(self.students)}
        if len(roster.mentors) != self.m or not {*self.roster.locks} <= {*roster.locks}:
            raise ValueError("other people than before")
        other.aside = np.zeros(self.n, dtype=np.bool_)
        other.aside[[row[s] for s in roster.locks if s in row]] = True
        fresh = [
            p for p in roster.bans - self.roster.bans if p[0] in row and p[1] in self.mentor_at
        ]
        other.vetoes = Sparse([(row[s], self.mentor_at[m], 0) for s, m in fresh], self.n)
        other.count_seats()
        if ((other.most > 0) & (self.most == 0)).any():
            raise ValueError("a mentor who took nobody now takes students")
        return other

    def rule(self, at: int, rows: Ints, cols: Ints) -> Matrix:
        """Whether the pairs of a rectangle keep the rule of that number."""
        return self._rules[at](rows, cols)

    def place(self, cols: Ints) -> Ints:
        """Where each mentor stands among the columns, or -1."""
        place = np.full(self.m, -1, dtype=np.int64)
        place[cols] = np.arange(len(cols))
        return place

    def lawful(self, rows: Ints, cols: Ints, rules: tuple[int, ...]) -> NDArray[np.bool_]:
        """Which pairs keep the rules of these numbers, the bans and the wish for nobody else."""
        allowed = np.ones((len(rows), len(cols)), dtype=np.bool_)
        for at in rules:
            allowed &= self._rules[at](rows, cols)
        place = self.place(cols)
        if self.only[rows].any():
            row, col, _ = self.listed.within(rows, place)
            on_list = ~np.repeat(self.only[rows][:, None], len(cols), axis=1)
            on_list[row, col] = True
            allowed &= on_list
        row, col, _ = self.banned.within(rows, place)
        allowed[row, col] = False
        return allowed

    def scores(self, rows: Ints, cols: Ints) -> Matrix:
        """The scores of a rectangle, lawful or not."""
        criteria = self.settings.criteria
        weights = sum(c.weight for c in criteria)
        wide: Any = np.int32 if weights * 1000 < 2**31 else np.int64
        total = np.zeros((len(rows), len(cols)), dtype=wide)
        for criterion, measure in zip(criteria, self._criteria, strict=True):
            total += measure(rows, cols).astype(wide, copy=False) * wide(criterion.weight)
        score: Matrix = (total // wide(weights)).astype(np.int32)
        preferences = self.settings.preferences
        if preferences:
            row, col, rank = self.listed.within(rows, self.place(cols))
            base = score[row, col].astype(np.int64)
            first, step = preferences.first, preferences.step
            score[row, col] = first - step * rank + base * (1000 - first) // 1000
        return score

    def block_scores(self, number: int) -> Matrix:
        """The scores of a block, NEVER where the pair is not lawful; kept while there is room."""
        block = self.blocks[number]
        kept = self._kept.get(number)
        if kept is None:
            score = self.scores(block.rows, block.cols)
            score[~self.lawful(block.rows, block.cols, block.rest)] = NEVER
            kept = _packed(score)
            if kept.nbytes <= self._room:
                self._room -= kept.nbytes
                self._kept[number] = kept
        else:
            score = _unpacked(kept)
        return self._without(score, block)

    def block_aims(self, number: int) -> Matrix:
        """What the third aim makes of the scores of a block; NEVER where the pair is not lawful."""
        score = self.block_scores(number)
        if not self._lifted:
            return score
        return np.where(score == NEVER, NEVER, self.settings.utility(score.astype(np.int64)))

    def plain(self) -> "Grid":
        """The same, aiming at the total of the scores even where they have a knee."""
        other = copy(self)
        other.aim_at_scores()
        return other

    def aim_at_scores(self) -> None:
        self._lifted = False

    def _without(self, score: Matrix, block: Block) -> Matrix:
        """Without the pairs that are out since ``changed``, if any of them is in the block."""
        out = self.aside[block.rows]
        row, col, _ = self.vetoes.within(block.rows, self.place(block.cols))
        if not out.any() and not len(row):
            return score
        score[out] = NEVER
        score[row, col] = NEVER
        return score

    def all_rules(self) -> tuple[int, ...]:
        return tuple(range(len(self._rules)))

    def _split(self) -> Iterator[Block]:
        """Groups students whom the same mentors are open to, by as many rules as is worth it."""
        group, open_to, used = self._groups()
        rest = tuple(r for r in self.all_rules() if r not in used)
        order = np.argsort(group, kind="stable")
        cuts = np.flatnonzero(np.diff(group[order])) + 1
        for rows in np.split(order, cuts):
            cols = open_to[group[rows[0]]] if len(rows) else open_to[0]
            if not len(rows) or not len(cols):
                continue
            tall = max(1, CELLS // len(cols))
            for top in range(0, len(rows), tall):
                yield Block(rows=rows[top : top + tall], cols=cols, rest=rest)

    def _groups(self) -> tuple[Ints, list[Ints], list[int]]:
        """The group of each student, the mentors open to each group, and the rules that were used.

        Rule by rule, each looked up among the mentors only whom the rules before left open.
        """
        group, used = np.zeros(self.n, dtype=np.int64), []
        open_to = [np.flatnonzero(self.most > 0)]
        enough = max(1, self.n // 12)
        for at, must in enumerate(self.settings.musts):
            cells = [s.cells[must.student] for s in self.students]
            finer = _refine(group, cells, _sorts[must.kind])
            if len(finer) and finer.max() < enough:
                _, first = np.unique(finer, return_index=True)
                before = [open_to[g] for g in group[first]]
                open_to = [
                    cols[self._rules[at](first[g : g + 1], cols)[0]]
                    for g, cols in enumerate(before)
                ]
                group = finer
                used.append(at)
        return group, open_to, used


def _place(settings: Settings, mentor: Mentor) -> tuple[str, ...]:
    """Mentors open to the same students stand side by side: what is read together lies together."""
    ruled = (must.mentor or must.low for must in settings.musts)
    return (*(mentor.cells[column] for column in ruled), mentor.id)


def _packed(score: Matrix) -> Matrix:
    """The scores in half the room, if they are small enough."""
    lawful = score != NEVER
    low, high = score.min(where=lawful, initial=0), score.max(where=lawful, initial=0)
    if low <= _SHORT.min or high > _SHORT.max:
        return score.copy()
    return np.where(lawful, score.astype(np.int16), _NEVER_SHORT)


def _unpacked(kept: Matrix) -> Matrix:
    if kept.dtype != np.int16:
        return kept.copy()
    return np.where(kept == _NEVER_SHORT, NEVER, kept.astype(np.int32))


def _refine(group: Ints, cells: list[str], sort: Callable[[str], object]) -> Ints:
    known: dict[tuple[int, object], int] = {}
    pairs = zip(group.tolist(), cells, strict=True)
    return np.array([known.setdefault((g, sort(c)), len(known)) for g, c in pairs], dtype=np.int64)


def _bag(cell: str) -> object:
    return frozenset(cell.split("|"))


_sorts: dict[str, Callable[[str], object]] = {"member": str, "share_any": _bag, "between": float}
