"""The transportation problem: exact by min-cost flow, and the prices that prove it."""

from dataclasses import dataclass, replace

import numpy as np
from ortools.graph.python import min_cost_flow

from wayfellow.matching.arcs import Arcs
from wayfellow.matching.encode import Ints

NOWHERE = -1
_BIG = 2**61
# Rounds of price finding that do where no proof hangs on the prices.
ESTIMATE = 40
PATIENCE = 2_000
LIGHT = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """Turns a score into one number: to be placed counts above the floor, the floor above all."""

    place: int
    fair: int
    floor: int | None
    exact: bool

    def of(self, score: Ints) -> Ints:
        worth = score + self.place
        if self.floor is not None:
            worth = worth + np.where(score >= self.floor, self.fair, 0)
        return worth


def worth(students: int, scores: Ints, floor: int | None, nodes: int) -> Worth:
    """The worth that keeps the aims apart, exactly so while the solver's numbers are wide enough."""
    span = int(scores.max(initial=0)) - min(0, int(scores.min(initial=0))) + 1
    room = _BIG // (nodes + 2)
    exact = students + 1
    fit = exact
    while _steps(fit, span, floor)[0] * 2 + span > room:
        fit //= 2
    place, fair = _steps(fit, span, floor)
    return Worth(place=place, fair=fair, floor=floor, exact=fit == exact)


def lighter(worth: Worth, span: int) -> Worth:
    """A worth of smaller numbers, quicker to solve: it nearly always gives the same answer."""
    place, fair = _steps(LIGHT, span, worth.floor)
    return replace(worth, place=min(place, worth.place), fair=min(fair, worth.fair))


def steady(at: Ints, arcs: Arcs, worths: Ints, price: Ints, high: Ints) -> bool:
    """Whether the prices prove ``at`` optimal without lower bounds.

    They do when every student is best off where they are and no free seat has a price.
    """
    if (price[:-1][counts(at, len(high)) < high] > 0).any():
        return False
    best, _ = net(at, arcs, worths, price)
    own = np.zeros(len(at), np.int64)
    here = arcs.mentor == at[arcs.student]
    own[arcs.student[here]] = worths[here] - price[arcs.mentor[here]]
    return bool((own >= best).all())


def _steps(students: int, span: int, floor: int | None) -> tuple[int, int]:
    fair = 0 if floor is None else students * span
    return students * (fair + span), fair


def flow(students: int, arcs: Arcs, worths: Ints, low: Ints, high: Ints) -> Ints | None:
    """The mentor of each student (or NOWHERE) with the largest worth; None if low is not to be had.

    Every mentor gets at least ``low`` and at most ``high``.
    """
    mentors = len(low)
    usable = high[arcs.mentor] > 0
    tail, head, gain = arcs.student[usable], arcs.mentor[usable], worths[usable]
    sink = students + mentors
    everyone, seats = np.arange(students), np.arange(mentors)
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(tail, students + head, np.ones_like(tail), -gain)
    solver.add_arcs_with_capacity_and_unit_cost(
        everyone, np.full(students, sink), np.ones(students, np.int64), np.zeros(students, np.int64)
    )
    solver.add_arcs_with_capacity_and_unit_cost(
        students + seats, np.full(mentors, sink), high - low, np.zeros(mentors, np.int64)
    )
    solver.set_nodes_supplies(everyone, np.ones(students, np.int64))
    solver.set_nodes_supplies(students + seats, -low)
    solver.set_node_supply(sink, int(low.sum()) - students)
    return _assignment(solver, tail, head, students)


def flow_of(students: int, placed: int, arcs: Arcs, high: Ints) -> Ints | None:
    """The largest total score with exactly so many students placed."""
    mentors = len(high)
    source, sink = students + mentors, students + mentors + 1
    everyone, seats = np.arange(students), np.arange(mentors)
    ones = np.ones(students, np.int64)
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(
        arcs.student, students + arcs.mentor, np.ones_like(arcs.student), -arcs.score
    )
    solver.add_arcs_with_capacity_and_unit_cost(np.full(students, source), everyone, ones, 0 * ones)
    solver.add_arcs_with_capacity_and_unit_cost(
        students + seats, np.full(mentors, sink), high, np.zeros(mentors, np.int64)
    )
    solver.set_node_supply(source, placed)
    solver.set_node_supply(sink, -placed)
    return _assignment(solver, arcs.student, arcs.mentor, students)


def _assignment(
    solver: min_cost_flow.SimpleMinCostFlow, tail: Ints, head: Ints, students: int
) -> Ints | None:
    if not students:
        return np.empty(0, np.int64)
    status = solver.solve()
    if status == solver.INFEASIBLE:
        return None
    if status != solver.OPTIMAL:
        raise RuntimeError(f"the flow solver gave up: {status}")
    at = np.full(students, NOWHERE, dtype=np.int64)
    used = solver.flows(np.arange(len(tail))) > 0
    at[tail[used]] = head[used]
    return at


def prices(
    at: Ints,
    arcs: Arcs,
    worths: Ints,
    mentors: int,
    *,
    outside: bool = True,
    rounds: int = PATIENCE,
) -> Ints:
    """The lowest prices of the seats at which every student is best off where they are.

    One price more than mentors: the last is that of staying outside, 0 when ``outside`` is free,
    else whatever holds the number of placed students as it is. Longest paths, by Bellman and Ford,
    following only what has changed; ``rounds`` is enough where an estimate will do.
    """
    students = len(at)
    home = np.where(at == NOWHERE, mentors, at)
    own = np.zeros(students, np.int64)
    here = arcs.mentor == home[arcs.student]
    own[arcs.student[here]] = worths[here]
    out = np.arange(students)[home != mentors]
    tail = np.concatenate([home[arcs.student[~here]], home[out]])
    head = np.concatenate([arcs.mentor[~here], np.full(len(out), mentors)])
    gain = np.concatenate([(worths - own[arcs.student])[~here], -own[out]])
    order = np.argsort(tail, kind="stable")
    tail, head, gain = tail[order], head[order], gain[order]
    start = np.searchsorted(tail, np.arange(mentors + 2))
    price = np.zeros(mentors + 1, np.int64)
    price[mentors] = 0 if outside else -_BIG
    changed = np.arange(mentors + 1)
    for _ in range(rounds):
        entry = ranges(start[changed], start[changed + 1])
        new = price.copy()
        np.maximum.at(new, head[entry], price[tail[entry]] + gain[entry])
        if outside:
            new[mentors] = 0
        changed = np.flatnonzero(new > price)
        price = new
        if not len(changed):
            break
    return price


def ranges(first: Ints, last: Ints) -> Ints:
    """The numbers first..last-1 of every pair, one after the other."""
    size = last - first
    within: Ints = np.arange(int(size.sum())) + np.repeat(first - (np.cumsum(size) - size), size)
    return within


def net(at: Ints, arcs: Arcs, worths: Ints, price: Ints) -> tuple[Ints, Ints]:
    """What each student gains at best, and at best elsewhere than now; never below outside."""
    outside = -price[-1]
    worth_here = worths - price[arcs.mentor]
    best = np.full(len(at), outside)
    np.maximum.at(best, arcs.student, worth_here)
    elsewhere = np.full(len(at), outside)
    other = arcs.mentor != at[arcs.student]
    np.maximum.at(elsewhere, arcs.student[other], worth_here[other])
    return best, elsewhere


def counts(at: Ints, mentors: int) -> Ints:
    """How many students each mentor has."""
    count: Ints = np.bincount(at[at != NOWHERE], minlength=mentors)
    return count


def score_of(at: Ints, arcs: Arcs) -> Ints:
    """The score of every student where they are, 0 for those who are nowhere."""
    here = arcs.mentor == at[arcs.student]
    score = np.zeros(len(at), np.int64)
    score[arcs.student[here]] = arcs.score[here]
    return score
