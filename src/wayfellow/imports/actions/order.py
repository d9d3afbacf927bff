"""What is brought in where, and what every kind of file has in common."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import models

from wayfellow.events.models import Event
from wayfellow.imports.outcome import Tally
from wayfellow.imports.reading import Line, Reading
from wayfellow.institutions.models import Institution
from wayfellow.people.models import User
from wayfellow.programmes.models import Cohort

CHUNK = 1000
"""Rows that are looked up and written together."""


@dataclass(frozen=True, slots=True)
class Order:
    """Where the rows belong, and who brings them in (None: the command line)."""

    cohort: Cohort
    institution: Institution | None
    by: User | None


class Importer(ABC):
    """One kind of file against the database: first every row is judged, then all are written."""

    def __init__(self, order: Order, reading: Reading) -> None:
        self.order = order
        self.reading = reading
        self.tally = Tally()

    @abstractmethod
    def judge(self, lines: Sequence[Line]) -> None:
        """Note a fault for each of ``lines`` that what is in the database does not allow."""

    @abstractmethod
    def work(self, lines: Sequence[Line], *, write: bool) -> None:
        """Count what ``lines`` make new or change, and write it if ``write``."""

    def notes(self) -> list[str]:
        """Sentences about what is worth a look; called after the work."""
        return []

    def chunks(self) -> Iterator[Sequence[Line]]:
        """The rows that fit, a thousand at a time."""
        lines = self.reading.lines
        for at in range(0, len(lines), CHUNK):
            yield lines[at : at + CHUNK]

    def happened(self, verb: str, rows: Sequence[models.Model]) -> None:
        """One silent event for each of ``rows``: a mail for each of thousands would help nobody."""
        if not rows:
            return
        kind = ContentType.objects.get_for_model(type(rows[0]))
        name = f"{rows[0]._meta.model_name}.{verb}"
        Event.objects.bulk_create(
            Event(name=name, by=self.order.by, subject_type=kind, subject_id=row.pk) for row in rows
        )


def rewrite[M: models.Model](rows: Sequence[M], names: Sequence[str]) -> None:
    """Write the fields ``names`` of rows that exist; one statement, however many differ."""
    if rows:
        type(rows[0])._default_manager.bulk_create(
            rows, update_conflicts=True, update_fields=list(names), unique_fields=["id"]
        )
