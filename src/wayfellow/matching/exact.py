"""Small problems solved exactly: which mentors are open is a yes or no for HiGHS."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from wayfellow.matching.encode import Ints
from wayfellow.matching.market import Flags, Market

type Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How long one exact search may take: nodes are repeatable, seconds are only a last resort."""

    nodes: int
    seconds: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    open_: Flags
    x: Floats
    proven: bool


def solved(market: Market, floor_best: int, effort: Effort) -> Ints | None:
    """The proven best lawful assignment by the aims one after the other, or None.

    ``floor_best`` is a number placed that is known to be the most possible, or -1.
    """
    aims: list[Floats] = []
    ones = np.ones(len(market.arcs))
    if floor_best < 0:
        aims.append(ones)
    if market.worth.floor is not None:
        aims.append((market.arcs.score >= market.worth.floor).astype(float))
    aims.append(market.arcs.score.astype(float))
    kept: list[tuple[Floats, int]] = [] if floor_best < 0 else [(ones, floor_best)]
    answer = None
    for aim in aims:
        answer = _milp(market, aim, kept, effort)
        if answer is None or not answer.proven:
            return None
        kept.append((aim, round(float(aim @ answer.x))))
    return None if answer is None else _filled(market, answer)


def better(market: Market, effort: Effort) -> Ints | None:
    """A good lawful assignment by the worths in one search; the caller weighs it exactly."""
    answer = _milp(market, market.worths.astype(float), [], effort)
    return None if answer is None else _filled(market, answer)


def _filled(market: Market, answer: _Answer) -> Ints | None:
    """Whole students for the mentors that the search opened: a flow, so nothing is rounded."""
    return market.flow(answer.open_, ~answer.open_)


def _milp(
    market: Market, aim: Floats, kept: list[tuple[Floats, int]], effort: Effort
) -> _Answer | None:
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - slow to load

    arcs, mentors = market.arcs, market.mentors
    number, wide = len(arcs), len(arcs) + mentors
    each, ones, seats = np.arange(number), np.ones(number), np.arange(mentors)
    open_ = number + seats

    def table(rows: Ints, cols: Ints, values: Floats, tall: int) -> Any:
        return sp.csr_array((values, (rows, cols)), (tall, wide))

    def group(size: Ints) -> Any:
        """How far each mentor's group is above so many students, where there is a group."""
        rows, cols = np.append(arcs.mentor, seats), np.append(each, open_)
        return table(rows, cols, np.append(ones, -size), mentors)

    rows, cols = np.append(each, each), np.append(each, number + arcs.mentor)
    rules = [
        LinearConstraint(table(arcs.student, each, ones, market.students), ub=1),
        LinearConstraint(group(market.high), ub=0),
        LinearConstraint(group(market.low), lb=0),
        LinearConstraint(table(rows, cols, np.append(ones, -ones), number), ub=0),
    ]
    rules += [
        LinearConstraint(table(0 * each, each, aim_kept, 1), lb=value) for aim_kept, value in kept
    ]
    options: Any = {"mip_rel_gap": 0.0, "node_limit": effort.nodes}
    if effort.seconds is not None:
        options["time_limit"] = effort.seconds
    result = milp(
        -np.append(aim, np.zeros(mentors)),
        integrality=np.append(np.zeros(number), np.ones(mentors)),
        bounds=Bounds(np.append(np.zeros(number), market.forced.astype(float)), np.ones(wide)),
        constraints=rules,
        options=options,
    )
    if result.x is None:
        return None
    x = np.asarray(result.x, dtype=float)
    return _Answer(open_=x[number:] > 0.5, x=x[:number], proven=result.status == 0)  # noqa: PLR2004


def part(market: Market, students: Ints, mentors: Ints, at: Ints) -> tuple[Market, Ints]:
    """The problem of these students and mentors alone, and where they are now in it."""
    row = np.full(market.students, -1, dtype=np.int64)
    col = np.full(market.mentors + 1, -1, dtype=np.int64)
    row[students], col[mentors] = np.arange(len(students)), np.arange(len(mentors))
    inside = (row[market.arcs.student] >= 0) & (col[market.arcs.mentor] >= 0)
    return _renumbered(market, inside, (row, col), (students, mentors)), col[at[students]]


def _renumbered(
    market: Market, inside: Flags, number: tuple[Ints, Ints], who: tuple[Ints, Ints]
) -> Market:
    arcs = market.arcs.keep(inside)
    arcs = replace(arcs, student=number[0][arcs.student], mentor=number[1][arcs.mentor])
    return replace(
        market,
        students=len(who[0]),
        arcs=arcs,
        worths=market.worths[inside],
        low=market.low[who[1]],
        high=market.high[who[1]],
        forced=market.forced[who[1]],
    )
