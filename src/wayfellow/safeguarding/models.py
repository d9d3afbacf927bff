from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from wayfellow.applications.models import Application
from wayfellow.institutions.models import Institution
from wayfellow.mentorships.models import WorkGroup
from wayfellow.programmes.models import Programme
from wayfellow.safeguarding.lifecycle import (
    CONCERN,
    TERMINATION,
    ConcernState,
    TerminationState,
)


class Concern(models.Model):
    """Something that worries a person, told to the coordinators of a programme."""

    class Severity(models.TextChoices):
        LOW = "low", _("it can wait a few days")
        SERIOUS = "serious", _("somebody should look at it today")
        IMMEDIATE = "immediate", _("somebody is in danger now")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="concerns")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="concerns")
    group = models.ForeignKey(
        WorkGroup, models.SET_NULL, null=True, blank=True, related_name="concerns"
    )
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="concerns")
    severity = models.CharField(
        _("how urgent it is"), max_length=10, choices=Severity, default=Severity.LOW
    )
    text = models.TextField(_("what happened"), max_length=4000)
    state = models.CharField(max_length=10, choices=ConcernState, default=ConcernState.RAISED)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    outcome = models.TextField(_("what was done"), max_length=4000, blank=True)
    page = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=now)
    escalated_at = models.DateTimeField(null=True, blank=True)
    """When the coordinators were reminded that nobody had taken it up; once at most."""

    if TYPE_CHECKING:
        programme_id: int
        institution_id: int
        raised_by_id: int
        group_id: int | None

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["state", "at"], name="concern_pile")]

    def __str__(self) -> str:
        return f"concern {self.pk}"

    @property
    def verbs(self) -> frozenset[str]:
        return CONCERN.verbs(ConcernState(self.state))


class Termination(models.Model):
    """An institution ends a group at once, in writing, to protect a student."""

    class Ground(models.TextChoices):
        PROTECTION = "protection", _("to protect a student")
        CONDUCT = "conduct", _("breach of the code of conduct")
        OTHER = "other", _("another ground")

    group = models.ForeignKey(WorkGroup, models.CASCADE, related_name="terminations")
    ground = models.CharField(_("ground"), max_length=12, choices=Ground)
    letter = models.TextField(
        _("letter to the mentor and the students, in neutral words"), max_length=4000
    )
    details = models.TextField(_("details, for coordinators only"), max_length=4000, blank=True)
    is_urgent = models.BooleanField(_("it cannot wait for a second person"), default=False)
    state = models.CharField(
        max_length=10, choices=TerminationState, default=TerminationState.DRAFTED
    )
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=now)
    issued_at = models.DateTimeField(null=True, blank=True)

    if TYPE_CHECKING:
        drafted_by_id: int
        group_id: int

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["group"],
                condition=models.Q(state__in=[TerminationState.DRAFTED, TerminationState.ISSUED]),
                name="one_termination_per_group",
            )
        ]

    def __str__(self) -> str:
        return f"termination of {self.group}"

    @property
    def verbs(self) -> frozenset[str]:
        return TERMINATION.verbs(TerminationState(self.state))


class Check(models.Model):
    """What a mentor has shown or passed before meeting students, and how long it holds."""

    class Kind(models.TextChoices):
        BACKGROUND = "background", _("background check")
        TRAINING = "training", _("mentor training")
        CONDUCT = "conduct", _("code of conduct")
        OTHER = "other", _("another check")

    mentor = models.ForeignKey(Application, models.CASCADE, related_name="checks")
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    done_on = models.DateField(_("done on"))
    expires_on = models.DateField(_("holds until"), null=True, blank=True)
    """Nothing where it does not run out."""
    note = models.CharField(_("reference or note"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("kind", "-done_on", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_on=None) | models.Q(expires_on__gt=models.F("done_on")),
                name="check_holds_for_some_time",
                violation_error_message=_("It ends before it was done."),
            ),
            # A form that is sent twice records one check.
            models.UniqueConstraint(fields=["mentor", "kind", "done_on"], name="check_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.mentor.person}"
