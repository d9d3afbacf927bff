"""Writing cleaned values to a row, and saying what was different."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Refused


def change(row: models.Model, values: Mapping[str, Any]) -> list[str]:
    """Write those of ``values`` that differ from what is stored; the names of their columns."""
    rows = type(row)._default_manager.filter(pk=row.pk)
    stored = rows.values(*values).first() or {}
    # A row is known to its foreign keys by number.
    plain = {name: getattr(value, "pk", value) for name, value in values.items()}
    changed = [name for name in values if stored.get(name) != plain[name]]
    if changed:
        with refusing_duplicates():
            rows.update(**{name: plain[name] for name in changed})
    for name, value in values.items():
        setattr(row, name, value)
    return sorted(changed)


class refusing_duplicates:  # noqa: N801 - reads as a word after "with"
    """Turns a broken constraint into a refusal that a person can read."""

    def __enter__(self) -> None:
        self._savepoint = transaction.atomic()
        self._savepoint.__enter__()

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        self._savepoint.__exit__(kind, error, trace)
        if isinstance(error, IntegrityError):
            raise Refused(
                _(
                    "This is there already, or does not fit what is there. "
                    "Nothing was changed; look at the page again."
                )
            ) from error
