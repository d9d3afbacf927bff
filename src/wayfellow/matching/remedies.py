"""The smallest changes that would place a student who has no mentor."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from wayfellow.matching.encode import Ints, Matrix
from wayfellow.matching.explain import valued
from wayfellow.matching.flow import NOWHERE, counts
from wayfellow.matching.grid import Grid
from wayfellow.matching.market import Flags
from wayfellow.matching.mending import Mending
from wayfellow.matching.roster import wishes_of
from wayfellow.matching.types import Change, Mentor, Pool, Remedy, Student

MOST = 3
# Remedies are looked for among so many pairs at most; further students get none.
WORK = 40_000_000
CHUNK = 2_000_000
# What asks least of people comes first.
KINDS: tuple[Change, ...] = ("group", "seat", "fewest", "list", "admit")
COL_BITS, SCORE_BITS = 20, 22
COSTLY = 1 << 18
NO_KEY = np.int64(-(2**62))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Option:
    kind: Change
    row: int
    col: int
    rule: int
    key: int
    beyond: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """Pairs of a rectangle that one kind of change would allow, and what it costs by mentor.

    ``beyond``: the group would be larger or smaller than the settings have groups.
    """

    kind: Change
    rows: Ints
    cols: Ints
    mask: Flags
    cost: Ints
    rule: Matrix | None = None
    beyond: bool = False


def applied(pool: Pool, student_id: str, remedy: Remedy) -> Pool:
    """The pool with the change of one student's remedy made; nobody is placed by it yet."""
    if not remedy.column:
        return pool
    if remedy.kind == "list":
        return replace(
            pool,
            students=tuple(
                replace(s, cells={**s.cells, remedy.column: remedy.cell})
                if s.id == student_id
                else s
                for s in pool.students
            ),
        )
    return replace(
        pool,
        mentors=tuple(
            replace(m, cells={**m.cells, remedy.column: remedy.cell})
            if m.id == remedy.mentor
            else m
            for m in pool.mentors
        ),
    )


def remedies(grid: Grid, at: Ints) -> dict[str, tuple[Remedy, ...]]:
    """Up to ``MOST`` for each student without a mentor, by the student's id."""
    waiting = np.flatnonzero((at == NOWHERE) & ~grid.aside)[: WORK // max(1, grid.m)]
    return _Infirmary(grid, at, waiting).treated() if grid.m else {}


class _Infirmary:
    """The students who wait, and the mentors as the answer leaves them."""

    def __init__(self, grid: Grid, at: Ints, waiting: Ints) -> None:
        self.grid, self.waiting = grid, waiting
        self.count = counts(at, grid.m) + grid.locked
        self.full = (self.count >= grid.most) & (grid.most > 0)
        self.idle = (self.count == 0) & (grid.most > 0)
        self.free = (self.count > 0) & ~self.full
        self.mending = Mending(grid)
        self.waits = np.zeros(grid.n, np.bool_)
        self.waits[waiting] = True
        self.tall = max(1, CHUNK // max(1, grid.m))
        idle = np.flatnonzero(self.idle)
        self.place = grid.place(idle)
        self.willing = np.concatenate(
            [
                np.empty((0, len(idle)), np.bool_),
                *(self._lawful(rows, idle) for rows in self._cut()),
            ]
        )
        # How many of those who wait could go to each mentor.
        self.supply = np.zeros(grid.m, np.int64)
        self.supply[idle] = self.willing.sum(axis=0)
        self.others: dict[int, list[int]] = {}

    def treated(self) -> dict[str, tuple[Remedy, ...]]:
        options: dict[int, list[_Option]] = {row: [] for row in self.waiting.tolist()}
        for block in self.grid.blocks:
            rows = block.rows[self.waits[block.rows]]
            if len(rows):
                self._of_lawful(rows, block.cols, options)
        for rows in self._cut():
            self._of_others(rows, options)
        return {
            self.grid.students[row].id: tuple(self._remedy(each) for each in _chosen(some))
            for row, some in options.items()
        }

    def _cut(self) -> Iterable[Ints]:
        return (self.waiting[k : k + self.tall] for k in range(0, len(self.waiting), self.tall))

    def _open(self, rows: Ints, cols: Ints) -> Flags:
        """Which pairs are not excluded."""
        open_ = np.ones((len(rows), len(cols)), np.bool_)
        place = self.grid.place(cols)
        for marked in (self.grid.banned, self.grid.vetoes):
            row, col, _ = marked.within(rows, place)
            open_[row, col] = False
        return open_

    def _on_list(self, rows: Ints, cols: Ints) -> Flags:
        """Which pairs the student's wish for listed mentors only lets through."""
        allowed = np.repeat(~self.grid.only[rows][:, None], len(cols), axis=1)
        row, col, _ = self.grid.listed.within(rows, self.grid.place(cols))
        allowed[row, col] = True
        return allowed

    def _lawful(self, rows: Ints, cols: Ints) -> Flags:
        flags = self._open(rows, cols) & self._on_list(rows, cols)
        for at in self.grid.all_rules():
            flags &= self.grid.rule(at, rows, cols)
        return flags

    def _of_lawful(self, rows: Ints, cols: Ints, options: dict[int, list[_Option]]) -> None:
        """Mentors to whom the students may go as it is: what is missing is room or a group."""
        lawful = self._lawful(rows, cols)
        short = np.maximum(self.grid.fewest - self.supply, 0)[cols]
        idle, room = self.idle[cols], self.free[cols]
        groups = self.grid.settings.groups
        large = self.count[cols] >= groups.most
        small = self.supply[cols] < groups.fewest
        masks: list[tuple[Change, bool, Flags]] = [
            ("group", False, room | (idle & (short == 0))),
            ("seat", False, self.full[cols] & ~large),
            ("seat", True, self.full[cols] & large),
            ("fewest", False, idle & (short > 0) & ~small),
            ("fewest", True, idle & (short > 0) & small),
        ]
        for kind, beyond, mask in masks:
            cost = np.where(idle, short if kind == "fewest" else self.grid.fewest[cols], 0)
            self._note(_Found(kind, rows, cols, lawful & mask, cost, beyond=beyond), options)

    def _of_others(self, rows: Ints, options: dict[int, list[_Option]]) -> None:
        """Mentors with room to whom the students may not go, because of one thing only."""
        grid = self.grid
        cols = np.flatnonzero(self.free | (self.idle & (self.supply + 1 >= grid.fewest)))
        failing = np.zeros((len(rows), len(cols)), np.int8)
        rule = np.zeros((len(rows), len(cols)), np.int8)
        for at in grid.all_rules():
            broken = ~grid.rule(at, rows, cols)
            # A break that no cell mends counts twice, so that it is never the only one.
            failing += np.where(self.mending.possible(at, rows, cols), 1, 2) * broken
            rule[broken] = at
        open_, listed = self._open(rows, cols), self._on_list(rows, cols)
        cost = np.where(self.idle[cols], grid.fewest[cols], 0)
        unlisted = open_ & ~listed & (failing == 0)
        self._note(_Found("list", rows, cols, unlisted, cost), options)
        barred = open_ & listed & (failing == 1)
        self._note(_Found("admit", rows, cols, barred, cost, rule), options)

    def _note(self, found: "_Found", options: dict[int, list[_Option]]) -> None:
        """Keeps the best few for each of the students."""
        high, wide = np.flatnonzero(found.mask.any(axis=1)), np.flatnonzero(found.mask.any(axis=0))
        if not len(high):
            return
        rows, cols = found.rows[high], found.cols[wide]
        key = _keys(self.grid.scores(rows, cols), found.cost[wide], cols)
        for k, col, value in _top(np.where(found.mask[np.ix_(high, wide)], key, NO_KEY)):
            rule = 0 if found.rule is None else int(found.rule[high[k], wide[col]])
            row, mentor = int(rows[k]), int(cols[col])
            options[row].append(
                _Option(
                    kind=found.kind,
                    row=row,
                    col=mentor,
                    rule=rule,
                    key=value,
                    beyond=found.beyond,
                )
            )

    def _remedy(self, option: _Option) -> Remedy:
        student, mentor = self.grid.students[option.row], self.grid.mentors[option.col]
        together, size = self._together(option)
        column, value, cell = self._change(option, student, mentor, size)
        changed_student, changed_mentor = student, mentor
        if option.kind == "list":
            changed_student = replace(student, cells={**student.cells, column: cell})
        elif column:
            changed_mentor = replace(mentor, cells={**mentor.cells, column: cell})
        score = valued(self.grid.settings, changed_student, changed_mentor)[2]
        return Remedy(
            kind=option.kind,
            mentor=mentor.id,
            score=score,
            column=column,
            value=value,
            cell=cell,
            together=together,
            sentence=self._sentence(option, column, value, score) + _beside(together),
        )

    def _together(self, option: _Option) -> tuple[tuple[str, ...], int]:
        """Who else must come so that the mentor leads a group, and how many that makes."""
        if not self.idle[option.col]:
            return (), int(self.count[option.col]) + 1
        others = [row for row in self._suitors(option.col) if row != option.row]
        others = others[: int(self.grid.fewest[option.col]) - 1]
        return tuple(self.grid.students[row].id for row in others), len(others) + 1

    def _suitors(self, col: int) -> list[int]:
        """Those who wait and could go to the mentor, the best first."""
        if col not in self.others:
            rows = self.waiting[self.willing[:, self.place[col]]]
            score = self.grid.scores(rows, np.array([col]))[:, 0]
            best = np.lexsort((rows, -score))[: int(self.grid.fewest[col])]
            self.others[col] = rows[best].tolist()
        return self.others[col]

    def _change(
        self, option: _Option, student: Student, mentor: Mentor, size: int
    ) -> tuple[str, str, str]:
        if option.kind == "seat":
            return "most", *2 * (str(size),)
        if option.kind == "fewest":
            return "fewest", *2 * (str(size),)
        if option.kind == "list":
            return "preferences", mentor.id, "|".join((*wishes_of(student), mentor.id))
        if option.kind == "admit":
            return self.mending.change(option.rule, student, mentor)
        return "", "", ""

    def _sentence(self, option: _Option, column: str, value: str, score: int) -> str:
        mentor = self.grid.mentors[option.col]
        name = f"{mentor.id} (score {score})"
        if option.kind == "seat":
            return f"one more seat at {name}: {value} in place of {self.grid.most[option.col]}"
        if option.kind == "fewest":
            before = self.grid.fewest[option.col]
            return f"a group of {value} in place of at least {before} at {name}"
        if option.kind == "list":
            return f"{name} is put on the list too"
        if option.kind == "admit":
            return self.mending.sentence(option.rule, column, value, mentor) + f" (score {score})"
        return f"a group at {name}" if self.idle[option.col] else f"a free seat at {name}"


def _keys(score: Matrix, cost: Ints, cols: Ints) -> Ints:
    """Larger is better: what costs less, then the score, then the mentor who comes first."""
    half = 1 << (SCORE_BITS - 1)
    points = np.clip(score, -half, half - 1).astype(np.int64) + half
    rest = (1 << COL_BITS) - 1 - cols - (np.minimum(cost, COSTLY) << (COL_BITS + SCORE_BITS))
    key: Ints = (points << COL_BITS) + rest
    return key


def _top(key: Matrix) -> Iterable[tuple[int, int, int]]:
    """Row, column and key of the ``MOST`` best of each row."""
    if key.shape[1] > MOST:
        col = np.argpartition(key, key.shape[1] - MOST, axis=1)[:, key.shape[1] - MOST :]
    else:
        col = np.broadcast_to(np.arange(key.shape[1]), key.shape)
    value = np.take_along_axis(key, col, axis=1)
    row, at = np.nonzero(value != NO_KEY)
    return zip(row.tolist(), col[row, at].tolist(), value[row, at].tolist(), strict=True)


def _chosen(options: list[_Option]) -> list[_Option]:
    """The best of every kind first, then the next best, until there are enough; the smallest first."""
    options = sorted(options, key=_smallest)
    seen: list[Change] = []
    first: list[_Option] = []
    rest: list[_Option] = []
    for option in options:
        (rest if option.kind in seen else first).append(option)
        seen.append(option.kind)
    return sorted((first + rest)[:MOST], key=_smallest)


def _smallest(option: _Option) -> tuple[int, bool, int]:
    # Of one kind, what keeps to the settings' group sizes is first: others may be out of the question.
    return KINDS.index(option.kind), option.beyond, -option.key


def _beside(together: tuple[str, ...]) -> str:
    if not together:
        return ""
    *most, last = together
    names = f"{', '.join(most)} and {last}" if most else last
    return f", together with {names}"
