"""Turns groups that are too small into lawful ones: each is filled or given up, by the prices."""

from dataclasses import dataclass

import numpy as np

from wayfellow.matching.encode import Ints
from wayfellow.matching.flow import ESTIMATE, counts, net, prices
from wayfellow.matching.market import Flags, Market
from wayfellow.matching.watch import Watch

ROUNDS = 12
# From this round on, a group whose students are wanted by another group is given up.
HASTY = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What one small group would cost: to give it up, and to fill it with which students."""

    mentor: int
    close: int
    fill: int
    draw: tuple[int, ...]


def open_or_close(market: Market, at: Ints, watch: Watch) -> tuple[Ints, Flags] | None:
    """A lawful assignment and the mentors that were ever in doubt; None if forced cannot be filled."""
    forced, closed = market.forced.copy(), np.zeros(market.mentors, dtype=np.bool_)
    fresh = closed.copy()
    doubted = closed.copy()
    if forced.any():
        again = market.flow(forced, closed)
        if again is None:
            return None
        at = again
    for round_ in range(ROUNDS):
        small = market.small(at) & ~forced
        if not small.any() or watch.late():
            break
        doubted |= small
        fill, close = _decide(market, at, small, hasty=round_ >= HASTY)
        fresh[:] = False
        fresh[fill] = True
        closed[close] = True
        again = market.flow(forced | fresh, closed)
        if again is None:
            closed |= fresh
            again = market.flow(forced, closed)
        else:
            forced |= fresh
        if again is None:
            break
        at = again
    doubted |= market.small(at)
    lawful = market.settled(at)
    if lawful is None:
        lawful = market.flow(market.forced, ~market.forced)
    return None if lawful is None else (lawful, doubted)


def _decide(market: Market, at: Ints, small: Flags, *, hasty: bool) -> tuple[Ints, Ints]:
    """The mentors to fill and the mentors to close in this round."""
    choices = _choices(market, at, small)
    taken: set[int] = set()
    fill, close = [], []
    for choice in sorted(choices, key=lambda c: (c.fill - c.close, c.mentor)):
        if choice.fill >= choice.close:
            close.append(choice.mentor)
        elif taken.isdisjoint(choice.draw):
            taken.update(choice.draw)
            fill.append(choice.mentor)
        elif hasty:
            close.append(choice.mentor)
    return np.array(fill, dtype=np.int64), np.array(close, dtype=np.int64)


def _choices(market: Market, at: Ints, small: Flags) -> list[Choice]:
    arcs = market.arcs
    price = prices(at, arcs, market.worths, market.mentors, rounds=ESTIMATE)
    best, elsewhere = net(at, arcs, market.worths, price)
    here = np.flatnonzero(small[arcs.mentor])
    here = here[np.argsort(arcs.mentor[here], kind="stable")]
    mentors = np.flatnonzero(small)
    cuts = np.searchsorted(arcs.mentor[here], np.append(mentors, market.mentors))
    count = counts(at, market.mentors)
    choices = []
    for number, mentor in enumerate(mentors):
        mine = here[cuts[number] : cuts[number + 1]]
        student, gain = arcs.student[mine], market.worths[mine]
        inside = at[student] == mentor
        close = int((gain[inside] - elsewhere[student[inside]]).sum())
        loss, who = (best[student] - gain)[~inside], student[~inside]
        need = int(market.low[mentor] - count[mentor])
        order = np.lexsort((who, loss))[:need]
        enough = len(order) == need
        fill = int(loss[order].sum()) if enough else close
        draw = tuple(who[order].tolist())
        choices.append(Choice(mentor=int(mentor), close=close, fill=fill, draw=draw))
    return choices
