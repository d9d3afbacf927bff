"""From a pool to its groups: relaxation, multipliers, exact search, proof."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from wayfellow.matching import locks, proof
from wayfellow.matching.arcs import Candidates, candidates, joined, of_mentors
from wayfellow.matching.dual import Dual, begun
from wayfellow.matching.encode import Ints
from wayfellow.matching.exact import Effort, solved
from wayfellow.matching.explain import pair_of
from wayfellow.matching.fairness import audit
from wayfellow.matching.flow import NOWHERE, worth
from wayfellow.matching.grid import Grid
from wayfellow.matching.guide import MORE, Guided, aimed, guided, promising
from wayfellow.matching.improve import THE_LAST_POINT, Pace, searched
from wayfellow.matching.market import Market, market
from wayfellow.matching.openclose import open_or_close
from wayfellow.matching.reasons import unplaced
from wayfellow.matching.relax import Relaxed, relaxed
from wayfellow.matching.report import Proof, report
from wayfellow.matching.roster import read_roster
from wayfellow.matching.types import BadInput, Pair, Pool, Solution
from wayfellow.matching.watch import Watch

# What is left in question is solved exactly as a whole when it has no more arcs than this; and when it
# has but few, before any search.
WHOLE_ARCS = 8_000
FEW_ARCS = 5_000
WHOLE_NODES = 400
# Steps of the multipliers, and so many times the exact search, when a certificate is asked for.
THOROUGH = 3_000
MANY = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """An answer for the free students, and what is known of the best there could be."""

    at: Ints
    most: int
    proven: bool = False
    limit: int | None = None
    dual: Dual | None = None


def solve(
    pool: Pool,
    *,
    time_limit: float | None = None,
    threads: int = 1,
    certify: bool = False,
    cancelled: Callable[[], bool] | None = None,
) -> Solution:
    """Places as many students as lawfully possible, then with the largest total score.

    The same pool gives the same answer in any order of its people, unless ``time_limit`` (seconds)
    cut the search: the answer is then the best lawful one so far. Raises ``BadInput`` for input
    that cannot be read and locks that cannot be kept, ``Cancelled`` once ``cancelled()`` is true.
    ``certify`` spends minutes on the proof and on what it shows to be missing. ``threads`` is what a
    caller allows; the answer never depends on it.
    """
    watch = Watch(time_limit, cancelled)
    with watch.stage("read"):
        grid = Grid(read_roster(pool), pool.settings)
    with watch.stage("candidates"):
        found = candidates(grid, watch.pulse)
        start = market_of(grid, found)
        locks.refuse_lonely(pool, grid, found)
    best, start = _search(pool, grid, start, watch, complete=found.complete, certify=certify)
    with watch.stage("proof"):
        proven = _proof(grid, start, best, watch, certify=certify)
    return solution(pool, grid, best.at, proven, watch)


def solution(
    pool: Pool,
    grid: Grid,
    at: Ints,
    proven: Proof,
    watch: Watch,
    known: Mapping[tuple[str, str], Pair] | None = None,
) -> Solution:
    """The answer for the free students, with the locked pairs, the reasons and the figures.

    ``known``: pairs of the same pool that need not be valued again; then it is but a supposition, and
    no remedies are looked for.
    """
    with watch.stage("reasons"):
        pairs = _pairs(pool, grid, at, known or {})
        rest = tuple(unplaced(grid, at, helped=known is None))
    fair = audit(pool, pairs, pool.settings.audit)
    figures = report(pool.settings, pairs, rest, _with_locks(proven, pool, grid), watch, fair)
    return Solution(pairs=pairs, unplaced=rest, report=figures)


def market_of(grid: Grid, found: Candidates) -> Market:
    """A mentor who could never reach the fewest is left out from the start."""
    hopeless = (found.per_mentor < grid.low) & ~grid.forced
    high = np.where(hopeless, 0, grid.high)
    floor = grid.settings.floor
    if floor is not None:
        floor = int(grid.settings.utility(np.array([floor]))[0])
    value = worth(grid.n, found.arcs.score, floor, grid.n + grid.m)
    return market(grid.n, found.arcs, value, (grid.low, high, grid.forced))


def _search(
    pool: Pool, grid: Grid, start: Market, watch: Watch, *, complete: bool, certify: bool
) -> tuple[_Found, Market]:
    with watch.stage("relaxation"):
        loose = relaxed(grid, start, watch, complete=complete)
    most = int((loose.at != NOWHERE).sum()) if loose.proven else _seats(grid)
    if not loose.market.small(loose.at).any():
        found = _Found(at=loose.at, most=most, proven=loose.exact, limit=loose.limit)
        return found, loose.market
    with watch.stage("groups"):
        guide = guided(grid, loose, watch) or _grouped(pool, grid, loose, watch)
    with watch.stage("search"):
        whole = _whole(guide, most, watch, arcs=FEW_ARCS) if complete else None
        if whole is None:
            pace = Pace(steps=THOROUGH, enough=THE_LAST_POINT) if certify else Pace(steps=MORE)
            guide = searched(guide, loose.at, watch, pace)
            many = MANY if certify else 1
            whole = _whole(guide, most, watch, arcs=WHOLE_ARCS * many) if complete else None
    if whole is not None:
        return whole, guide.market
    return _Found(at=guide.at, most=most, dual=guide.dual), guide.market


def _grouped(pool: Pool, grid: Grid, loose: Relaxed, watch: Watch) -> Guided:
    """A lawful answer with the locked groups filled from all pairs, not just from the arcs."""
    start = loose.market
    more = of_mentors(grid, np.flatnonzero(grid.forced), watch.pulse)
    start = start.with_arcs(joined([start.arcs, more], grid.m))
    result = open_or_close(start, loose.at, watch)
    if result is None:
        raise BadInput(locks.faults(pool, [grid.mentors[locks.unfillable(start)].id]))
    dual = begun(aimed(start), int((result[0] != NOWHERE).sum()))
    return Guided(at=result[0], market=start, dual=dual)


def _whole(guide: Guided, most: int, watch: Watch, *, arcs: int) -> _Found | None:
    """The problem solved exactly, when no more arcs than these can still make it better."""
    market, at = guide.market, guide.at
    known = most if int((at != NOWHERE).sum()) == most else -1
    plain = known >= 0 and market.worth.floor is None
    small = promising(guide) if plain else market
    if len(small.arcs) > arcs:
        return None
    effort = Effort(nodes=WHOLE_NODES * max(1, arcs // WHOLE_ARCS), seconds=watch.left())
    whole = solved(small, known, effort)
    if whole is None or market.key(whole) < market.key(at):
        return None
    placed, _, total = market.key(whole)
    limit = total if market.worth.floor is None else None
    return _Found(at=whole, most=placed, proven=True, limit=limit)


def _seats(grid: Grid) -> int:
    return min(grid.n, int(grid.high.sum()))


def _proof(grid: Grid, start: Market, best: _Found, watch: Watch, *, certify: bool) -> Proof:
    steps = THOROUGH if certify else MORE
    placed, below, total = start.key(best.at)
    most = best.most
    if placed < most and not best.proven:
        most = max(placed, min(most, proof.most(grid, start, best.at, watch, steps=steps)))
    limit = best.limit if placed == best.most else None
    if limit is None:
        limit = proof.bound(grid, start, best.at, watch, steps=steps, dual=best.dual)
    optimal = best.proven or (placed == most and limit <= total and not below)
    told = proof.told(grid, start, best.at, watch, steps=steps, limit=limit)
    return Proof(placed=most, total=told, optimal=optimal)


def _with_locks(proven: Proof, pool: Pool, grid: Grid) -> Proof:
    locked = [p.score for p in _locked_pairs(pool, grid)]
    return replace(proven, placed=proven.placed + len(locked), total=proven.total + sum(locked))


def _locked_pairs(pool: Pool, grid: Grid) -> list[Pair]:
    students = {s.id: s for s in grid.roster.students}
    return [
        pair_of(pool.settings, students[s], grid.mentors[grid.mentor_at[m]], locked=True)
        for s, m in grid.roster.locks.items()
    ]


def _pairs(
    pool: Pool, grid: Grid, at: Ints, known: Mapping[tuple[str, str], Pair]
) -> tuple[Pair, ...]:
    free = [(grid.students[i], grid.mentors[at[i]]) for i in np.flatnonzero(at != NOWHERE)]
    made = [known.get((s.id, m.id)) or pair_of(pool.settings, s, m, locked=False) for s, m in free]
    return tuple(sorted(made + _locked_pairs(pool, grid), key=lambda p: p.student))
