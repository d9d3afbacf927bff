"""From the relaxation to lawful groups: the multipliers say who leads one, a flow says with whom."""

from dataclasses import dataclass, replace

import numpy as np

from wayfellow.matching.arcs import joined
from wayfellow.matching.certificate import certificate
from wayfellow.matching.dual import SCALE, Dual, begun, begun_at, proven_by
from wayfellow.matching.encode import Ints
from wayfellow.matching.flow import LIGHT, NOWHERE
from wayfellow.matching.grid import Grid
from wayfellow.matching.losses import FLOWN, MANY, losses, near, slack, stepped
from wayfellow.matching.market import Market
from wayfellow.matching.openclose import open_or_close
from wayfellow.matching.relax import Relaxed
from wayfellow.matching.watch import Watch

# Steps of the multipliers before the first answer, after it, and wherever they are resumed later.
FIRST, SECOND, MORE = 100, 150, 60
LOOKS = 3
# One student in so many may have lost their place without another way being tried: the search around
# them is quicker.
FEW_LOST = 1_000
# All pairs have been looked at enough when they raise the bound by less than one part in so many.
CLOSE = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Guided:
    """A lawful answer, the market in which it was found, and the multipliers that led to it."""

    at: Ints
    market: Market
    dual: Dual


def aimed(market: Market) -> Market:
    """The market as the multipliers see it: a score at the floor is worth many below it."""
    floor = market.worth.floor
    if floor is None:
        return market
    score = market.arcs.score
    span = int(score.max(initial=0)) + 1
    lifted = score + np.where(score >= floor, LIGHT * span, 0)
    return market.with_arcs(replace(market.arcs, score=lifted))


def guided(grid: Grid, loose: Relaxed, watch: Watch) -> Guided | None:
    """A good lawful answer from the best one without the fewest; None where the locked lack students."""
    market = loose.market
    if market.worth.floor is None and market.students >= MANY:
        dual = begun_at(market, loose.seen, loose.at)
    else:
        dual = begun(aimed(market), int((loose.at != NOWHERE).sum()))
    dual = stepped(aimed(market), dual, FIRST, watch)
    at = rounded(market, dual, watch)
    if at is None:
        return None
    at = roomier(market, dual, (loose.at, at), watch)
    if market.worth.floor is None:
        market, dual, _ = widened(grid, market, dual, watch)
    return resumed(Guided(at=at, market=market, dual=dual), SECOND, watch)


def _total(market: Market, at: Ints) -> int:
    """What the answer is worth as the multipliers see it."""
    return aimed(market).key(at)[2]


def rounded(market: Market, dual: Dual, watch: Watch) -> Ints | None:
    """The best answer in which those lead a group who should; None if the locked cannot be filled."""
    open_ = dual.open_(market)
    at = thinned(market, dual).light().flow(open_, ~open_)
    if at is not None:
        return at
    light = market.light()
    fewer = replace(light, high=np.where(open_, light.high, 0))
    at = fewer.flow(fewer.forced, ~open_)
    if at is None:
        return None
    result = open_or_close(fewer, at, watch)
    return None if result is None else result[0]


def thinned(market: Market, dual: Dual, at: Ints | None = None) -> Market:
    """The nearest arcs and those of the answer ``at``, where there are many students: quick to flow."""
    arcs = market.arcs
    if market.students < MANY or len(arcs) <= FLOWN * market.students:
        return market
    keep = near(aimed(market), dual, FLOWN)
    if at is not None:
        keep |= arcs.mentor == at[arcs.student]
    return market.with_arcs(arcs.keep(keep))


def roomier(market: Market, dual: Dual, answers: tuple[Ints, Ints], watch: Watch) -> Ints:
    """The answer, or a better one from the best without the fewest, where students lost their place.

    Where most scores are equal, the multipliers cannot tell who should lead a group. ``answers``:
    without the fewest, and with.
    """
    loose, at = answers
    lost = int((loose != NOWHERE).sum() - (at != NOWHERE).sum())
    if lost * FEW_LOST <= market.students:
        return at
    keep = near(aimed(market), dual) | market.small(loose)[market.arcs.mentor]
    keep |= market.arcs.mentor == loose[market.arcs.student]
    found = open_or_close(market.with_arcs(market.arcs.keep(keep)).light(), loose, watch)
    return at if found is None or market.key(found[0]) <= market.key(at) else found[0]


def widened(
    grid: Grid, market: Market, dual: Dual, watch: Watch, *, reached: int | None = None
) -> tuple[Market, Dual, int]:
    """The market with the pairs that it lacks for the bound on its arcs to hold for all pairs.

    And the best bound over all pairs that was seen, in points.
    """
    best = None
    for look in range(LOOKS):
        proof = certificate(grid, market, dual, watch)
        best = proof.bound if best is None else min(best, proof.bound)
        above = proof.bound - dual.bound // SCALE
        if above * CLOSE <= proof.bound or look == LOOKS - 1 or watch.late():
            break
        market = market.with_arcs(joined([market.arcs, proof.missing], market.mentors))
        dual = replace(dual, bound=proof.bound * SCALE + SCALE - 1)
        dual = stepped(market, dual, MORE, watch, reached=reached)
    return market, dual, best or 0


def resumed(guide: Guided, steps: int, watch: Watch) -> Guided:
    """Multipliers for as many students as the answer places, and the better of the two answers."""
    market, at = guide.market, guide.at
    dual, placed = guide.dual, market.key(at)[0]
    if dual.placed != placed and market.students < MANY:
        dual = begun(aimed(market), placed)
    elif dual.placed != placed:
        # A few places fewer change the multipliers little, and a flow takes long.
        dual = proven_by(aimed(market), dual.multiplier, placed)
    dual = stepped(aimed(market), dual, steps, watch, reached=_total(market, at), at=at)
    guide = Guided(at=at, market=market, dual=dual)
    again = rounded(promising(guide), dual, watch)
    if again is not None and market.key(again) > market.key(at):
        return replace(guide, at=again)
    return guide


def doubtful(guide: Guided) -> Ints:
    """The mentors at whom the answer lacks something of the bound, those that lack most first."""
    lack = slack(aimed(guide.market), guide.dual, guide.at)
    order = np.lexsort((np.arange(len(lack)), -lack))
    return order[lack[order] >= SCALE]


def promising(guide: Guided) -> Market:
    """Without the arcs that no better answer with as many placed can use.

    While the multipliers are for more students than are placed, that cannot be told: then with the
    nearest arcs only.
    """
    market, dual = guide.market, guide.dual
    placed, _, total = aimed(market).key(guide.at)
    if placed == dual.placed:
        keep = losses(aimed(market), dual) <= dual.bound - total * SCALE
    else:
        keep = near(aimed(market), dual)
    here = market.arcs.mentor == guide.at[market.arcs.student]
    return market.with_arcs(market.arcs.keep(keep | here))
