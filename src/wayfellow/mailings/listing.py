"""The lists of people to whom staff may write: one table, made of every room's rows.

A room adds a list in its ``recipients.py``. What a mailing keeps of it is the list's name, the row
at which it hangs and its filter, so that the same people are found anew by the same rules.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise

from wayfellow.access.doors import reach
from wayfellow.institutions.models import Institution
from wayfellow.people.models import User
from wayfellow.programmes.models import Programme

type Words = str | Promise
EVERYBODY = ""
"""The first of a list's choices of whom to write to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A list as one member of staff sees it."""

    sender: User
    place: Any
    """The row at which it hangs."""
    institution: Institution
    """For which the sender writes."""
    asked: QueryDict
    """Its filter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One kind of list. The rows are those that its page shows to the sender, and no others."""

    name: str
    label: Words
    place: Callable[[User, int], Any]
    """The row behind a number, if this person may write to the list there; else None."""
    institutions: Callable[[User, Any], QuerySet[Institution]]
    """For which of them the person may write there."""
    rows: Callable[[Scope], QuerySet[Any]]
    whom: Mapping[str, tuple[Words, Callable[[QuerySet[Any]], QuerySet[User]]]]
    """From rows to people, by a name and a label; the first is what holds unless another is
    chosen."""
    said: Callable[[Scope], str]
    """The filter in words."""
    page: Callable[[Scope], str]
    """The address of the list under its filter."""
    programme: Callable[[Any], Programme | None] = lambda _place: None

    def people(self, scope: Scope, *, whom: str = "", picked: list[int]) -> QuerySet[User]:
        """Who is on the list now; of the ticked rows only, where there are such."""
        rows = self.rows(scope)
        if picked:
            rows = rows.filter(pk__in=picked)
        chosen = whom if whom in self.whom else next(iter(self.whom))
        _label, people = self.whom[chosen]
        return people(rows).exclude(pk=scope.sender.pk)


LISTINGS: dict[str, Listing] = {}


def listings(*rows: Listing) -> None:
    """Add rows to the table."""
    for row in rows:
        if row.name in LISTINGS:
            raise ValueError(f"two lists are called {row.name}")
        LISTINGS[row.name] = row


def behind(permission: str) -> Callable[[User, int], Any]:
    """The row on which a person may use ``permission``."""

    def found(person: User, pk: int) -> Model | None:
        row: Model | None = reach(person, permission).filter(pk=pk).first()
        return row

    return found


def accounts(people: QuerySet[Any, Any]) -> QuerySet[User]:
    """The accounts whose ids ``people`` selects, closed ones too."""
    return User.objects.filter(pk__in=people)
