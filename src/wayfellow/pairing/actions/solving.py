"""The answer to each kind of run: searched for by the engine, or judged as it was brought."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.translation import gettext_lazy as _

from wayfellow.pairing import engine
from wayfellow.pairing.frozen import Faulty
from wayfellow.pairing.judging import Bench, pair
from wayfellow.pairing.lifecycle import Stage
from wayfellow.pairing.models import Run
from wayfellow.pairing.pools import loosened

if TYPE_CHECKING:
    from wayfellow.matching import Pair, Solution


_CHANGED = _(
    "Since the file was read, somebody in it was placed, has withdrawn or paused. Bring it again."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Pairs that somebody else made, as the engine's judge sees them."""

    pairs: "tuple[Pair, ...]"
    unnamed: tuple[int, ...]
    """Students of the pool whom the pairs leave out."""
    broken: Mapping[tuple[str, str], tuple[str, ...]]
    figures: dict[str, Any]


class Watcher(Protocol):
    """Who is told how far the work is, and may stop it."""

    def progress(self, stage: str, share: float, /) -> None: ...
    def cancelled(self) -> bool: ...


def solve(run: Run, watcher: Watcher) -> "Solution | Judged":
    """What comes of the frozen pool; Faulty or Stopped when there can be nothing."""
    if run.kind == Run.Kind.BROUGHT:
        return _judged(run, watcher)
    told, stopped = watcher.progress, watcher.cancelled
    try:
        return engine.solved(run.pool, run.configuration, stopped, progress=told)
    except Faulty:
        again = loosened(run.pool) if run.kind == Run.Kind.ROUND else run.pool
        if again == run.pool:
            raise
    # Some of those who agreed were left in a group too small: they are free to be placed anew.
    Run.objects.filter(pk=run.pk).update(pool=again)
    run.pool = again
    return engine.solved(again, run.configuration, stopped, progress=told)


def _judged(run: Run, watcher: Watcher) -> Judged:
    bench = Bench(run.pool, run.configuration)
    pairs, broken, rows = [], {}, run.pool["pairs"]
    for done, (student, mentor, _line) in enumerate(rows):
        watcher.progress(Stage.JUDGE, done / len(rows))
        if watcher.cancelled():
            raise engine.Stopped
        try:
            judged = bench.judge(student, mentor)
        except LookupError as gone:
            raise Faulty((str(_CHANGED),)) from gone
        pairs.append(pair(student, mentor, judged))
        if judged.broken:
            broken[str(student), str(mentor)] = judged.broken
    scores = sorted(pair.score for pair in pairs)
    named = {pair.student for pair in pairs}
    return Judged(
        pairs=tuple(pairs),
        unnamed=tuple(int(pk) for pk in run.pool["students"] if pk not in named),
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
