"""The figures of a run."""

import hashlib
import json
import resource
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from wayfellow import __version__
from wayfellow.matching.compared import Comparison, deciles
from wayfellow.matching.types import Pair, Report, Settings, Unplaced
from wayfellow.matching.watch import Watch

REASONS = ("no eligible mentor", "seats", "group minimum", "inactive", "only preferences")
LATER: dict[str, object] = {"knee": None, "lift": 1, "audit": ()}
SOLVERS = ("numpy", "ortools", "scikit-learn", "scipy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What is proven of the answer: the most that can be placed, the largest total at this many."""

    placed: int
    total: int
    optimal: bool


def report(
    settings: Settings,
    pairs: Sequence[Pair],
    unplaced: Sequence[Unplaced],
    proof: Proof,
    watch: Watch,
    fairness: tuple[Comparison, ...] = (),
) -> Report:
    scores = sorted(p.score for p in pairs)
    total = sum(scores)
    bound = max(proof.total, total)
    reasons: Counter[str] = Counter(u.reason for u in unplaced)
    sizes = Counter(Counter(p.mentor for p in pairs).values())
    floor = settings.floor
    utility = int(settings.utility(np.array(scores, dtype=np.int64)).sum())
    return Report(
        placed=len(pairs),
        placed_bound=proof.placed,
        unplaced={reason: reasons[reason] for reason in REASONS},
        total=total,
        worst=scores[0] if scores else None,
        below_floor=None if floor is None else sum(s < floor for s in scores),
        deciles=deciles(scores),
        groups=dict(sorted(sizes.items())),
        upper_bound=bound,
        gap=round(100 * (bound - total) / bound, 4) if bound > 0 else 0.0,
        optimal=proof.optimal,
        cut=watch.cut,
        seconds=watch.seconds,
        peak_memory=peak_memory(),
        version=__version__,
        solvers={name: _version(name) for name in SOLVERS},
        configuration=digest(settings),
        utility=None if settings.knee is None else utility,
        fairness=fairness,
    )


def digest(settings: Settings) -> str:
    """SHA-256 of what the settings say, whatever the file's layout and comments."""
    said = asdict(settings)
    # Keys that came later count only where they are used: what was said before keeps its digest.
    for name, unsaid in LATER.items():
        if said[name] == unsaid:
            del said[name]
    plain = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def peak_memory() -> int:
    """The most memory this process ever held, in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
