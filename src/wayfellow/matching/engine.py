"""From a pool to its groups: relaxation, open or close, exact search, proof."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from wayfellow.matching.arcs import Candidates, candidates, joined, of_mentors
from wayfellow.matching.encode import Ints
from wayfellow.matching.exact import Effort, solved
from wayfellow.matching.explain import pair_of, unplaced
from wayfellow.matching.flow import NOWHERE, worth
from wayfellow.matching.grid import Grid
from wayfellow.matching.improve import improved
from wayfellow.matching.market import Flags, Market, market
from wayfellow.matching.openclose import open_or_close, thinned
from wayfellow.matching.relax import Relaxed, bound, relaxed
from wayfellow.matching.report import Proof, report
from wayfellow.matching.roster import read_roster
from wayfellow.matching.types import BadInput, Fault, Pair, Pool, Solution
from wayfellow.matching.watch import Watch

# A problem up to this size is solved exactly as a whole.
WHOLE_STUDENTS = 600
WHOLE_ARCS = 8_000
WHOLE_NODES = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """An answer for the free students, and what is known of the best there could be."""

    at: Ints
    placed_bound: int
    proven: bool
    limit: int | None


def solve(
    pool: Pool,
    *,
    time_limit: float | None = None,
    threads: int = 1,
    cancelled: Callable[[], bool] | None = None,
) -> Solution:
    """Places as many students as lawfully possible, then with the largest total score.

    The same pool gives the same answer in any order of its people, unless ``time_limit`` (seconds)
    cut the search: the answer is then the best lawful one so far. Raises ``BadInput`` for input
    that cannot be read and locks that cannot be kept, ``Cancelled`` once ``cancelled()`` is true.
    ``threads`` is what a caller allows; the answer never depends on it.
    """
    watch = Watch(time_limit, cancelled)
    with watch.stage("read"):
        grid = Grid(read_roster(pool), pool.settings)
    with watch.stage("candidates"):
        found = candidates(grid, watch.pulse)
        start = _market(grid, found)
        _refuse_lonely_locks(pool, grid, found)
    best, start = _search(pool, grid, start, watch, complete=found.complete)
    with watch.stage("proof"):
        proof = _proof(grid, start, best, watch)
    with watch.stage("reasons"):
        pairs = _pairs(pool, grid, best.at)
        rest = tuple(unplaced(grid, best.at))
    figures = report(pool.settings, pairs, rest, _with_locks(proof, pool, grid), watch)
    return Solution(pairs=pairs, unplaced=rest, report=figures)


def _market(grid: Grid, found: Candidates) -> Market:
    """A mentor who could never reach the fewest is left out from the start."""
    hopeless = (found.per_mentor < grid.low) & ~grid.forced
    high = np.where(hopeless, 0, grid.high)
    floor = grid.settings.floor
    value = worth(grid.n, found.arcs.score, floor, grid.n + grid.m)
    return market(grid.n, found.arcs, value, (grid.low, high, grid.forced))


def _search(
    pool: Pool, grid: Grid, start: Market, watch: Watch, *, complete: bool
) -> tuple[_Found, Market]:
    with watch.stage("relaxation"):
        loose = relaxed(grid, start, watch, complete=complete)
    most = int((loose.at != NOWHERE).sum()) if loose.proven else _seats(grid)
    found = _Found(at=loose.at, placed_bound=most, proven=loose.exact, limit=loose.limit)
    if not loose.market.small(loose.at).any():
        return found, loose.market
    with watch.stage("groups"):
        start, at, doubted = _grouped(pool, grid, loose, watch)
    with watch.stage("search"):
        if complete and grid.n <= WHOLE_STUDENTS and len(start.arcs) <= WHOLE_ARCS:
            whole = _whole(start, at, most, watch)
            if whole is not None:
                return whole, start
        at = improved(start, at, _seeds(start, loose.at, at, doubted), watch)
        if not watch.late():
            polished = start.light().settled(at)
            if polished is not None and start.key(polished) > start.key(at):
                at = polished
    return replace(found, at=at, proven=False), start


def _whole(start: Market, at: Ints, most: int, watch: Watch) -> _Found | None:
    """The problem solved exactly as a whole, when that can be done."""
    known = most if int((at != NOWHERE).sum()) == most else -1
    whole = solved(start, known, Effort(nodes=WHOLE_NODES, seconds=watch.left()))
    if whole is None or start.key(whole) < start.key(at):
        return None
    placed, _, total = start.key(whole)
    limit = total if start.worth.floor is None else None
    return _Found(at=whole, placed_bound=placed, proven=True, limit=limit)


def _grouped(pool: Pool, grid: Grid, loose: Relaxed, watch: Watch) -> tuple[Market, Ints, Flags]:
    """A lawful answer; when locked groups cannot be filled from the arcs, from all pairs."""
    start = loose.market
    result = open_or_close(thinned(start, loose.at), loose.at, watch)
    if result is None:
        more = of_mentors(grid, np.flatnonzero(grid.forced), watch.pulse)
        start = start.with_arcs(joined([start.arcs, more], grid.m))
        result = open_or_close(start, loose.at, watch)
    if result is None:
        raise BadInput(_lock_faults(pool, [grid.mentors[_unfillable(start)].id]))
    return start, *result


def _unfillable(start: Market) -> int:
    """The first forced mentor, in order of id, who cannot be filled together with those before."""
    forced = np.flatnonzero(start.forced)
    low, high = 0, len(forced)
    while high - low > 1:
        middle = (low + high) // 2
        some = np.zeros(start.mentors, dtype=np.bool_)
        some[forced[:middle]] = True
        low, high = (middle, high) if start.flow(some, ~some) is not None else (low, middle)
    return int(forced[low])


def _seeds(start: Market, loose: Ints, at: Ints, doubted: Flags) -> Ints:
    """Where to search: mentors near students who lost their place, then all that were in doubt."""
    lost = np.flatnonzero((loose != NOWHERE) & (at == NOWHERE))
    small = start.small(loose)
    return np.array(
        list(dict.fromkeys([*loose[lost], *np.flatnonzero(small), *np.flatnonzero(doubted)])),
        dtype=np.int64,
    )


def _seats(grid: Grid) -> int:
    return min(grid.n, int(grid.high.sum()))


def _proof(grid: Grid, start: Market, best: _Found, watch: Watch) -> Proof:
    placed, below, total = start.key(best.at)
    limit = best.limit
    if limit is None or placed < best.placed_bound:
        limit = bound(grid, start, placed, watch)
    optimal = best.proven or (placed == best.placed_bound and limit <= total and not below)
    return Proof(placed=best.placed_bound, total=limit, optimal=optimal)


def _with_locks(proof: Proof, pool: Pool, grid: Grid) -> Proof:
    locked = [p.score for p in _locked_pairs(pool, grid)]
    return replace(proof, placed=proof.placed + len(locked), total=proof.total + sum(locked))


def _locked_pairs(pool: Pool, grid: Grid) -> list[Pair]:
    students = {s.id: s for s in grid.roster.students}
    return [
        pair_of(pool.settings, students[s], grid.mentors[grid.mentor_at[m]], locked=True)
        for s, m in grid.roster.locks.items()
    ]


def _pairs(pool: Pool, grid: Grid, at: Ints) -> tuple[Pair, ...]:
    made = [
        pair_of(pool.settings, grid.students[i], grid.mentors[at[i]], locked=False)
        for i in np.flatnonzero(at != NOWHERE)
    ]
    return tuple(sorted(made + _locked_pairs(pool, grid), key=lambda p: p.student))


def _refuse_lonely_locks(pool: Pool, grid: Grid, found: Candidates) -> None:
    """A locked student whose group can never reach its fewest is a lock that cannot be kept."""
    short = np.flatnonzero(grid.forced & (found.per_mentor < grid.low))
    if len(short):
        raise BadInput(_lock_faults(pool, [grid.mentors[j].id for j in short]))


def _lock_faults(pool: Pool, mentors: list[str]) -> tuple[Fault, ...]:
    pins = sorted((p for p in pool.pins if p.kind == "lock"), key=lambda p: -(p.line or 0))
    lines = {p.mentor: p for p in pins}
    return tuple(
        Fault(
            where="pairs",
            line=lines[mentor].line,
            column="mentor",
            reason=f"the lock on {mentor} cannot be kept: no lawful group reaches the fewest",
        )
        for mentor in sorted(mentors, key=lambda mentor: lines[mentor].line or 0)
    )
