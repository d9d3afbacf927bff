"""Whether an answer treats some students worse than others, by more than chance.

Every value of an attribute is held against all other students by three measures: how many have a
place (Fisher's exact test), which scores they have (the rank-sum test with ties), and how many of
those with wishes have a listed mentor (Fisher again). All tests of one audit share an error of
one in twenty (Holm), so the more one asks, the more a difference must show. Values with fewer than
``FEWEST`` students are counted and not tested: of so few nothing can be said.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from wayfellow.matching.cells import many
from wayfellow.matching.compared import Comparison, Finding, Measured, Part, deciles
from wayfellow.matching.roster import is_active, wishes_of
from wayfellow.matching.types import Pair, Pool

type Flags = NDArray[np.bool_]

FEWEST = 5
"""A value with fewer students, or with fewer left to hold it against, is not tested."""

CHANCE = 0.05
"""How often an audit of a blameless answer may point at anything at all."""

EQUAL = 1 + 1e-7
"""Two tables are equally likely up to this factor; their chances are sums of rounded numbers."""


def audit(pool: Pool, pairs: Sequence[Pair], attributes: Sequence[str]) -> tuple[Comparison, ...]:
    """Holds the students of ``pool`` against each other by each of ``attributes``.

    An attribute is a column of the students. A cell that lists several values counts for each of
    them; an empty or missing cell for the value ``""``. Inactive students are left out.
    """
    if not attributes:
        return ()
    crowd = _Crowd(pool, pairs)
    everybody = crowd.part("", np.ones(len(crowd.ids), dtype=np.bool_))
    found = {name: crowd.parts(name) for name in attributes}
    tested = {
        (name, value, measure): result
        for name, masks in found.items()
        for value, mask in masks.items()
        for measure, result in crowd.tests(mask).items()
    }
    corrected = _holm([chance for chance, _worse in tested.values()])
    findings: dict[tuple[str, str], list[Finding]] = {}
    for (name, value, measure), chance in zip(tested, corrected, strict=True):
        if chance <= CHANCE:
            worse = tested[name, value, measure][1]
            finding = Finding(measure=measure, worse=worse, chance=chance)
            findings.setdefault((name, value), []).append(finding)
    return tuple(
        Comparison(
            attribute=name,
            everybody=everybody,
            parts=tuple(
                replace(crowd.part(value, mask), findings=tuple(findings.get((name, value), ())))
                for value, mask in masks.items()
            ),
        )
        for name, masks in found.items()
    )


class _Crowd:
    """The active students in the order of their ids, with what became of each."""

    def __init__(self, pool: Pool, pairs: Sequence[Pair]) -> None:
        students = sorted((s for s in pool.students if is_active(s)), key=lambda s: s.id)
        mine = {pair.student: pair for pair in pairs}
        self.ids = [student.id for student in students]
        self.cells = [student.cells for student in students]
        self.placed = np.array([i in mine for i in self.ids], dtype=np.bool_)
        self.wishing = np.array([bool(wishes_of(s)) for s in students], dtype=np.bool_)
        self.listed = np.array(
            [i in mine and mine[i].listed is not None for i in self.ids], dtype=np.bool_
        )
        self.score = np.array([mine[i].score if i in mine else 0 for i in self.ids], dtype=np.int64)

    def parts(self, attribute: str) -> dict[str, Flags]:
        """Who has which value; the most frequent first, none where all students share one."""
        rows: dict[str, list[int]] = {}
        for at, cells in enumerate(self.cells):
            for value in many(cells.get(attribute, "")) or [""]:
                rows.setdefault(value, []).append(at)
        if len(rows) < 2:  # noqa: PLR2004 - a difference is between two
            return {}
        found = {}
        for value in sorted(rows, key=lambda value: (-len(rows[value]), value)):
            found[value] = np.zeros(len(self.ids), dtype=np.bool_)
            found[value][rows[value]] = True
        return found

    def part(self, value: str, mask: Flags) -> Part:
        scores = np.sort(self.score[mask & self.placed]).tolist()
        return Part(
            value=value,
            students=int(mask.sum()),
            placed=len(scores),
            wishing=int((mask & self.wishing).sum()),
            listed=int((mask & self.wishing & self.listed).sum()),
            mean=sum(scores) / len(scores) if scores else None,
            worst=scores[0] if scores else None,
            deciles=deciles(scores),
        )

    def tests(self, mask: Flags) -> Mapping[Measured, tuple[float, bool]]:
        """The chance of each difference from all others, and whether it is for the worse."""
        seated, wish = self.placed, self.wishing
        found: dict[Measured, tuple[float, bool]] = {}
        if _enough(mask):
            found["placed"] = _shares(mask, seated)
        if _enough(mask[seated]):
            found["score"] = _ranks(mask[seated], self.score[seated])
        if _enough(mask[wish]):
            found["listed"] = _shares(mask[wish], self.listed[wish])
        return found


def _enough(mask: Flags) -> bool:
    return min(int(mask.sum()), int((~mask).sum())) >= FEWEST


def _shares(mask: Flags, lucky: Flags) -> tuple[float, bool]:
    """Fisher's exact test, both sides: the chance of tables at most as likely as this one."""
    size, mine, hits = len(mask), int(mask.sum()), int(lucky.sum())
    got = int((mask & lucky).sum())
    could = np.arange(max(0, mine + hits - size), min(mine, hits) + 1)
    log = _choose(hits, could) + _choose(size - hits, mine - could)
    likely = np.exp(log - log.max())
    here = likely[got - could[0]]
    chance = float(likely[likely <= here * EQUAL].sum() / likely.sum())
    return min(chance, 1.0), got * size < mine * hits


def _choose(n: int, k: NDArray[np.int64]) -> NDArray[np.float64]:
    from scipy.special import gammaln  # noqa: PLC0415 - slow to load

    log: NDArray[np.float64] = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return log


def _ranks(mask: Flags, scores: NDArray[np.int64]) -> tuple[float, bool]:
    """The rank-sum test with ties and the correction for continuity, both sides."""
    size, mine = len(scores), int(mask.sum())
    _values, place, times = np.unique(scores, return_inverse=True, return_counts=True)
    rank = np.cumsum(times) - (times - 1) / 2
    off = float(rank[place][mask].sum()) - mine * (size + 1) / 2
    ties = float((times.astype(np.float64) ** 3 - times).sum()) / (size * (size - 1))
    spread = mine * (size - mine) / 12 * (size + 1 - ties)
    if spread <= 0:
        return 1.0, False
    z = max(abs(off) - 0.5, 0.0) / spread**0.5
    return math.erfc(z / math.sqrt(2)), off < 0


def _holm(chances: Sequence[float]) -> list[float]:
    """Each chance corrected for how many there are, in the order given."""
    corrected, highest = [0.0] * len(chances), 0.0
    for done, at in enumerate(sorted(range(len(chances)), key=lambda at: chances[at])):
        highest = max(highest, min(1.0, (len(chances) - done) * chances[at]))
        corrected[at] = highest
    return corrected
