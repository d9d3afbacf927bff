"""What the search works on: arcs with their worth, seats, and the answer that is best so far."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from wayfellow.matching.arcs import Arcs
from wayfellow.matching.encode import Ints
from wayfellow.matching.flow import NOWHERE, Worth, counts, flow, lighter, score_of

type Flags = NDArray[np.bool_]
type Key = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """Students by number, mentors by number; ``low`` holds for open mentors only.

    ``forced`` mentors are open whatever happens, because of their locked students.
    """

    students: int
    arcs: Arcs
    worths: Ints
    low: Ints
    high: Ints
    forced: Flags
    worth: Worth

    @property
    def mentors(self) -> int:
        return len(self.low)

    def flow(self, forced: Flags, closed: Flags) -> Ints | None:
        """The best assignment with the forced filled and the closed empty, or None."""
        low = np.where(forced, self.low, 0)
        return flow(self.students, self.arcs, self.worths, low, np.where(closed, 0, self.high))

    def reworth(self, worth: Worth) -> "Market":
        return replace(self, worth=worth, worths=worth.of(self.arcs.score))

    def light(self) -> "Market":
        """The same with smaller numbers for the aims."""
        score = self.arcs.score
        span = int(score.max(initial=0)) - min(0, int(score.min(initial=0))) + 1
        return self.reworth(lighter(self.worth, span))

    def small(self, at: Ints) -> Flags:
        """The mentors whose group is too small to stand."""
        count = counts(at, self.mentors)
        return (count < self.low) & ((count > 0) | self.forced)

    def key(self, at: Ints) -> Key:
        """The aims in their order; the larger key is the better answer."""
        score = score_of(at, self.arcs)[at != NOWHERE]
        below = 0 if self.worth.floor is None else int((score < self.worth.floor).sum())
        return len(score), -below, int(score.sum())

    def settled(self, at: Ints) -> Ints | None:
        """The best lawful answer in which just the groups that can stand in this one do."""
        count = counts(at, self.mentors)
        open_ = (count >= self.low) & ((count > 0) | (self.low == 0)) | self.forced
        return self.flow(open_, ~open_)

    def with_arcs(self, arcs: Arcs) -> "Market":
        return replace(self, arcs=arcs, worths=self.worth.of(arcs.score))


def market(students: int, arcs: Arcs, worth: Worth, seats: tuple[Ints, Ints, Flags]) -> Market:
    low, high, forced = seats
    return Market(
        students=students,
        arcs=arcs,
        worths=worth.of(arcs.score),
        low=low,
        high=high,
        forced=forced,
        worth=worth,
    )
