"""How students fared who share something, side by side with everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

type Measured = Literal["placed", "score", "listed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A difference from the other students that chance alone would rarely bring.

    ``chance`` is its corrected probability: how often so large a difference, or one as large
    anywhere in the audit, comes about where there is none.
    """

    measure: Measured
    worse: bool
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The students who share a value: how they fared, and how that differs from the others."""

    value: str
    students: int
    placed: int
    wishing: int
    listed: int
    mean: float | None
    worst: int | None
    deciles: tuple[int, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All values of one attribute, those with the most students first."""

    attribute: str
    everybody: Part
    parts: tuple[Part, ...]

    @property
    def differs(self) -> bool:
        """Whether any value stands out by more than chance."""
        return any(part.findings for part in self.parts)


def deciles(scores: Sequence[int]) -> tuple[int, ...]:
    """The scores, in rising order, that 10, 20, ... 90 per cent of the pairs do not exceed."""
    return tuple(scores[-(-len(scores) * k // 10) - 1] for k in range(1, 10)) if scores else ()


def as_json(comparisons: Sequence[Comparison]) -> dict[str, Any]:
    """Plain values, ready for ``json.dumps``: everybody, and the parts by attribute."""
    return {
        "everybody": _plain(comparisons[0].everybody),
        "attributes": {
            each.attribute: [
                {
                    "value": part.value,
                    **_plain(part),
                    "findings": [_finding(finding) for finding in part.findings],
                }
                for part in each.parts
            ]
            for each in comparisons
        },
    }


def _plain(part: Part) -> dict[str, Any]:
    return {
        "students": part.students,
        "placed": part.placed,
        "wishing": part.wishing,
        "listed": part.listed,
        "listed_share": round(part.listed / part.wishing, 4) if part.wishing else None,
        "mean": None if part.mean is None else round(part.mean, 2),
        "worst": part.worst,
        "deciles": list(part.deciles),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    # Logarithms may differ in the last bits from machine to machine; four digits never do.
    chance = float(f"{finding.chance:.3e}")
    return {"measure": finding.measure, "worse": finding.worse, "chance": chance}
