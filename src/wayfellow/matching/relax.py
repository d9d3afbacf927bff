"""The problem without the fewest of a group: solved exactly over all pairs, and its proofs."""

from dataclasses import replace

import numpy as np

from wayfellow.matching.arcs import Arcs, joined
from wayfellow.matching.encode import Ints
from wayfellow.matching.flow import counts, flow_of, net, prices
from wayfellow.matching.grid import NEVER, Grid
from wayfellow.matching.market import Market
from wayfellow.matching.watch import Watch

PER_ROUND = 20
ROUNDS = 12


def relaxed(
    grid: Grid, market: Market, watch: Watch, *, complete: bool
) -> tuple[Market, Ints, bool]:
    """The market with the arcs that matter, its best assignment, and whether that is proven.

    After each flow the seats' prices show every pair left out that could still improve it; these
    are added until there are none.
    """
    nobody = np.zeros(market.mentors, dtype=np.bool_)
    for _ in range(ROUNDS):
        at = market.flow(nobody, nobody)
        assert_flow = at if at is not None else np.full(market.students, -1, dtype=np.int64)
        if complete:
            return market, assert_flow, True
        if watch.late():
            break
        price = prices(assert_flow, market.arcs, market.worths, market.mentors)
        best, _ = net(assert_flow, market.arcs, market.worths, price)
        more = _tempting(grid, market, best, price, watch)
        if not len(more):
            return market, assert_flow, True
        arcs = joined([market.arcs, more], market.mentors)
        market = replace(market, arcs=arcs, worths=market.worth.of(arcs.score))
    return market, assert_flow, False


def _tempting(grid: Grid, market: Market, best: Ints, price: Ints, watch: Watch) -> Arcs:
    """The pairs left out that are worth more to their student than what the student has."""
    pieces = []
    for number, block in enumerate(grid.blocks):
        watch.pulse()
        score = grid.block_scores(number)
        gain = market.worth.of(score.astype(np.int64)) - price[block.cols]
        gain -= best[block.rows, None]
        gain[(score == NEVER) | (market.high[block.cols] <= 0)] = 0
        row, col = np.nonzero(gain > 0)
        if not len(row):
            continue
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
    return joined(pieces, market.mentors)


def bound(grid: Grid, market: Market, placed: int, watch: Watch) -> int:
    """No answer that places so many free students has a larger total.

    For any prices v of the seats, a total is at most what the seats cost together plus what the
    ``placed`` luckiest students gain above the price; taken over all lawful pairs, so it holds
    whatever arcs the search has looked at. Prices come from the flow with just so many placed.
    """
    at = flow_of(market.students, placed, market.arcs, market.high)
    if at is None:
        price = np.zeros(market.mentors, np.int64)
    else:
        price = prices(at, market.arcs, market.arcs.score, market.mentors, outside=False)[:-1]
        price = np.maximum(np.where(counts(at, market.mentors) < market.high, 0, price), 0)
    gain = np.full(market.students, np.iinfo(np.int64).min)
    for number, block in enumerate(grid.blocks):
        watch.pulse()
        score = grid.block_scores(number)
        here = np.where(score == NEVER, gain.min(initial=0), score - price[block.cols])
        gain[block.rows] = np.maximum(gain[block.rows], here.max(axis=1, initial=gain.min()))
    real = np.sort(gain[gain != np.iinfo(np.int64).min])[::-1]
    return int(real[:placed].sum() + (price * market.high).sum())
