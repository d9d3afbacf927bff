"""The answer to each kind of run: searched for by the engine, or judged as it was brought."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from wayfellow.pairing import engine
from wayfellow.pairing.models import Run
from wayfellow.pairing.pools import loosened

if TYPE_CHECKING:
    from wayfellow.matching import Pair, Solution, Unplaced


_CHANGED = _(
    "Since the file was read, somebody in it was placed, has withdrawn or paused. Bring it again."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Pairs that somebody else made, as the engine's judge sees them."""

    pairs: "tuple[Pair, ...]"
    unplaced: "tuple[Unplaced, ...]"
    broken: Mapping[tuple[str, str], tuple[str, ...]]
    figures: dict[str, Any]


def solve(run: Run, cancelled: Callable[[], bool]) -> "Solution | Judged":
    """What comes of the frozen pool; Faulty or Stopped when there can be nothing."""
    if run.kind == Run.Kind.BROUGHT:
        return _judged(run, cancelled)
    try:
        return engine.solved(run.pool, run.configuration, cancelled)
    except engine.Faulty:
        again = loosened(run.pool) if run.kind == Run.Kind.ROUND else run.pool
        if again == run.pool:
            raise
    # Some of those who agreed were left in a group too small: they are free to be placed anew.
    Run.objects.filter(pk=run.pk).update(pool=again)
    run.pool = again
    return engine.solved(again, run.configuration, cancelled)


def _judged(run: Run, cancelled: Callable[[], bool]) -> Judged:
    bench = engine.Bench(run.pool, run.configuration)
    pairs, broken = [], {}
    for student, mentor, _line in run.pool["pairs"]:
        if cancelled():
            raise engine.Stopped
        try:
            judged = bench.judge(student, mentor)
        except LookupError as gone:
            raise engine.Faulty((str(_CHANGED),)) from gone
        pairs.append(engine.pair(student, mentor, judged))
        if judged.broken:
            broken[str(student), str(mentor)] = judged.broken
    scores = sorted(pair.score for pair in pairs)
    return Judged(
        pairs=tuple(pairs),
        unplaced=engine.not_named(run.pool, {pair.student for pair in pairs}),
        broken=broken,
        figures={
            "judged": True,
            "doubts": len(broken),
            "placed": len(pairs),
            "total": sum(scores),
            "worst": scores[0] if scores else None,
            **engine.versions(run.configuration),
        },
    )
