"""Aims, contacts and windows: short lists that belong to a programme."""

from typing import Any, Literal

from django.db import models, transaction
from django.db.models import Max

from wayfellow.events.record import record
from wayfellow.people.models import User
from wayfellow.programmes.actions.values import change, refusing_duplicates
from wayfellow.programmes.models import Aim, Contact, Programme, Window


@transaction.atomic
def add_aim(programme: Programme, values: dict[str, Any], *, by: User | None) -> Aim:
    """State an objective, an outcome or a benefit, last in the list."""
    last = programme.aims.aggregate(last=Max("order"))["last"]
    aim = Aim.objects.create(programme=programme, order=(last or 0) + 1, **values)
    record("add", aim, by=by)
    return aim


@transaction.atomic
def move_aim(aim: Aim, direction: Literal["up", "down"], *, by: User | None) -> None:
    """Let the aim change places with its neighbour for the same audience."""
    # The list is small: renumbering it whole also heals equal numbers.
    aims = list(aim.programme.aims.select_for_update().filter(audience=aim.audience))
    at = next(index for index, other in enumerate(aims) if other.pk == aim.pk)
    to = at + (1 if direction == "down" else -1)
    if not 0 <= to < len(aims):
        return
    aims[at], aims[to] = aims[to], aims[at]
    for order, other in enumerate(aims, start=1):
        other.order = order
    Aim.objects.bulk_update(aims, ["order"])
    record("move", aim, by=by)


def edit_aim(aim: Aim, values: dict[str, Any], *, by: User | None) -> None:
    """Change the aim's words, kind or audience."""
    _edit(aim, values, by)


def remove_aim(aim: Aim, *, by: User | None) -> None:
    """Take the aim out."""
    _remove(aim, aim.programme, by, text=aim.text)


@transaction.atomic
def add_contact(programme: Programme, values: dict[str, Any], *, by: User | None) -> Contact:
    """Say whom to ask."""
    contact = Contact.objects.create(programme=programme, **values)
    record("add", contact, by=by)
    return contact


def edit_contact(contact: Contact, values: dict[str, Any], *, by: User | None) -> None:
    """Change whom to ask."""
    _edit(contact, values, by)


def remove_contact(contact: Contact, *, by: User | None) -> None:
    """Take the contact out."""
    _remove(contact, contact.programme, by)


@transaction.atomic
def add_window(programme: Programme, values: dict[str, Any], *, by: User | None) -> Window:
    """Say when mentors are recruited."""
    window = Window(programme=programme, **values)
    with refusing_duplicates():
        window.save(force_insert=True)
    record("add", window, by=by)
    return window


def edit_window(window: Window, values: dict[str, Any], *, by: User | None) -> None:
    """Change when mentors are recruited."""
    _edit(window, values, by)


def remove_window(window: Window, *, by: User | None) -> None:
    """Take the window out."""
    _remove(window, window.programme, by, window=str(window))


@transaction.atomic
def _edit(row: models.Model, values: dict[str, Any], by: User | None) -> None:
    if changed := change(row, values):
        record("edit", row, by=by, changed=changed)


@transaction.atomic
def _remove(row: models.Model, programme: Programme, by: User | None, **what: str) -> None:
    # The row goes, so the programme keeps the record of it.
    record(f"remove_{row._meta.model_name}", programme, by=by, **what)
    row.delete()
