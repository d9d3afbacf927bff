from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from wayfellow.programmes.models import Programme

NEVER = -32768
"""Below the offset of every step."""
FARTHEST = 14
"""Days by which a programme may move a timed mail."""


class Done(models.Model):
    """That a rule has reached a step for one object and one day; what lets it happen only once."""

    rule = models.CharField(max_length=60)
    subject = models.PositiveBigIntegerField()
    day = models.DateField()
    """The day (UTC) of the moment from which the rule reckons: another date is another occasion."""
    reached = models.SmallIntegerField(default=NEVER)
    """The offset in hours of the latest step done; it only grows, so no earlier one follows."""
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name_plural = "done"
        constraints = [
            models.UniqueConstraint(fields=["rule", "subject", "day"], name="done_once"),
        ]
        indexes = [models.Index(fields=["at"], name="done_by_age")]

    def __str__(self) -> str:
        return f"{self.rule} of {self.subject} on {self.day}"


class Failure(models.Model):
    """That a rule could not be done for one object: when it is tried again, and why it failed."""

    rule = models.CharField(max_length=60)
    subject = models.PositiveBigIntegerField()
    tries = models.PositiveSmallIntegerField(default=0)
    again_at = models.DateTimeField(null=True)
    """Until then it keeps nobody from their turn; without it, it is parked."""
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "subject"], name="one_failure_per_row"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} of {self.subject}: {self.reason}"


class Adjustment(models.Model):
    """How one programme differs from the table in one timed mail."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="adjustments")
    rule = models.CharField(max_length=60)
    is_paused = models.BooleanField(_("send none of these mails"), default=False)
    days = models.SmallIntegerField(
        _("days later"),
        default=0,
        validators=[MinValueValidator(-FARTHEST), MaxValueValidator(FARTHEST)],
        help_text=_("A number below 0 sends them earlier; 0 leaves them where they are."),
    )
    note = models.CharField(_("why"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "rule"], name="one_adjustment_per_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} in {self.programme}"
