"""How far each arc and each group is from those on which the bound rests."""

import numpy as np

from wayfellow.matching.dual import SCALE, Dual
from wayfellow.matching.encode import Ints
from wayfellow.matching.market import Market

# Arcs per student that the steps look at, and the nearest of each student that are always kept.
NEAR, ALWAYS = 12, 4


def losses(market: Market, dual: Dual) -> Ints:
    """By how much, in ``SCALE``, the bound falls at least when each arc of the market is used.

    An answer whose total lacks less than this of the bound does not use the arc.
    """
    arcs = market.arcs
    worth = arcs.score * SCALE - dual.multiplier[arcs.student]
    order = np.lexsort((-worth, arcs.mentor))
    start = np.searchsorted(arcs.mentor[order], np.arange(market.mentors + 1))
    rank = np.empty(len(arcs), np.int64)
    rank[order] = np.arange(len(arcs)) - start[arcs.mentor[order]]
    # The group around one student: the best others up to the fewest, and whoever else adds to it.
    low, high = np.maximum(market.low, 1)[arcs.mentor], market.high[arcs.mentor]
    beside = np.where(rank < low - 1, worth, np.where(rank < high - 1, np.maximum(worth, 0), 0))
    base = np.zeros(market.mentors, np.int64)
    np.add.at(base, arcs.mentor, beside)
    with_it = np.minimum(base[arcs.mentor] + worth, dual.profit[arcs.mentor])
    loss = np.where(market.forced, dual.profit, np.maximum(dual.profit, 0))[arcs.mentor] - with_it
    return loss + np.maximum(dual.cut - dual.multiplier, 0)[arcs.student]


def slack(market: Market, dual: Dual, at: Ints) -> Ints:
    """What each mentor's group in the answer lacks of the best at these multipliers, in ``SCALE``."""
    arcs = market.arcs
    here = np.flatnonzero(arcs.mentor == at[arcs.student])
    worth = arcs.score[here] * SCALE - dual.multiplier[arcs.student[here]]
    value = np.zeros(market.mentors, np.int64)
    np.add.at(value, arcs.mentor[here], worth)
    best = np.where(market.forced, dual.profit, np.maximum(dual.profit, 0))
    lack: Ints = best - value
    return lack


def thinned(market: Market, dual: Dual) -> Market:
    """The arcs that are nearest to being of use, for quicker steps."""
    arcs = market.arcs
    count = NEAR * market.students
    if len(arcs) <= count:
        return market
    loss = losses(market, dual)
    order = np.lexsort((loss, arcs.student))
    first = np.searchsorted(arcs.student, np.arange(market.students))
    rank = np.empty(len(arcs), np.int64)
    rank[order] = np.arange(len(arcs)) - first[arcs.student[order]]
    return market.with_arcs(arcs.keep((rank < ALWAYS) | (loss <= np.partition(loss, count)[count])))
