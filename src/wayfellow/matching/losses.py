"""How far each arc and each group is from those on which the bound rests."""

import numpy as np

from wayfellow.matching.dual import SCALE, Dual, ascended, proven_by
from wayfellow.matching.encode import Ints
from wayfellow.matching.market import Flags, Market
from wayfellow.matching.watch import Watch

# Arcs per student that the steps look at, and the nearest of each student that are always kept.
NEAR, ALWAYS = 12, 4
# The same for a flow over many students, which takes the longer the more arcs it has.
FLOWN, MANY = 6, 20_000
# The near arcs are chosen anew after so many steps, unless that is too often; on a long way later.
WALK, WALKS, LONGEST = 50, 2, 500
# Bits of a number to sort by that hold a value; values beyond sort alike.
WIDE = 41


def losses(market: Market, dual: Dual) -> Ints:
    """By how much, in ``SCALE``, the bound falls at least when each arc of the market is used.

    An answer whose total lacks less than this of the bound does not use the arc.
    """
    arcs = market.arcs
    worth = arcs.score * SCALE - dual.multiplier[arcs.student]
    rank = ranks(arcs.mentor, -worth, market.mentors)
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


def stepped(
    market: Market,
    dual: Dual,
    steps: int,
    watch: Watch,
    *,
    reached: int | None = None,
    at: Ints | None = None,
) -> Dual:
    """Better multipliers after about so many steps; the bound is one over all the market's arcs.

    Steps look at the near arcs and at those of the answer ``at`` only, as long as these are the ones
    that matter at the multipliers; then they are chosen anew. ``reached``: the total of the answer.
    """
    if len(market.arcs) <= NEAR * market.students:
        return ascended(market, dual, steps, watch, reached=reached)
    walks = min(-(-steps // WALK), max(WALKS, steps // LONGEST))
    best = here = dual
    for _ in range(walks):
        keep = near(market, here)
        if at is not None:
            keep |= market.arcs.mentor == at[market.arcs.student]
        thin = market.with_arcs(market.arcs.keep(keep))
        start = proven_by(thin, here.multiplier, here.placed)
        found = ascended(thin, start, steps // walks, watch, reached=reached)
        here = proven_by(market, found.multiplier, found.placed)
        if here.bound < best.bound:
            best = here
        if watch.late():
            break
    return best


def near(market: Market, dual: Dual, each: int = NEAR) -> Flags:
    """The arcs with the smallest losses, so many to a student on average, and some of each."""
    arcs = market.arcs
    loss = losses(market, dual)
    rank = ranks(arcs.student, loss, market.students)
    last = min(each * market.students, len(loss)) - 1
    flags: Flags = (rank < ALWAYS) | (loss <= np.partition(loss, last)[last])
    return flags


def ranks(group: Ints, value: Ints, groups: int) -> Ints:
    """Each value's place among those of its group, the smallest first; equal ones in their order."""
    # One number to sort by is several times quicker than two.
    wide = 1 << WIDE
    order = np.argsort((group << (WIDE + 1)) + np.clip(value, -wide, wide - 1), kind="stable")
    start = np.concatenate([[0], np.cumsum(np.bincount(group, minlength=groups))])
    rank = np.empty(len(group), np.int64)
    rank[order] = np.arange(len(group)) - start[group[order]]
    return rank
