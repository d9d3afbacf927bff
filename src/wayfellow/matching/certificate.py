"""The bound over all lawful pairs, and the pairs that a better answer could still need."""

from dataclasses import dataclass

import numpy as np

from wayfellow.matching.arcs import Arcs
from wayfellow.matching.dual import BITS, NOBODY, SCALE, Dual, bound_of, in_group
from wayfellow.matching.encode import Ints, Matrix
from wayfellow.matching.grid import NEVER, Grid
from wayfellow.matching.market import Market
from wayfellow.matching.watch import Watch

_WHO = (1 << BITS) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """``bound``: no lawful answer with as many placed has a larger total, in whole points.

    ``missing``: the pairs in the groups on which the bound rests, whether the market has them or not.
    """

    bound: int
    missing: Arcs


def certificate(
    grid: Grid, market: Market, dual: Dual, watch: Watch, *, heads: bool = False
) -> Certificate:
    """One pass over all lawful pairs, a block at a time; with ``heads`` every pair counts 1 point."""
    tops = _tops(grid, market, dual.multiplier, watch, heads=heads)
    worth, who = tops >> BITS, tops & _WHO
    real = tops != NOBODY
    chosen = in_group(worth, market.low, market.high) & real
    profit = np.where(chosen, worth, 0).sum(axis=1)
    profit[(real.sum(axis=1) < market.low) | (market.high <= 0)] = NOBODY
    mentor, place = np.nonzero(chosen & ((profit > 0) | market.forced)[:, None])
    student = who[mentor, place]
    score = (worth[mentor, place] + dual.multiplier[student]) // SCALE
    bound = bound_of(market, dual.multiplier, profit, dual.placed) // SCALE
    return Certificate(bound=bound, missing=Arcs(student=student, mentor=mentor, score=score))


def _tops(grid: Grid, market: Market, multiplier: Ints, watch: Watch, *, heads: bool) -> Matrix:
    """Every mentor's best students at these multipliers, falling; one number holds worth and who."""
    deep = int(market.high.max(initial=1))
    tops = np.full((grid.m, deep), NOBODY, dtype=np.int64)
    for number, block in enumerate(grid.blocks):
        watch.pulse()
        score = grid.block_aims(number)
        points = np.ones_like(score, dtype=np.int64) if heads else score.astype(np.int64)
        worth = points * SCALE - multiplier[block.rows, None]
        key = np.where(score == NEVER, NOBODY, (worth << BITS) | block.rows[:, None]).T
        if key.shape[1] > deep:
            key = np.partition(key, -deep, axis=1)[:, -deep:]
        both = np.concatenate([tops[block.cols], key], axis=1)
        tops[block.cols] = np.partition(both, -deep, axis=1)[:, -deep:]
    return np.sort(tops, axis=1)[:, ::-1]
