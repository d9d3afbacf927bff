"""What would happen if: a matching kept warm, solved again in a part of the time."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

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
from wayfellow.matching.locks import refuse_lonely
from wayfellow.matching.losses import stepped
from wayfellow.matching.market import Flags, Market
from wayfellow.matching.relax import relaxed
from wayfellow.matching.report import Proof
from wayfellow.matching.roster import read_roster
from wayfellow.matching.types import Mentor, Pin, Pool, Solution
from wayfellow.matching.watch import Watch

# What a question may cost: steps of the multipliers, and the search after them.
# An old answer is no help when more than one student in so many lacks a place that may be possible.
FAR = 500
STEPS, PACE = 40, Pace(steps=0, rounds=1, seeds=4, wide=MENTORS)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """A pool's pairs, the old answer among them, and the multipliers to start from."""

    grid: Grid
    complete: bool
    hopeless: Flags
    """Mentors who could never reach their fewest."""
    market: Market
    at: Ints
    """Where everybody is in the old answer, as far as it is lawful here."""
    loose: Ints
    multiplier: Ints


class WhatIf:
    """A pool and an answer to it, ready for questions.

    Making one costs a part of solving, and a question after that less again. With other weights or
    more mentors every pair is scored anew, as by ``solve_from``. Nothing is remembered between two
    questions.
    """

    def __init__(
        self,
        pool: Pool,
        answer: Mapping[str, str],
        *,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        """``answer``: the mentor's id by the student's; pairs that are not lawful are passed over."""
        self._pool = pool
        self._answer = dict(answer)
        self._ready = _readied(pool, answer, Watch(None, cancelled), steps=3 * STEPS)
        grid = self._ready.grid
        students = {student.id: student for student in pool.students}
        self._known = {
            (s, m): pair_of(
                pool.settings, students[s], grid.mentors[grid.mentor_at[m]], locked=False
            )
            for s, m in answer.items()
            if s in students and m in grid.mentor_at
        }

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
            return solve_from(pool, self._answer, cancelled=cancelled)
        watch = Watch(None, cancelled)
        found = self._warm(pool, watch)
        if found is None:
            return solve(pool, cancelled=cancelled)
        ready, guide = found
        proven = _proof(ready, guide, watch)
        return solution(pool, ready.grid, guide.at, proven, watch, self._known)

    def _warm(self, pool: Pool, watch: Watch) -> tuple[_Ready, Guided] | None:
        """With the pairs and scores that are known."""
        with watch.stage("read"):
            roster = read_roster(pool)
            try:
                grid = self._ready.grid.changed(roster)
            except ValueError:
                return None
        with watch.stage("relaxation"):
            loose = relaxed(
                grid, _restated(self._ready, grid), watch, complete=self._ready.complete
            )
            ready = replace(self._ready, grid=grid, market=loose.market, loose=loose.at)
        return _answered(ready, watch)


def solve_from(
    pool: Pool,
    answer: Mapping[str, str],
    *,
    time_limit: float | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Solution:
    """The groups of a pool like one to which ``answer`` was found: quicker than ``solve``, and nearly
    as good.

    ``answer``: the mentor's id by the student's; what is not lawful here is passed over. Where the old
    answer turns out to be far from what is possible, the search starts from nothing after all. Raises
    what ``solve`` raises.
    """
    watch = Watch(time_limit, cancelled)
    with watch.stage("read"):
        ready = _readied(pool, answer, watch, steps=STEPS)
    found = _answered(ready, watch)
    if found is not None:
        ready, guide = found
        proven = _proof(ready, guide, watch)
        placed = int((guide.at != NOWHERE).sum())
        if (proven.placed - placed) * FAR <= ready.grid.n:
            return solution(pool, ready.grid, guide.at, proven, watch, {})
    return solve(pool, time_limit=watch.left(), cancelled=cancelled)


def _readied(pool: Pool, answer: Mapping[str, str], watch: Watch, *, steps: int) -> _Ready:
    grid = Grid(read_roster(pool), pool.settings)
    found = candidates(grid, watch.pulse)
    start = market_of(grid, found)
    refuse_lonely(pool, grid, found)
    loose = relaxed(grid, start, watch, complete=found.complete)
    market, at = _with_answer(grid, loose.market, answer)
    dual = begun(aimed(market), int((loose.at != NOWHERE).sum()))
    return _Ready(
        grid=grid,
        complete=found.complete,
        hopeless=(start.high == 0) & (grid.high > 0),
        market=market,
        at=at,
        loose=loose.at,
        multiplier=stepped(aimed(market), dual, steps, watch).multiplier,
    )


def _restated(ready: _Ready, grid: Grid) -> Market:
    """The market with the new seats and without the pairs that are out."""
    arcs = ready.market.arcs
    keep = ~grid.aside[arcs.student]
    out = grid.vetoes.row * grid.m + grid.vetoes.col
    keep &= ~np.isin(arcs.student * grid.m + arcs.mentor, out)
    high = np.where(ready.hopeless & ~grid.forced, 0, grid.high)
    market = replace(ready.market, low=grid.low, high=high, forced=grid.forced)
    arcs = arcs.keep(keep)
    fresh = np.flatnonzero(grid.forced & ~ready.market.forced)
    if len(fresh):
        arcs = joined([arcs, of_mentors(grid, fresh, lambda: None)], grid.m)
    return market.with_arcs(arcs)


def _answered(ready: _Ready, watch: Watch) -> tuple[_Ready, Guided] | None:
    """The best of what the multipliers and the old answer lead to; None if neither is lawful."""
    market, loose = ready.market, ready.loose
    with watch.stage("search"):
        placed = int((loose != NOWHERE).sum())
        dual = stepped(
            aimed(market), proven_by(aimed(market), ready.multiplier, placed), STEPS, watch
        )
        answers = [rounded(market, dual, watch), _kept(market, ready.at, ready.grid)]
        if not market.small(loose).any():
            answers.append(loose)
        lawful = [at for at in answers if at is not None]
        if not lawful:
            return None
        guide = Guided(at=max(lawful, key=market.key), market=market, dual=dual)
        if market.small(loose).any():
            guide = searched(guide, loose, watch, PACE)
    return ready, guide


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


def _proof(ready: _Ready, guide: Guided, watch: Watch) -> Proof:
    grid, market, at = ready.grid, guide.market, guide.at
    most = int((ready.loose != NOWHERE).sum())
    placed, below, total = market.key(at)
    with watch.stage("proof"):
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
