from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, Value, When
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from wayfellow.applications.models import Part
from wayfellow.mentorships.models import WorkGroup


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def with_part(self) -> Self:
        """Each row with ``part``: whether the group's mentor or a student gave it."""
        mentor = When(person=F("group__mentor__person"), then=Value(Part.MENTOR))
        return self.annotate(part=Case(mentor, default=Value(Part.STUDENT)))


class Feedback(models.Model):
    """What a mentor or student says of the season when it closes."""

    class Status(models.TextChoices):
        FIELD = "field", _("working in my field")
        ELSEWHERE = "elsewhere", _("working elsewhere")
        STUDYING = "studying", _("studying")
        SERVING = "serving", _("in national service")
        SEEKING = "seeking", _("looking for work")
        OTHER = "other", _("something else")

    group = models.ForeignKey(WorkGroup, models.CASCADE, related_name="feedback")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="feedback")
    recommend = models.PositiveSmallIntegerField(
        _("how likely you are to recommend the programme, from 0 to 10"),
        validators=[MaxValueValidator(10)],
    )
    confidence_before = models.PositiveSmallIntegerField(
        _("how sure you were of your way before, from 1 to 5"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    confidence_now = models.PositiveSmallIntegerField(
        _("how sure you are of it now, from 1 to 5"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    status = models.CharField(
        _("what you are doing now"), max_length=10, choices=Status, blank=True
    )
    helped = models.TextField(_("what helped most"), max_length=2000, blank=True)
    better = models.TextField(_("what would make it better"), max_length=2000, blank=True)
    may_quote = models.BooleanField(_("you may quote this with my first name"), default=False)
    at = models.DateTimeField(default=now)

    objects = FeedbackQuerySet.as_manager()

    if TYPE_CHECKING:
        part: str

    class Meta:
        verbose_name_plural = "feedback"
        constraints = [models.UniqueConstraint(fields=["group", "person"], name="feedback_once")]

    def __str__(self) -> str:
        return f"feedback of {self.person} on {self.group}"

    @property
    def first_name(self) -> str:
        """As much of the name as may stand under a quotation."""
        return self.person.called.split(maxsplit=1)[0] if self.person.called.strip() else ""
