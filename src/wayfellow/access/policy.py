"""A rule answers "which rows?", so one rule guards pages and filters lists."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model, Q

type Person = AbstractBaseUser

NOBODY_ROWS = Q(pk__in=[])
EVERY_ROW = Q(pk__isnull=False)
"""Not an empty Q(), which Django drops from an "or" as if it were not there."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Which rows a person reaches, as a condition made of subqueries and never of joins."""

    rows: Callable[[Person], Q]

    def __or__(self, other: "Rule") -> "Rule":
        return Rule(lambda person: self.rows(person) | other.rows(person))

    def __and__(self, other: "Rule") -> "Rule":
        return Rule(lambda person: self.rows(person) & other.rows(person))


nobody = Rule(lambda _person: NOBODY_ROWS)
platform_admin = Rule(
    lambda person: EVERY_ROW if getattr(person, "is_platform_admin", False) else NOBODY_ROWS
)


@dataclass(frozen=True, slots=True)
class Grant:
    model: type[Model]
    rule: Rule


GRANTS: dict[str, Grant] = {}


def grant(model: type[Model], rules: Mapping[str, Rule]) -> None:
    """Declare who may use which verb on ``model``; a verb is declared once."""
    subject = model._meta.model_name
    for verb, rule in rules.items():
        name = f"{subject}.{verb}"
        if name in GRANTS:
            raise ValueError(f"{name} is granted twice; use widen() from a higher room")
        GRANTS[name] = Grant(model, rule)


def widen(permission: str, rule: Rule) -> None:
    """Let a higher room add the rows that only it can know of, such as a member's programme."""
    granted = GRANTS[permission]
    GRANTS[permission] = Grant(granted.model, granted.rule | rule)
