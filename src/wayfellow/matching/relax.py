"""The problem without the fewest of a group: solved exactly over all pairs, and its proofs."""

from dataclasses import dataclass

import numpy as np

from wayfellow.matching.arcs import Arcs, joined
from wayfellow.matching.encode import Ints
from wayfellow.matching.flow import net, prices, steady
from wayfellow.matching.grid import NEVER, Grid
from wayfellow.matching.losses import ranks
from wayfellow.matching.market import Market
from wayfellow.matching.watch import Watch

PER_ROUND = 20
ROUNDS = 12
# The relaxation is done when what it may have missed is this small a part of the total: the smaller
# where it is the answer.
CLOSE, ROUGH = 100_000, 10_000
# Of each student's arcs so many are looked at again once the first prices are known.
STAY = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxed:
    """The market with the arcs that matter and its best assignment.

    ``proven``: no answer places more. ``exact``: nor is any better by the other aims. ``limit``:
    no larger total is to be had with as many placed; None where only ``bound`` can tell. ``seen``:
    the arcs among which ``at`` is the best.
    """

    market: Market
    seen: Market
    at: Ints
    proven: bool
    exact: bool
    limit: int | None


def relaxed(grid: Grid, market: Market, watch: Watch, *, complete: bool) -> Relaxed:
    """Solves the problem without the fewest of a group.

    After each flow the seats' prices show every pair left out that could still improve it; these
    are added until what they could bring is next to nothing, and less than one more place.
    """
    missed, at, seen = 0, np.empty(0, np.int64), market
    for _ in range(ROUNDS):
        at, price = _flowed(seen)
        total = market.key(at)[2]
        more = again = seen.arcs
        if not complete:
            if watch.late():
                break
            best, _ = net(at, seen.arcs, seen.worths, price)
            more, missed = _tempting(grid, market, best, price, watch)
            missed += _slack(seen, at, best, price)
            # What falls out here comes back with the tempting ones if it ever matters.
            again = _likely(seen, at, best, price) if seen is market else seen.arcs
            market = market.with_arcs(joined([market.arcs, more], market.mentors))
        close = ROUGH if market.small(at).any() else CLOSE
        if not missed or missed * close <= total:
            sure = market.worth.exact
            limit = total + missed if sure and market.worth.floor is None else None
            exact = sure and not missed
            return Relaxed(market=market, seen=seen, at=at, proven=sure, exact=exact, limit=limit)
        seen = market.with_arcs(joined([again, more], market.mentors))
    return Relaxed(market=market, seen=seen, at=at, proven=False, exact=False, limit=None)


def _likely(market: Market, at: Ints, best: Ints, price: Ints) -> Arcs:
    """The arcs that are worth most to each student at these prices, and those of the assignment."""
    arcs = market.arcs
    loss = best[arcs.student] - (market.worths - price[arcs.mentor])
    rank = ranks(arcs.student, loss, market.students)
    return arcs.keep((rank < STAY) | (arcs.mentor == at[arcs.student]))


def _slack(market: Market, at: Ints, best: Ints, price: Ints) -> int:
    """By how much the prices' bound on the arcs exceeds what the assignment is worth; 0 if exact."""
    here = market.arcs.mentor == at[market.arcs.student]
    dual = int(best.sum()) + int((price[:-1] * market.high).sum())
    return dual - int(market.worths[here].sum())


def _flowed(market: Market) -> tuple[Ints, Ints]:
    """The best assignment without the fewest, and its prices; light numbers first, if they do."""
    nobody = np.zeros(market.mentors, dtype=np.bool_)
    at = market.light().flow(nobody, nobody)
    if at is not None:
        price = prices(at, market.arcs, market.worths, market.mentors)
        if steady(at, market.arcs, market.worths, price, market.high):
            return at, price
    at = market.flow(nobody, nobody)
    if at is None:
        raise RuntimeError("a flow without lower bounds is always to be had")
    return at, prices(at, market.arcs, market.worths, market.mentors)


def _tempting(
    grid: Grid, market: Market, best: Ints, price: Ints, watch: Watch
) -> tuple[Arcs, int]:
    """The pairs left out that are worth more to their student than what the student has.

    And by how much the best answer over all pairs can exceed this one at the most.
    """
    pieces, missed = [], 0
    for number, block in enumerate(grid.blocks):
        watch.pulse()
        score = grid.block_aims(number)
        gain = market.worth.of(score.astype(np.int64)) - price[block.cols]
        gain -= best[block.rows, None]
        gain[(score == NEVER) | (market.high[block.cols] <= 0)] = 0
        row, col = np.nonzero(gain > 0)
        if not len(row):
            continue
        missed += int(gain.max(axis=1).clip(min=0).sum())
        order = np.lexsort((col, -gain[row, col], row))
        rank = np.arange(len(row)) - np.searchsorted(row, row)
        order = order[rank < PER_ROUND]
        row, col = row[order], col[order]
        pieces.append(
            Arcs(
                student=block.rows[row],
                mentor=block.cols[col],
                score=score[row, col].astype(np.int64),
            )
        )
    return joined(pieces, market.mentors), missed
