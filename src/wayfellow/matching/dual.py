"""What each student is worth to the groups: multipliers that bound every lawful answer.

For any number u(i) a student, an answer that places just P students has a total of at most

    the P largest u(i)  +  over the mentors, the best that a lawful group makes of score - u

where a group is nobody, or at least the fewest and at most the most. This is the Lagrangian dual of
"each student once" with the rule of the fewest kept inside, so it knows what the relaxation does
not: that a small group is not to be had. The multipliers are lowered by subgradient steps. They are
whole numbers, ``SCALE`` to a point, so that every machine takes the same steps.

Source: M. Held, P. Wolfe and H. Crowder, "Validation of subgradient optimization" (1974).
"""

from dataclasses import dataclass, replace

import numpy as np

from wayfellow.matching.encode import Ints, Matrix
from wayfellow.matching.flow import NOWHERE, counts, flow, flow_of, prices
from wayfellow.matching.market import Flags, Market
from wayfellow.matching.watch import Watch

SCALE = 1 << 10
# A student's number stands below a worth, so that no two are equal and ties fall alike everywhere.
BITS = 21
NOBODY = np.int64(-(1 << 61))
# The multiplier, in points, of a student without any arc.
LONELY = -(1 << 30)
# A first guess of what the relaxation promises too much: one part in so many.
HOPE = 400
# Steps without a better bound before they are halved; more of them in so many times longer walks.
PATIENCE, LONG = 10, 60
SLOWEST = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Dual:
    """Multipliers of the students, in ``SCALE``, and the bound that they prove on the market's arcs.

    ``profit``: what the best lawful group of each mentor is worth above its students' multipliers;
    below 0 where the mentor had better lead nobody. ``placed``: of answers with so many students; of
    all answers where it is None.
    """

    multiplier: Ints
    profit: Ints
    bound: int
    placed: int | None

    @property
    def cut(self) -> int:
        """The multiplier from which on a student is placed where the bound is reached."""
        if self.placed is None:
            return 0
        return (
            int(np.sort(self.multiplier)[len(self.multiplier) - self.placed]) if self.placed else 0
        )

    def open_(self, market: Market) -> Flags:
        """The mentors who lead a group where the bound is reached."""
        flags: Flags = (self.profit > 0) | market.forced
        return flags


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shelf:
    """Mentors with about as many arcs, side by side: ``arc`` numbers their arcs, ``gap`` is none."""

    mentors: Ints
    arc: Ints
    gap: Flags
    deep: int


class Groups:
    """The best lawful group of every mentor at given multipliers, among the market's arcs."""

    def __init__(self, market: Market) -> None:
        self.market = market
        arcs = market.arcs
        order = np.argsort(arcs.mentor, kind="stable")
        self.student, mentor = arcs.student[order], arcs.mentor[order]
        self.score = arcs.score[order] * SCALE
        start = np.searchsorted(mentor, np.arange(market.mentors + 1))
        self._shelves = list(_shelves(start, market))

    def best(self, multiplier: Ints) -> tuple[Ints, Ints]:
        """What each mentor's best group is worth, and in how many of the groups each student is."""
        worth = self.score - multiplier[self.student]
        key = (worth << BITS) | self.student
        profit = np.full(self.market.mentors, NOBODY)
        wanted = np.zeros(self.market.students, np.int64)
        for shelf in self._shelves:
            value, chosen, who = _chosen(np.where(shelf.gap, NOBODY, key[shelf.arc]), shelf, self)
            profit[shelf.mentors] = value
            opened = (value > 0) | self.market.forced[shelf.mentors]
            wanted += np.bincount(who[chosen & opened[:, None]], minlength=len(wanted))
        return profit, wanted


def _shelves(start: Ints, market: Market) -> list[_Shelf]:
    degree = np.diff(start)
    able = (degree >= market.low) & (market.high > 0) & (degree > 0)
    size = np.ceil(np.log2(np.maximum(degree, 1)) * 2).astype(np.int64)
    found = []
    for each in np.unique(size[able]):
        rows = np.flatnonzero(able & (size == each))
        wide = int(degree[rows].max())
        arc = start[rows][:, None] + np.arange(wide)
        gap = np.arange(wide) >= degree[rows][:, None]
        deep = min(wide, int(market.high[rows].max()))
        found.append(_Shelf(mentors=rows, arc=np.where(gap, 0, arc), gap=gap, deep=deep))
    return found


def _chosen(key: Matrix, shelf: _Shelf, groups: Groups) -> tuple[Ints, Flags, Ints]:
    """The worth of the best group of each row, which of the top students are in it, and who."""
    top = _top(key, shelf.deep)
    worth, who = top >> BITS, top & ((1 << BITS) - 1)
    low, high = groups.market.low[shelf.mentors], groups.market.high[shelf.mentors]
    chosen = in_group(worth, low, high) & (top != NOBODY)
    return np.where(chosen, worth, 0).sum(axis=1), chosen, who


def _top(key: Matrix, deep: int) -> Matrix:
    """The largest of each row, falling."""
    if key.shape[1] > deep:
        key = np.partition(key, key.shape[1] - deep, axis=1)[:, key.shape[1] - deep :]
    return np.sort(key, axis=1)[:, ::-1]


def in_group(worth: Matrix, low: Ints, high: Ints) -> Flags:
    """Who of the best, in falling order, makes the best group: the fewest, and all who add to it."""
    place = np.arange(worth.shape[1])
    flags: Flags = (place < low[:, None]) | ((worth > 0) & (place < high[:, None]))
    return flags


def begun_at(market: Market, seen: Market, at: Ints) -> Dual:
    """As ``begun``, where the best answer without the fewest among the arcs of ``seen`` is known."""
    price = prices(at, seen.arcs, seen.arcs.score, seen.mentors, outside=False)[:-1]
    return _started(market, at, price, int((at != NOWHERE).sum()))


def begun(market: Market, placed: int) -> Dual:
    """The multipliers to start from: those of the relaxation with as many placed.

    Raises ``ValueError`` when the relaxation cannot place as many.
    """
    at = flow_of(market.students, placed, market.arcs, market.high)
    if at is None:
        raise ValueError(f"{placed} students cannot be placed")
    return begun_at(market, market, at)


def begun_free(market: Market) -> Dual:
    """As ``begun``, for answers that place as many as they like."""
    at = flow(market.students, market.arcs, market.arcs.score, 0 * market.low, market.high)
    if at is None:
        raise RuntimeError("a flow without lower bounds is always to be had")
    price = prices(at, market.arcs, market.arcs.score, market.mentors)[:-1]
    return _started(market, at, price, None)


def _started(market: Market, at: Ints, price: Ints, placed: int | None) -> Dual:
    price = np.maximum(np.where(counts(at, market.mentors) < market.high, 0, price), 0)
    multiplier = np.full(market.students, LONELY if placed is not None else 0, np.int64)
    np.maximum.at(multiplier, market.arcs.student, market.arcs.score - price[market.arcs.mentor])
    return proven_by(market, multiplier * SCALE, placed)


def proven_by(market: Market, multiplier: Ints, placed: int | None) -> Dual:
    """What any multipliers, in ``SCALE``, prove on the market's arcs."""
    multiplier = multiplier.copy()
    if placed is not None:
        multiplier[~np.isin(np.arange(market.students), market.arcs.student)] = LONELY * SCALE
    profit, _ = Groups(market).best(multiplier)
    bound = bound_of(market, multiplier, profit, placed)
    return Dual(multiplier=multiplier, profit=profit, bound=bound, placed=placed)


def bound_of(market: Market, multiplier: Ints, profit: Ints, placed: int | None) -> int:
    """What these multipliers and profits prove, in ``SCALE``."""
    cut = 0 if placed is None else len(multiplier) - placed
    if placed is None:
        own = int(np.maximum(multiplier, 0).sum())
    elif 0 < cut < len(multiplier):
        own = int(np.partition(multiplier, cut)[cut:].sum())
    else:
        own = int(multiplier.sum()) if placed else 0
    return own + int(np.where(market.forced, profit, np.maximum(profit, 0)).sum())


def ascended(
    market: Market, dual: Dual, rounds: int, watch: Watch, *, reached: int | None = None
) -> Dual:
    """Better multipliers after so many steps; ``reached`` is the total of a lawful answer, if any."""
    groups, best = Groups(market), dual
    here, bound = dual.multiplier, dual.bound
    hope = max(SCALE, bound // HOPE if reached is None else bound - reached * SCALE)
    tame, idle, patience = 1, 0, max(PATIENCE, rounds // LONG)
    for _ in range(rounds):
        if watch.late():
            break
        profit, wanted = groups.best(here)
        bound = bound_of(market, here, profit, dual.placed)
        if bound < best.bound:
            best = replace(best, multiplier=here, profit=profit, bound=bound)
            idle = 0
        else:
            idle += 1
        if idle >= patience:
            tame, idle, here = tame * 2, 0, best.multiplier
            if tame > SLOWEST:
                break
            profit, wanted = groups.best(here)
            bound = best.bound
        slope = _welcome(here, dual.placed) - wanted
        steep = int((slope * slope).sum())
        if not steep:
            break
        aim = best.bound - hope if reached is None else reached * SCALE
        stride = (bound - aim) // (tame * steep)
        if not stride:
            break
        here = here - stride * slope
    return best


def _welcome(multiplier: Ints, placed: int | None) -> Ints:
    """1 for the students who are placed where the bound is reached, else 0."""
    if placed is None:
        return (multiplier > 0).astype(np.int64)
    if not placed:
        return np.zeros(len(multiplier), np.int64)
    key = (multiplier << BITS) | np.arange(len(multiplier))
    cut = len(key) - placed
    welcome: Ints = (key >= np.partition(key, cut)[cut]).astype(np.int64)
    return welcome
