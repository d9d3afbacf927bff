from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from wayfellow.institutions.models import Institution
from wayfellow.privacy.lifecycle import ANSWERED, DATA_REQUEST, Kind, RequestState
from wayfellow.programmes.models import Cohort

DAYS_TO_ANSWER = 30
FEWEST_YEARS, MOST_YEARS = 1, 50
USUAL_YEARS = 3
"""What is proposed to an institution that has said nothing yet."""


class DataRequestQuerySet(models.QuerySet["DataRequest"]):
    def open(self) -> Self:
        return self.filter(state=RequestState.OPEN)

    def answered(self) -> Self:
        return self.filter(state__in=ANSWERED)

    def late(self, day: date) -> Self:
        """Those still open after the day by which they were to be answered."""
        return self.open().filter(due_on__lt=day)


class DataRequest(models.Model):
    """What a person asks of one institution about their own data; each decides by itself."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="data_requests"
    )
    institution = models.ForeignKey(
        Institution, models.CASCADE, null=True, related_name="data_requests"
    )
    """None for somebody who belongs to no institution: the platform answers."""
    kind = models.CharField(_("what you ask for"), max_length=10, choices=Kind)
    text = models.TextField(_("in your words"), max_length=2000, blank=True)
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.OPEN)
    at = models.DateTimeField(default=now)
    due_on = models.DateField()
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    objects = DataRequestQuerySet.as_manager()

    if TYPE_CHECKING:
        person_id: int
        institution_id: int | None

    class Meta:
        ordering = ("due_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "institution"],
                condition=Q(state=RequestState.OPEN, institution__isnull=False),
                name="one_open_data_request",
            ),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(state=RequestState.OPEN, institution=None),
                name="one_open_data_request_to_platform",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ANSWERED) | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="data_request_answered_in_words",
            ),
        ]
        indexes = [
            models.Index(fields=["institution", "state", "due_on"], name="data_request_pile")
        ]

    def __str__(self) -> str:
        return f"data request {self.pk}"

    @property
    def verbs(self) -> frozenset[str]:
        return DATA_REQUEST.verbs(RequestState(self.state))

    @property
    def is_open(self) -> bool:
        return self.state == RequestState.OPEN

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on < localdate()


class Retention(models.Model):
    """For how long one institution keeps personal data after a cohort's end."""

    institution = models.OneToOneField(Institution, models.CASCADE, related_name="retention")
    years = models.PositiveSmallIntegerField(
        _("years after a cohort's end"),
        null=True,
        blank=True,
        validators=[MinValueValidator(FEWEST_YEARS), MaxValueValidator(MOST_YEARS)],
    )
    """None: nothing is deleted by itself."""
    planned_on = models.DateField(null=True)
    """The day on which it was last looked for people to tell; once a day is enough."""
    at = models.DateTimeField(default=now)

    if TYPE_CHECKING:
        institution_id: int

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(years=None) | Q(years__gte=FEWEST_YEARS), name="kept_a_year_at_least"
            )
        ]

    def __str__(self) -> str:
        return f"retention at {self.institution_id}"


class Hold(models.Model):
    """A word that nothing of one cohort is deleted at one institution, with the reason."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="holds")
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="holds")
    reason = models.CharField(_("why"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now)
    lifted_at = models.DateTimeField(null=True)

    if TYPE_CHECKING:
        institution_id: int
        cohort_id: int

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "cohort"],
                condition=Q(lifted_at=None),
                name="one_standing_hold",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="held_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"


class Forgetting(models.Model):
    """One person's data in one ended cohort at one institution: told of, then made nameless."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="forgettings")
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="forgettings")
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="forgettings")
    due_on = models.DateField()
    at = models.DateTimeField(default=now)
    told_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    if TYPE_CHECKING:
        person_id: int
        cohort_id: int
        institution_id: int

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "cohort", "institution"], name="forgotten_once"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(told_at__isnull=False), name="told_before_forgotten"
            ),
        ]
        indexes = [
            models.Index(
                fields=["institution", "due_on"],
                condition=Q(done_at=None),
                name="forgetting_to_come",
            )
        ]

    def __str__(self) -> str:
        return f"forgetting {self.pk}"
