"""The one way a row moves along its lifecycle: compare, swap, record."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction

from wayfellow.events.record import record
from wayfellow.kernel.lifecycle import IllegalStep, Lifecycle


def move[S: str](
    row: models.Model, lifecycle: Lifecycle[S], verb: str, *, set_: dict[str, Any] | None = None
) -> None:
    """Move ``row`` by ``verb`` without recording it; IllegalStep if another hand moved it first.

    For actions that write more before they ``record``; everybody else calls ``step``.
    """
    before: S = row.state  # type: ignore[attr-defined]
    values = {"state": lifecycle.step(before, verb), **(set_ or {})}
    rows = type(row)._default_manager.filter(pk=row.pk, state=before)
    if not rows.update(**values):
        raise IllegalStep(lifecycle.subject, verb, "already moved on")
    for name, value in values.items():
        setattr(row, name, value)


@transaction.atomic
def step[S: str](
    row: models.Model,
    lifecycle: Lifecycle[S],
    verb: str,
    *,
    by: AbstractBaseUser | None,
    set_: dict[str, Any] | None = None,
    **data: Any,
) -> None:
    """Move ``row`` by ``verb`` and record it; IllegalStep if another hand moved it first."""
    move(row, lifecycle, verb, set_=set_)
    record(verb, row, by=by, **data)
