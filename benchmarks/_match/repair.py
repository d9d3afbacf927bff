"""Makes lawful groups of an answer whose method knows no smallest group.

What a careful coordinator would do by hand: dissolve the groups that are too small, offer
their students the free seats of the others, and open new groups where enough are left.
"""

import heapq
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from benchmarks._match.reader import Arcs

type Choice = NDArray[np.int64]
"""The mentor of each student, or -1."""


def repaired(arcs: Arcs, choice: Choice) -> Choice:
    """The better of two repairs: free seats first, or new groups first."""
    tries = [_refill(arcs, choice, order) for order in ((_seat, _open), (_open, _seat))]
    return max(tries, key=lambda answer: worth(arcs, answer))


def worth(arcs: Arcs, choice: Choice) -> tuple[int, int]:
    """How many have a place, and the total of their scores."""
    made = choice[arcs.student] == arcs.mentor
    return int(made.sum()), int(arcs.score[made].sum())


def _refill(arcs: Arcs, choice: Choice, order: Iterable[Callable[[Arcs, Choice], bool]]) -> Choice:
    answer = dissolved(arcs, choice)
    while any(step(arcs, answer) for step in order):
        pass
    return answer


def dissolved(arcs: Arcs, choice: Choice) -> Choice:
    """The answer without the groups that are too small."""
    sizes = _sizes(arcs, choice)
    too_small = np.append(sizes < arcs.fewest, False)
    return np.where(too_small[choice], -1, choice)


def _sizes(arcs: Arcs, choice: Choice) -> Choice:
    return np.bincount(choice[choice >= 0], minlength=len(arcs.mentors))


def _loose(arcs: Arcs, choice: Choice, mentors: NDArray[np.bool]) -> Choice:
    """The pairs of students without a place and these mentors, the best first."""
    pairs = np.flatnonzero((choice < 0)[arcs.student] & mentors[arcs.mentor])
    return pairs[np.argsort(-arcs.score[pairs], kind="stable")]


def _seat(arcs: Arcs, choice: Choice) -> bool:
    """Fills free seats of lawful groups, the best pair first."""
    sizes = _sizes(arcs, choice)
    free = arcs.most - sizes
    lawful = (free > 0) & ((sizes > 0) | (arcs.fewest == 0))
    seated = False
    for pair in _loose(arcs, choice, lawful).tolist():
        student, mentor = arcs.student[pair], arcs.mentor[pair]
        if choice[student] < 0 and free[mentor] > 0:
            choice[student] = mentor
            free[mentor] -= 1
            seated = True
    return seated


def _open(arcs: Arcs, choice: Choice) -> bool:
    """Opens groups of students without a place, those with the largest total first."""
    closed = (_sizes(arcs, choice) == 0) & (arcs.most > 0)
    waiting: dict[int, list[int]] = {}
    for pair in _loose(arcs, choice, closed).tolist():
        waiting.setdefault(int(arcs.mentor[pair]), []).append(pair)
    heap: list[tuple[int, int]] = []
    for mentor, pairs in waiting.items():
        _offer(arcs, choice, heap, mentor, pairs)
    opened = False
    while heap:
        promise, mentor = heapq.heappop(heap)
        group = _group(arcs, choice, mentor, waiting[mentor])
        if -promise == _total(arcs, group):
            choice[arcs.student[group]] = mentor
            opened = True
        else:
            _offer(arcs, choice, heap, mentor, waiting[mentor])
    return opened


def _offer(
    arcs: Arcs, choice: Choice, heap: list[tuple[int, int]], mentor: int, pairs: list[int]
) -> None:
    group = _group(arcs, choice, mentor, pairs)
    if len(group) >= max(1, int(arcs.fewest[mentor])):
        heapq.heappush(heap, (-_total(arcs, group), mentor))


def _group(arcs: Arcs, choice: Choice, mentor: int, pairs: list[int]) -> list[int]:
    """The best students without a place whom the mentor could take."""
    return [pair for pair in pairs if choice[arcs.student[pair]] < 0][: int(arcs.most[mentor])]


def _total(arcs: Arcs, pairs: list[int]) -> int:
    return int(arcs.score[pairs].sum())
