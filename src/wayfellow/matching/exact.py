"""Small problems solved exactly: which mentors are open is a yes or no for SCIP."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
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
    answer = _milp(market, market.light().worths.astype(float), [], effort)
    return None if answer is None else _filled(market, answer)


def _filled(market: Market, answer: _Answer) -> Ints | None:
    """Whole students for the mentors that the search opened: a flow, so nothing is rounded."""
    return market.flow(answer.open_, ~answer.open_)


def _milp(
    market: Market, aim: Floats, kept: list[tuple[Floats, int]], effort: Effort
) -> _Answer | None:
    from ortools.linear_solver import pywraplp  # noqa: PLC0415 - slow to load

    solver = pywraplp.Solver.CreateSolver("SCIP")
    arcs = market.arcs
    x = [solver.NumVar(0, 1, "") for _ in range(len(arcs))]
    open_ = [solver.IntVar(float(f), 1, "") for f in market.forced]
    _rules(solver, market, x, open_)
    for aim_kept, value in kept:
        rule = solver.Constraint(value, solver.infinity())
        for at in np.flatnonzero(aim_kept):
            rule.SetCoefficient(x[at], aim_kept[at])
    objective = solver.Objective()
    for variable, worth in zip(x, aim.tolist(), strict=True):
        objective.SetCoefficient(variable, worth)
    objective.SetMaximization()
    # Totals are whole numbers: nothing is left to find within less than one of the bound.
    solver.SetSolverSpecificParametersAsString(
        f"limits/nodes = {effort.nodes}\nlimits/absgap = 0.99\nlimits/gap = 0\n"
    )
    if effort.seconds is not None:
        solver.SetTimeLimit(max(1, round(effort.seconds * 1000)))
    status = solver.Solve()
    if status not in (solver.OPTIMAL, solver.FEASIBLE):
        return None
    return _Answer(
        open_=np.array([y.solution_value() > 0.5 for y in open_], dtype=np.bool_),  # noqa: PLR2004
        x=np.array([v.solution_value() for v in x]),
        proven=status == solver.OPTIMAL,
    )


def _rules(solver: Any, market: Market, x: list[Any], open_: list[Any]) -> None:
    """Each student once; groups between fewest and most; nobody with a mentor who leads none."""
    once = [solver.Constraint(-solver.infinity(), 1) for _ in range(market.students)]
    fewest = [solver.Constraint(0, solver.infinity()) for _ in range(market.mentors)]
    most = [solver.Constraint(-solver.infinity(), 0) for _ in range(market.mentors)]
    for j, variable in enumerate(open_):
        fewest[j].SetCoefficient(variable, -float(market.low[j]))
        most[j].SetCoefficient(variable, -float(market.high[j]))
    pairs = zip(x, market.arcs.student.tolist(), market.arcs.mentor.tolist(), strict=True)
    for variable, i, j in pairs:
        once[i].SetCoefficient(variable, 1)
        fewest[j].SetCoefficient(variable, 1)
        most[j].SetCoefficient(variable, 1)
        led = solver.Constraint(-solver.infinity(), 0)
        led.SetCoefficient(variable, 1)
        led.SetCoefficient(open_[j], -1)


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
