"""A matching's configuration as a coordinator sets it: weights and rules, written as TOML."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

from wayfellow.programmes.models import Programme

HEAVIEST = 10

CRITERIA = {
    "field": ("first", "field", "fields", 5, _("The same field of work")),
    "skills": ("share", "skills", "skills", 6, _("Skills in common")),
    "interests": ("share", "interests", "interests", 4, _("Interests in common")),
    "values": ("share", "values", "values", 3, _("The same things matter in work")),
    "languages": ("share", "languages", "languages", 2, _("Languages in common")),
    "words": ("words", "hopes", "help", 2, _("The student's hopes in the mentor's words")),
}
"""Each criterion with its kind, the two columns it reads, its usual weight and its label."""

RULES = {
    "language": ("share_any", "languages", "languages", _("They speak a language in common")),
    "field": (
        "member",
        "field",
        "fields_open",
        _("The mentor knows the student's field, where the mentor names fields"),
    ),
}
"""Each hard rule with its kind, the two columns it reads and its label."""

CHOICE_FIRST, CHOICE_STEP = 960, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What a run weighs and what it never breaks."""

    weights: Mapping[str, int] = field(
        default_factory=lambda: {name: row[3] for name, row in CRITERIA.items()}
    )
    rules: frozenset[str] = frozenset(RULES)
    choices: bool = False
    """Whether students' ranked mentors count before everything else."""
    floor: int | None = None
    """As few students as possible below this score, even if the total suffers."""
    fewest: int = 1
    most: int = 1

    @classmethod
    def of(cls, programme: Programme) -> Self:
        """What the programme's axes ask for."""
        return cls(
            choices=programme.ranked_choices > 0,
            fewest=programme.fewest_mentees,
            most=programme.most_mentees,
        )

    @classmethod
    def read(cls, toml: str) -> Self:
        """As much of a configuration as the form can show."""
        try:
            tree = tomllib.loads(toml)
        except tomllib.TOMLDecodeError:
            return cls()
        weights = {row.get("name"): row.get("weight", 0) for row in tree.get("criterion", [])}
        kinds = {(row.get("kind"), row.get("student")) for row in tree.get("must", [])}
        groups = tree.get("groups", {})
        return cls(
            weights={name: weights.get(name, 0) for name in CRITERIA},
            rules=frozenset(name for name, row in RULES.items() if row[:2] in kinds),
            choices="preferences" in tree,
            floor=tree.get("fairness", {}).get("floor"),
            fewest=groups.get("fewest", 1),
            most=groups.get("most", 1),
        )

    def toml(self) -> str:
        """The configuration for the engine."""
        tables = [_table("[groups]", {"fewest": self.fewest, "most": self.most})]
        tables += [
            _table("[[must]]", dict(zip(("kind", "student", "mentor"), RULES[name], strict=False)))
            for name in sorted(self.rules)
        ]
        tables += [_criterion(name, weight) for name, weight in self.weights.items() if weight]
        if self.choices:
            tables.append(_table("[preferences]", {"first": CHOICE_FIRST, "step": CHOICE_STEP}))
        if self.floor:
            tables.append(_table("[fairness]", {"floor": self.floor}))
        return "\n".join(tables)


def _criterion(name: str, weight: int) -> str:
    kind, student, mentor, *_rest = CRITERIA[name]
    values = {"name": name, "kind": kind, "weight": weight, "student": student, "mentor": mentor}
    return _table("[[criterion]]", values)


def _table(head: str, values: Mapping[str, Any]) -> str:
    # Words here are our own column names, which need no escaping.
    rows = [
        f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value}"
        for key, value in values.items()
    ]
    return "\n".join([head, *rows, ""])
