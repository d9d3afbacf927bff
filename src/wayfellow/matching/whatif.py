"""What would happen if: a matching kept warm, solved again in a part of the time."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import numpy as np

from wayfellow.matching import proof
from wayfellow.matching.arcs import Arcs, candidates, joined, of_mentors
from wayfellow.matching.dual import begun, proven_by
from wayfellow.matching.encode import Ints
from wayfellow.matching.engine import market_of, solution, solve
from wayfellow.matching.explain import pair_of
from wayfellow.matching.flow import NOWHERE
from wayfellow.matching.grid import NEVER, Grid
from wayfellow.matching.guide import Guided, aimed, rounded
from wayfellow.matching.improve import MENTORS, Pace, searched
from wayfellow.matching.losses import stepped
from wayfellow.matching.market import Market
from wayfellow.matching.relax import relaxed
from wayfellow.matching.report import Proof
from wayfellow.matching.roster import read_roster
from wayfellow.matching.types import Mentor, Pin, Pool, Solution
from wayfellow.matching.watch import Watch

# What a question may cost: steps of the multipliers, and the search after them.
STEPS, PACE = 40, Pace(steps=0, rounds=1, seeds=4, wide=MENTORS)


class WhatIf:
    """A pool and an answer to it, ready for questions.

    Making one costs about as much as solving; each question after that much less, as long as it only
    pins pairs or changes seats. Other weights and more mentors cost more, as every pair is scored
    anew. Nothing is remembered between two questions.
    """

    def __init__(
        self,
        pool: Pool,
        answer: Mapping[str, str],
        *,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        """``answer``: the mentor's id by the student's; pairs that are not lawful are passed over."""
        watch = Watch(None, cancelled)
        self._pool = pool
        self._answer = dict(answer)
        self._grid = Grid(read_roster(pool), pool.settings)
        found = candidates(self._grid, watch.pulse)
        self._complete = found.complete
        start = market_of(self._grid, found)
        self._hopeless = (start.high == 0) & (self._grid.high > 0)
        loose = relaxed(self._grid, start, watch, complete=found.complete)
        self._market, self._at = _with_answer(self._grid, loose.market, self._answer)
        dual = begun(aimed(self._market), int((loose.at != NOWHERE).sum()))
        students = {student.id: student for student in pool.students}
        self._known = {
            (s, m): pair_of(
                pool.settings,
                students[s],
                self._grid.mentors[self._grid.mentor_at[m]],
                locked=False,
            )
            for s, m in answer.items()
            if s in students and m in self._grid.mentor_at
        }
        self._multiplier = stepped(aimed(self._market), dual, 3 * STEPS, watch).multiplier

    def solve(
        self,
        *,
        pins: Iterable[Pin] = (),
        seats: Mapping[str, tuple[int, int]] | None = None,
        weights: Mapping[str, int] | None = None,
        mentors: Iterable[Mentor] = (),
        cancelled: Callable[[], bool] | None = None,
    ) -> Solution:
        """The answer if these pins were added, these mentors had these seats (fewest, most), these
        criteria these weights, and these mentors were there too.

        Raises what ``solve`` raises, and ``LookupError`` for a mentor or criterion that is unknown.
        """
        pool = _changed(self._pool, tuple(pins), seats or {}, weights or {}, tuple(mentors))
        if weights or mentors:
            return solve(pool, cancelled=cancelled)
        watch = Watch(None, cancelled)
        with watch.stage("read"):
            roster = read_roster(pool)
            try:
                grid = self._grid.changed(roster)
            except ValueError:
                return solve(pool, cancelled=cancelled)
        with watch.stage("relaxation"):
            loose = relaxed(grid, self._restated(grid), watch, complete=self._complete)
        with watch.stage("search"):
            guide = self._guided(grid, loose.market, loose.at, watch)
        if guide is None:
            return solve(pool, cancelled=cancelled)
        with watch.stage("proof"):
            proven = _proof(grid, guide, int((loose.at != NOWHERE).sum()), watch)
        return solution(pool, grid, guide.at, proven, watch, self._known)

    def _restated(self, grid: Grid) -> Market:
        """The market with the new seats and without the pairs that are out."""
        arcs = self._market.arcs
        keep = ~grid.aside[arcs.student]
        out = grid.vetoes.row * grid.m + grid.vetoes.col
        keep &= ~np.isin(arcs.student * grid.m + arcs.mentor, out)
        high = np.where(self._hopeless & ~grid.forced, 0, grid.high)
        market = replace(self._market, low=grid.low, high=high, forced=grid.forced)
        arcs = arcs.keep(keep)
        fresh = np.flatnonzero(grid.forced & ~self._market.forced)
        if len(fresh):
            arcs = joined([arcs, of_mentors(grid, fresh, lambda: None)], grid.m)
        return market.with_arcs(arcs)

    def _guided(self, grid: Grid, market: Market, loose: Ints, watch: Watch) -> Guided | None:
        placed = int((loose != NOWHERE).sum())
        dual = proven_by(aimed(market), self._multiplier, placed)
        dual = stepped(aimed(market), dual, STEPS, watch)
        answers = [rounded(market, dual, watch), _kept(market, self._at, grid)]
        if not market.small(loose).any():
            answers.append(loose)
        lawful = [at for at in answers if at is not None]
        if not lawful:
            return None
        guide = Guided(at=max(lawful, key=market.key), market=market, dual=dual)
        if not market.small(loose).any():
            return guide
        return searched(guide, loose, watch, PACE)


def _kept(market: Market, at: Ints, grid: Grid) -> Ints | None:
    """The old answer as far as it still stands, with whoever lost their place given a new one."""
    at = np.where(grid.aside, NOWHERE, at)
    return market.light().settled(at)


def _with_answer(grid: Grid, market: Market, answer: Mapping[str, str]) -> tuple[Market, Ints]:
    """Where everybody is in the answer, and the market with the pairs of the answer in it."""
    row = {student.id: at for at, student in enumerate(grid.students)}
    pairs = [
        (row[s], grid.mentor_at[m]) for s, m in answer.items() if s in row and m in grid.mentor_at
    ]
    at = np.full(grid.n, NOWHERE, dtype=np.int64)
    if not pairs:
        return market, at
    student, mentor = np.array(sorted(pairs), dtype=np.int64).T
    at[student] = mentor
    more = []
    for number, block in enumerate(grid.blocks):
        place = grid.place(block.cols)
        mine = np.flatnonzero(at[block.rows] != NOWHERE)
        col = place[at[block.rows[mine]]]
        mine, col = mine[col >= 0], col[col >= 0]
        score = grid.block_aims(number)[mine, col]
        lawful = score != NEVER
        mine, col, score = mine[lawful], col[lawful], score[lawful].astype(np.int64)
        more.append(Arcs(student=block.rows[mine], mentor=block.cols[col], score=score))
    known = joined(more, grid.m)
    stands = np.full(grid.n, NOWHERE, dtype=np.int64)
    stands[known.student] = known.mentor
    return market.with_arcs(joined([market.arcs, known], grid.m)), stands


def _proof(grid: Grid, guide: Guided, most: int, watch: Watch) -> Proof:
    market, at = guide.market, guide.at
    placed, below, total = market.key(at)
    limit = proof.bound(grid, market, at, watch, steps=STEPS, dual=guide.dual)
    told = proof.told(grid, market, at, watch, steps=STEPS, limit=limit)
    return Proof(placed=most, total=told, optimal=placed == most and limit <= total and not below)


def _changed(
    pool: Pool,
    pins: tuple[Pin, ...],
    seats: Mapping[str, tuple[int, int]],
    weights: Mapping[str, int],
    mentors: tuple[Mentor, ...],
) -> Pool:
    unknown = {*seats} - {m.id for m in pool.mentors}
    unknown |= {*weights} - {c.name for c in pool.settings.criteria}
    if unknown:
        raise LookupError(", ".join(sorted(unknown)))
    again = {(p.student, p.mentor) for p in pins}
    there = tuple(
        replace(m, cells={**m.cells, "fewest": str(seats[m.id][0]), "most": str(seats[m.id][1])})
        if m.id in seats
        else m
        for m in pool.mentors
    )
    criteria = tuple(
        replace(c, weight=weights.get(c.name, c.weight)) for c in pool.settings.criteria
    )
    return replace(
        pool,
        mentors=there + mentors,
        pins=tuple(p for p in pool.pins if (p.student, p.mentor) not in again) + pins,
        settings=replace(pool.settings, criteria=criteria),
    )
