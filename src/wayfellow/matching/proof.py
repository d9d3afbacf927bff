"""What is proven of an answer: the most that can be placed, and the largest total at that number."""

from dataclasses import replace

import numpy as np

from wayfellow.matching.certificate import certificate
from wayfellow.matching.dual import Dual, ascended, begun, begun_free
from wayfellow.matching.encode import Ints
from wayfellow.matching.grid import Grid
from wayfellow.matching.guide import widened
from wayfellow.matching.losses import stepped
from wayfellow.matching.market import Market
from wayfellow.matching.watch import Watch


def bound(
    grid: Grid, market: Market, at: Ints, watch: Watch, *, steps: int, dual: Dual | None = None
) -> int:
    """No lawful answer that places as many free students has a larger total.

    Holds over all lawful pairs, whatever arcs the search has looked at. ``dual`` are multipliers to
    go on from, where they are for the same number placed and know no floor.
    """
    placed, _, total = market.key(at)
    if dual is None or dual.placed != placed or market.worth.floor is not None:
        dual = begun(market, placed)
    dual = stepped(market, dual, steps, watch, reached=total, at=at)
    return widened(grid, market, dual, watch, reached=total)[2]


def told(grid: Grid, market: Market, at: Ints, watch: Watch, *, steps: int, limit: int) -> int:
    """The bound that is told: one of the scores, whatever the third aim makes of them.

    ``limit``: the bound by the third aim.
    """
    settings = grid.settings
    if settings.knee is None:
        return limit
    scores = market.with_arcs(market.arcs.with_scores(settings.scores(market.arcs.score)))
    return bound(grid.plain(), scores, at, watch, steps=steps)


def most(grid: Grid, market: Market, at: Ints, watch: Watch, *, steps: int) -> int:
    """No lawful answer places more free students; over all lawful pairs."""
    ones = market.with_arcs(replace(market.arcs, score=np.ones_like(market.arcs.score)))
    dual = ascended(ones, begun_free(ones), steps, watch, reached=market.key(at)[0])
    return certificate(grid, ones, dual, watch, heads=True).bound
