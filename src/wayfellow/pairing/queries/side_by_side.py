"""Answers side by side: their figures, and who has another mentor."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from wayfellow.applications.models import Application
from wayfellow.pairing.models import Proposal, Run
from wayfellow.pairing.recipe import CRITERIA, Recipe

if TYPE_CHECKING:
    from wayfellow.matching import Solution

BIN, TOP = 100, 1000
STEP = 50

type Fate = Literal["placed", "unplaced", "other"]


@dataclass(frozen=True, slots=True)
class Got:
    """Whom a student got in an answer."""

    mentor: int
    score: int
    values: Mapping[str, int]
    listed: bool


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a criterion brought: its mean over the pairs, and its share of what they score by."""

    name: str
    label: str
    weight: int
    mean: float
    share: float

    @property
    def percent(self) -> int:
        return round(100 * self.share)


@dataclass(frozen=True, slots=True)
class Answer:
    """A run's groups, or those that a change would bring."""

    run: Run | None
    recipe: Recipe
    students: int
    pairs: Mapping[int, Got]

    @property
    def scores(self) -> list[int]:
        return sorted(got.score for got in self.pairs.values())

    @property
    def placed(self) -> int:
        return len(self.pairs)

    @property
    def total(self) -> int:
        return sum(self.scores)

    @property
    def worst(self) -> int | None:
        return min(self.scores, default=None)

    @property
    def mean(self) -> float | None:
        return self.total / self.placed if self.pairs else None

    @property
    def listed(self) -> int:
        """How many got a mentor of their choice."""
        return sum(got.listed for got in self.pairs.values())

    @property
    def groups(self) -> int:
        return len({got.mentor for got in self.pairs.values()})

    @property
    def deciles(self) -> list[int]:
        """The scores that 10, 20 … 90 per cent do not exceed."""
        scores = self.scores
        return [scores[-(-len(scores) * k // 10) - 1] for k in range(1, 10)] if scores else []

    @property
    def histogram(self) -> list[dict[str, object]]:
        """How many pairs have a score in each hundred."""
        counted = Counter(min(score, TOP - 1) // BIN for score in self.scores)
        return [{"label": str(at * BIN), "value": counted[at]} for at in range(TOP // BIN)]

    @property
    def weighed(self) -> dict[str, Weighed]:
        """What each criterion brought, by its name; those that do not count brought nothing."""
        weights = self.recipe.weights
        rows = list(self.pairs.values())
        means = {
            name: sum(got.values.get(name, 0) for got in rows) / len(rows) if rows else 0.0
            for name in CRITERIA
        }
        whole = sum(weights[name] * means[name] for name in CRITERIA) or 1
        return {
            name: Weighed(
                name, str(row[-1]), weights[name], means[name], weights[name] * means[name] / whole
            )
            for name, row in CRITERIA.items()
        }


def answers(runs: Iterable[Run]) -> list[Answer]:
    """The answers of several runs as they stand now, in their order; one query."""
    wanted = list(runs)
    found: dict[int, dict[int, Got]] = {run.pk: {} for run in wanted}
    rows = Proposal.objects.filter(run__in=found).values_list(
        "run", "student", "mentor", "score", "because", "listed"
    )
    for run, student, mentor, score, because, listed in rows:
        found[run][student] = Got(mentor, score, dict(because), listed is not None)
    return [
        Answer(run, Recipe.read(run.configuration), run.report.get("students", 0), found[run.pk])
        for run in wanted
    ]


def answer_of(solution: "Solution", toml: str) -> Answer:
    """The answer that nobody has kept yet."""
    pairs = {
        int(pair.student): Got(
            int(pair.mentor), pair.score, dict(pair.because), pair.listed is not None
        )
        for pair in solution.pairs
    }
    students = len(solution.pairs) + len(solution.unplaced)
    return Answer(None, Recipe.read(toml), students, pairs)


def changed(found: Sequence[Answer]) -> dict[int, Fate]:
    """The students who have not the same mentor in all answers; what became of them at last."""
    first, last = found[0].pairs, found[-1].pairs
    fates: dict[int, Fate] = {}
    for student in sorted({student for answer in found for student in answer.pairs}):
        mentors = {got.mentor if (got := a.pairs.get(student)) else None for a in found}
        if len(mentors) > 1:
            lost, won = student in first, student in last
            fates[student] = "other" if lost == won else "placed" if won else "unplaced"
    return fates


@dataclass(frozen=True, slots=True)
class Cell:
    """Whom a student got in one of the answers."""

    mentor: str
    score: int


@dataclass(frozen=True, slots=True)
class Row:
    """A student in all the answers; None where there was no place."""

    student: Application
    fate: Fate
    cells: list[Cell | None]
    gain: int | None
    """What the score gained from the first answer to the last, where both have one."""


def rows(fates: Mapping[int, Fate], ids: Sequence[int], found: Sequence[Answer]) -> list[Row]:
    """The students ``ids`` with their mentors by name; two queries however many there are."""
    students = Application.objects.select_related("person", "student").in_bulk(ids)
    got = {pk: [answer.pairs.get(pk) for answer in found] for pk in ids}
    mentors = {each.mentor for cells in got.values() for each in cells if each}
    names = dict(Application.objects.filter(pk__in=mentors).values_list("pk", "person__name"))
    return [
        Row(
            students[pk],
            fates[pk],
            [Cell(names.get(each.mentor, "–"), each.score) if each else None for each in got[pk]],
            last.score - first.score if (first := got[pk][0]) and (last := got[pk][-1]) else None,
        )
        for pk in ids
        if pk in students
    ]


@dataclass(frozen=True, slots=True)
class Brought:
    """What a criterion brought in the last run, and what changed against the run before."""

    now: Weighed
    before: Weighed | None

    @property
    def change(self) -> int | None:
        """How much the mean rose or fell."""
        return round(self.now.mean) - round(self.before.mean) if self.before else None


def brought(newest: Sequence[Answer]) -> dict[str, Brought]:
    """What each criterion brought in the newest answer, against the next; none without any."""
    if not newest:
        return {}
    before = newest[1].weighed if len(newest) > 1 else {}
    return {name: Brought(now, before.get(name)) for name, now in newest[0].weighed.items()}


@dataclass(frozen=True, slots=True)
class Floor:
    """How many pairs of the last run lie below a score, and what lifting them has cost."""

    below: list[tuple[int, int]]
    cost: tuple[Run, Run, int, int] | None
    """A run with a floor, the same without, what the total lost and what the worst gained."""


def floor(newest: Sequence[Answer]) -> Floor | None:
    """What the newest answers tell of lifting the worst-off; None where there are none."""
    if not newest:
        return None
    scores = newest[0].scores
    lowest = STEP * (scores[0] // STEP + 1) if scores else STEP
    lines = (lowest, lowest + STEP, lowest + 2 * STEP)
    below = [(line, sum(score < line for score in scores)) for line in lines]
    pairs = (
        (one, other)
        for one in newest
        for other in newest
        if one.recipe.floor and not other.recipe.floor and _alike(one, other)
    )
    one, other = next(pairs, (None, None))
    if one is None or other is None or one.run is None or other.run is None:
        return Floor(below, None)
    gain = (one.worst or 0) - (other.worst or 0)
    return Floor(below, (one.run, other.run, other.total - one.total, gain))


def _alike(one: Answer, other: Answer) -> bool:
    """Whether only the floor tells two runs apart."""
    same = ("weights", "rules", "choices", "fewest", "most")
    return one.placed == other.placed and all(
        getattr(one.recipe, name) == getattr(other.recipe, name) for name in same
    )
