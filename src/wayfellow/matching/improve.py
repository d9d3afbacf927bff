"""Searches around the mentors that were in doubt: small problems solved exactly, kept if better."""

import heapq
from dataclasses import dataclass, replace

import numpy as np

from wayfellow.matching.encode import Ints
from wayfellow.matching.exact import Effort, better, part
from wayfellow.matching.flow import ESTIMATE, NOWHERE, net, prices, ranges
from wayfellow.matching.guide import Guided, doubtful, promising, resumed, thinned
from wayfellow.matching.market import Market
from wayfellow.matching.watch import Watch

MENTORS, WIDE = 32, 96
UNPLACED = 40
NEIGHBOURS = 100
SEEDS = 60
ROUNDS = 2
ENOUGH, THE_LAST_POINT = 100_000, 1 << 40


@dataclass(frozen=True, slots=True, kw_only=True)
class _Map:
    """Who is near whom: arcs by mentor and by student, and what each would lose by them."""

    loss: Ints
    by_mentor: Ints
    start: Ints
    first: Ints
    at: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How far a search goes: steps of the multipliers after each round (0: they stay as they are),
    rounds, seeds of a round, and mentors around a student who lost their place. A round that brings
    less than one part in ``enough`` is the last."""

    steps: int
    rounds: int = ROUNDS
    seeds: int = SEEDS
    wide: int = WIDE
    enough: int = ENOUGH


def searched(guide: Guided, loose: Ints, watch: Watch, pace: Pace) -> Guided:
    """An answer at least as good, and multipliers that go with it.

    Searched is widely around students who lost their place against ``loose``, then around the mentors
    at whom the answer lacks something of the bound.
    """
    for _ in range(pace.rounds):
        market, before = guide.market, guide.market.key(guide.at)
        lost = np.flatnonzero((loose != NOWHERE) & (guide.at == NOWHERE))
        at = guide.at
        if len(lost):
            at = improved(market, at, np.unique(loose[lost])[: pace.seeds], watch, reach=pace.wide)
            guide = replace(guide, at=at)
        small = promising(guide)
        at = improved(small, at, doubtful(guide)[: pace.seeds], watch)
        if watch.late():
            return replace(guide, at=at)
        polished = thinned(small, guide.dual, at).light().settled(at)
        if polished is not None and market.key(polished) > market.key(at):
            at = polished
        guide = replace(guide, at=at)
        if pace.steps:
            guide = resumed(guide, pace.steps, watch)
        after = market.key(guide.at)
        if after[:2] == before[:2] and (after[2] - before[2]) * pace.enough <= after[2]:
            break
    return guide


def improved(market: Market, at: Ints, seeds: Ints, watch: Watch, *, reach: int = MENTORS) -> Ints:
    """An answer at least as good, after an exact search among ``reach`` mentors around each seed."""
    covered = np.zeros(market.mentors, dtype=np.bool_)
    chart = _chart(market, at)
    for seed in seeds:
        if covered[seed]:
            continue
        if watch.late():
            break
        mentors, core = _around(market, chart, int(seed), reach)
        covered[core] = True
        students = _involved(market, chart, mentors)
        local, local_at = part(market, students, mentors, at)
        found = better(local, Effort(nodes=200, seconds=watch.left()))
        if found is None or local.key(found) <= local.key(local_at):
            continue
        at = at.copy()
        at[students] = np.where(found == NOWHERE, NOWHERE, mentors[found])
        chart = replace(chart, at=at)
    return at


def _chart(market: Market, at: Ints) -> _Map:
    arcs = market.arcs
    price = prices(at, arcs, market.worths, market.mentors, rounds=ESTIMATE)
    best, _ = net(at, arcs, market.worths, price)
    return _Map(
        loss=best[arcs.student] - (market.worths - price[arcs.mentor]),
        by_mentor=np.argsort(arcs.mentor, kind="stable"),
        start=np.searchsorted(np.sort(arcs.mentor), np.arange(market.mentors + 1)),
        first=np.searchsorted(arcs.student, np.arange(market.students + 1)),
        at=at,
    )


def _around(market: Market, chart: _Map, seed: int, reach: int) -> tuple[Ints, Ints]:
    """The mentors nearest to the seed by what a move between them would lose, and the inner few."""
    reached: dict[int, None] = {}
    queue = [(0, seed)]
    while queue and len(reached) < reach:
        distance, mentor = heapq.heappop(queue)
        if mentor in reached:
            continue
        reached[mentor] = None
        for loss, other in _neighbours(market, chart, mentor):
            if other not in reached:
                heapq.heappush(queue, (distance + loss, other))
    near = np.array(list(reached), dtype=np.int64)
    return np.sort(near), near[: reach // 3]


def _neighbours(market: Market, chart: _Map, mentor: int) -> list[tuple[int, int]]:
    coming = chart.by_mentor[chart.start[mentor] : chart.start[mentor + 1]]
    from_ = chart.at[market.arcs.student[coming]]
    theirs = market.arcs.student[coming[from_ == mentor]]
    leaving = ranges(chart.first[theirs], chart.first[theirs + 1])
    homes = from_ != NOWHERE
    other = np.concatenate([from_[homes], market.arcs.mentor[leaving]])
    loss = np.maximum(np.concatenate([chart.loss[coming[homes]], chart.loss[leaving]]), 0)
    order = np.lexsort((other, loss))[:NEIGHBOURS]
    return [(int(loss[o]), int(other[o])) for o in order if other[o] != mentor]


def _involved(market: Market, chart: _Map, mentors: Ints) -> Ints:
    """The students of these mentors, and the unplaced who would gain most from them."""
    placed = np.flatnonzero(np.isin(chart.at, mentors))
    entry = chart.by_mentor[ranges(chart.start[mentors], chart.start[mentors + 1])]
    entry = entry[chart.at[market.arcs.student[entry]] == NOWHERE]
    order = np.lexsort((market.arcs.student[entry], chart.loss[entry]))
    who = list(dict.fromkeys(market.arcs.student[entry[order]].tolist()))[:UNPLACED]
    return np.sort(np.concatenate([placed, np.array(who, dtype=np.int64)]))
