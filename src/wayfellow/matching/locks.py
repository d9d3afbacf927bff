"""Locks that cannot be kept, named one by one."""

import numpy as np

from wayfellow.matching.arcs import Candidates
from wayfellow.matching.grid import Grid
from wayfellow.matching.market import Market
from wayfellow.matching.types import BadInput, Fault, Pool


def refuse_lonely(pool: Pool, grid: Grid, found: Candidates) -> None:
    """A locked student whose group can never reach its fewest is a lock that cannot be kept."""
    short = np.flatnonzero(grid.forced & (found.per_mentor < grid.low))
    if len(short):
        raise BadInput(faults(pool, [grid.mentors[j].id for j in short]))


def unfillable(start: Market) -> int:
    """The first forced mentor, in order of id, who cannot be filled together with those before."""
    forced = np.flatnonzero(start.forced)
    low, high = 0, len(forced)
    while high - low > 1:
        middle = (low + high) // 2
        some = np.zeros(start.mentors, dtype=np.bool_)
        some[forced[:middle]] = True
        low, high = (middle, high) if start.flow(some, ~some) is not None else (low, middle)
    return int(forced[low])


def faults(pool: Pool, mentors: list[str]) -> tuple[Fault, ...]:
    pins = sorted((p for p in pool.pins if p.kind == "lock"), key=lambda p: -(p.line or 0))
    lines = {p.mentor: p for p in pins}
    return tuple(
        Fault(
            where="pairs",
            line=lines[mentor].line,
            column="mentor",
            reason=f"the lock on {mentor} cannot be kept: no lawful group reaches the fewest",
        )
        for mentor in sorted(mentors, key=lambda mentor: lines[mentor].line or 0)
    )
