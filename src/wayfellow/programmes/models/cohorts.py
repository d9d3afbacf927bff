from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wayfellow.kernel.spans import Span, current
from wayfellow.programmes.lifecycle import COHORT, CohortState
from wayfellow.programmes.models.programmes import Programme


class Cohort(models.Model):
    """One year's or one round's people in a programme."""

    PHASES: ClassVar = (
        CohortState.DRAFT,
        CohortState.OPEN,
        CohortState.MATCHING,
        CohortState.RUNNING,
        CohortState.CLOSING,
        CohortState.CLOSED,
    )

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="cohorts")
    name = models.CharField(pgettext_lazy("thing", "name"), max_length=80)
    starts_on = models.DateField(_("starts"))
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    applications_open_on = models.DateField(_("applications open"), null=True, blank=True)
    applications_close_on = models.DateField(_("applications close"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=CohortState, default=CohortState.DRAFT)
    publications = models.PositiveIntegerField(default=0)
    """Counts publications of matchings; taking the count is what lets only one go at a time."""

    class Meta:
        ordering = ("-starts_on", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="one_cohort_per_name"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="cohort_ends_after_it_starts",
                violation_error_message=_("The end must not lie before the start."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.name}"

    @property
    def verbs(self) -> frozenset[str]:
        return COHORT.verbs(CohortState(self.state))

    @property
    def window(self) -> Span:
        """When applications are taken."""
        return Span(self.applications_open_on, self.applications_close_on)

    def term_on(self, day: date) -> "Term | None":
        """The term that holds ``day``; reads ``terms``, so prefetch it for lists."""
        return current(((term.span, term) for term in self.terms.all()), day)


class Term(models.Model):
    """A semester or another stretch in which meetings and reflections are owed."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="terms")
    name = models.CharField(pgettext_lazy("thing", "name"), max_length=80)
    starts_on = models.DateField(_("starts"))
    ends_on = models.DateField(_("ends"))

    class Meta:
        ordering = ("starts_on",)
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="term_ends_after_it_starts",
                violation_error_message=_("The end must not lie before the start."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def span(self) -> Span:
        return Span(self.starts_on, self.ends_on)


class Window(models.Model):
    """When mentors are recruited, where that is not left to the cohort."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="windows")
    opens_on = models.DateField(_("opens"))
    closes_on = models.DateField(_("closes"))

    class Meta:
        ordering = ("opens_on",)
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="window_closes_after_it_opens",
                violation_error_message=_("The end must not lie before the start."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opens_on} to {self.closes_on}"

    @property
    def span(self) -> Span:
        return Span(self.opens_on, self.closes_on)
