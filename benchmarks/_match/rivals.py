"""Other methods, each on the same lawful pairs; ``python -m benchmarks._match.rivals`` runs one."""

import csv
import importlib
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks._match.reader import Arcs, read_arcs
from benchmarks._match.repair import Choice, dissolved, repaired

type Method = Callable[[Arcs, float], tuple[Choice, dict[str, object]]]
"""Gets the pairs and the seconds that are left; gives the answer and what it says of it."""


@dataclass(frozen=True, slots=True)
class Rival:
    """A method: where it is and what it needs."""

    name: str
    module: str
    function: str
    packages: tuple[str, ...] = ()
    whole: bool = False
    """It knows every rule, and can be told to stop."""
    best: int = 0
    """It gets only so many pairs of each student and of each mentor; 0: all of them."""

    @property
    def repair(self) -> bool:
        """Whether groups may be too small, or seats unseen, when it is done."""
        return not self.whole or self.best > 0


RIVALS = {
    "greedy": Rival("greedy by score", "simple", "greedy"),
    "queue": Rival("first come, first served", "simple", "queue"),
    "flow": Rival("OR-Tools min-cost flow", "flows", "flow", ("ortools",)),
    "highs": Rival("HiGHS MIP", "programs", "highs", ("highspy",), whole=True),
    "sparse": Rival("SciPy sparse assignment", "assignments", "sparse", ("scipy",)),
    "dense": Rival("SciPy dense assignment", "assignments", "dense", ("scipy",)),
    "hospitals": Rival("matching (deferred acceptance)", "simple", "hospitals", ("matching",)),
    "networkx": Rival("NetworkX network simplex", "flows", "networkx", ("networkx",)),
    "munkres": Rival("munkres", "assignments", "munkres", ("munkres",)),
    "sparse20": Rival(
        "SciPy sparse assignment, 20 best", "assignments", "sparse", ("scipy",), best=20
    ),
    "highs20": Rival("HiGHS MIP, 20 best", "programs", "highs", ("highspy",), whole=True, best=20),
    "cpsat": Rival("OR-Tools CP-SAT", "programs", "cpsat", ("ortools",), whole=True),
}
"""In the order in which they run: who takes its whole time is last."""


def main(key: str, folder: Path, out: Path, seconds: float) -> None:
    """Runs one method on a folder's files, writes its groups, prints what it says as JSON."""
    begun = time.monotonic()
    rival = RIVALS[key]
    module = importlib.import_module(f"benchmarks._match.{rival.module}")
    method: Method = getattr(module, rival.function)
    arcs = read_arcs(folder)
    reading = time.monotonic() - begun
    known = arcs.only(best_pairs(arcs, rival.best)) if rival.best else arcs
    choice, says = method(known, seconds - reading)
    choice = repaired(arcs, choice) if rival.repair else dissolved(arcs, choice)
    _write(arcs, choice, out)
    if rival.best:
        says = {"of_the_best_pairs": says}
    print(json.dumps({"reading": round(reading, 3), "pairs": len(arcs.score)} | says))


def best_pairs(arcs: Arcs, count: int) -> NDArray[np.bool]:
    """Which pairs are among so many best of their student or of their mentor."""
    keep = np.zeros(len(arcs.score), dtype=bool)
    for side in (arcs.student, arcs.mentor):
        order = np.lexsort((-arcs.score, side))
        place = np.arange(len(order)) - np.searchsorted(side[order], side[order])
        keep[order[place < count]] = True
    return keep


def _write(arcs: Arcs, choice: Choice, out: Path) -> None:
    made = np.flatnonzero(choice[arcs.student] == arcs.mentor).tolist()
    rows = [
        (arcs.students[arcs.student[n]], arcs.mentors[arcs.mentor[n]], int(arcs.score[n]))
        for n in made
    ]
    with out.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("student", "mentor", "score"))
        writer.writerows(sorted(rows + arcs.settled))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), float(sys.argv[4]))
