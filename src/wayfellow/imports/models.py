from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from wayfellow.imports.lifecycle import BATCH, BatchState
from wayfellow.institutions.models import Institution
from wayfellow.programmes.models import Cohort, Programme


class Kind(models.TextChoices):
    STUDENTS = "students", _("students")
    MENTORS = "mentors", _("mentors")
    PARTNERS = "partners", _("partner companies")
    MEETINGS = "meetings", _("past meetings")


class BatchQuerySet(models.QuerySet["Batch"]):
    def light(self) -> Self:
        """Without the file itself and what was read of it."""
        return self.defer("content", "head", "faults")


class Batch(models.Model):
    """One file on its way in."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="batches")
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="batches")
    kind = models.CharField(_("what is in it"), max_length=10, choices=Kind)
    filename = models.CharField(max_length=200)
    content = models.BinaryField()
    """The file itself; empty once it is imported."""
    digest = models.CharField(max_length=64)
    """SHA-256 of the file, kept."""
    head = models.JSONField(default=dict)
    """What the mapping page shows: the ``columns`` and the first ``rows``, each a line and cells."""
    mapping = models.JSONField(default=dict)
    """Our field -> the file's column."""
    state = models.CharField(max_length=10, choices=BatchState, default=BatchState.UPLOADED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list)
    """The first thousand, each ``{"line", "column", "reason"}``."""
    summary = models.JSONField(default=dict)
    """How many rows were ``new``, ``changed``, ``unchanged``, how many ``faults``; ``notes``."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = BatchQuerySet.as_manager()

    if TYPE_CHECKING:
        cohort_id: int
        institution_id: int
        by_id: int | None

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name_plural = "batches"

    def __str__(self) -> str:
        return f"{self.filename} as {self.kind}"

    @property
    def verbs(self) -> frozenset[str]:
        return BATCH.verbs(BatchState(self.state))

    @property
    def is_busy(self) -> bool:
        """Whether the worker has it in hand."""
        return self.state in {BatchState.CHECKING, BatchState.IMPORTING}

    @property
    def is_over(self) -> bool:
        return self.state == BatchState.IMPORTED


class Mapping(models.Model):
    """How an institution's columns were mapped last time, per kind."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="mappings")
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="mappings")
    kind = models.CharField(max_length=10, choices=Kind)
    columns = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "institution", "kind"], name="one_mapping_each"
            )
        ]

    def __str__(self) -> str:
        return f"mapping of {self.kind} for {self.institution}"
