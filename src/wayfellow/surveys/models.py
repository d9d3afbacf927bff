from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, Value, When
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from wayfellow.applications.models import Part
from wayfellow.mentorships.models import WorkGroup


class Doing(models.TextChoices):
    """What somebody does for a living, or instead of it."""

    FIELD = "field", _("working in my field")
    ELSEWHERE = "elsewhere", _("working elsewhere")
    STUDYING = "studying", _("studying")
    SERVING = "serving", _("in national service")
    SEEKING = "seeking", _("looking for work")
    OTHER = "other", _("something else")


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    def with_part(self) -> Self:
        """Each row with ``part``: whether the group's mentor or a student gave it."""
        mentor = When(person=F("group__mentor__person"), then=Value(Part.MENTOR))
        return self.annotate(part=Case(mentor, default=Value(Part.STUDENT)))


class Feedback(models.Model):
    """What a mentor or student says of the season when it closes."""

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
    status = models.CharField(_("what you are doing now"), max_length=10, choices=Doing, blank=True)
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


class Pulse(models.Model):
    """What a mentor or student says half-way, or on the day at which a match is looked at again."""

    class Occasion(models.TextChoices):
        HALF_WAY = "half-way", _("half-way")
        REVIEW = "review", _("review")

    group = models.ForeignKey(WorkGroup, models.CASCADE, related_name="pulses")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="pulses")
    going = models.PositiveSmallIntegerField(
        _("how it is going, from 1 to 5"),
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    wish = models.TextField(_("what would help now"), max_length=2000, blank=True)
    wants_talk = models.BooleanField(_("would like to talk with staff"), default=False)
    occasion = models.CharField(max_length=10, choices=Occasion)
    about = models.DateField()
    """The review date, or the cohort's first day: the same occasion is answered once."""
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person", "occasion", "about"], name="pulse_once"
            )
        ]

    def __str__(self) -> str:
        return f"pulse of {self.person} in {self.group}"


class Outcome(models.Model):
    """What became of a student some months after the group."""

    class After(models.IntegerChoices):
        HALF_A_YEAR = 6, _("after six months")
        YEAR = 12, _("after a year")

    class Through(models.TextChoices):
        MENTOR = "mentor", _("my mentor")
        NETWORK = "network", _("somebody I met through the programme")
        SCHOOL = "school", _("my institution's careers service")
        SEARCH = "search", _("my own search")
        OTHER = "other", _("another way")

    group = models.ForeignKey(WorkGroup, models.CASCADE, related_name="outcomes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="outcomes")
    months = models.PositiveSmallIntegerField(choices=After)
    doing = models.CharField(_("what you are doing now"), max_length=10, choices=Doing)
    through = models.CharField(
        _("through whom it came about"), max_length=10, choices=Through, blank=True
    )
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "person", "months"], name="outcome_once")
        ]

    def __str__(self) -> str:
        return f"outcome of {self.person}, {self.get_months_display()}"
