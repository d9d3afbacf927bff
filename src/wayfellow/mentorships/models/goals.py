"""Goals that a student owns, and the notes of progress on them."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from wayfellow.mentorships.lifecycle import GOAL, GoalState
from wayfellow.mentorships.models.groups import Member


class Goal(models.Model):
    """A career goal that a student owns."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="goals")
    title = models.CharField(_("goal"), max_length=200)
    measure = models.CharField(_("how I will know"), max_length=300, blank=True)
    gap = models.CharField(_("gap it closes"), max_length=300, blank=True)
    due_on = models.DateField(_("by when"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=GoalState, default=GoalState.OPEN)
    percent = models.PositiveSmallIntegerField(
        _("progress in per cent"), default=0, validators=[MaxValueValidator(100)]
    )
    at = models.DateTimeField(default=now)

    if TYPE_CHECKING:
        member_id: int
        course: list["Progress"]

    class Meta:
        ordering = ("state", "due_on", "pk")

    def __str__(self) -> str:
        return self.title

    @property
    def percents(self) -> list[int]:
        """How far it was at each note, oldest first; needs ``course``, prefetched."""
        return [note.percent for note in self.course]

    @property
    def verbs(self) -> frozenset[str]:
        return GOAL.verbs(GoalState(self.state))


class Progress(models.Model):
    """One note of progress on a goal."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    percent = models.PositiveSmallIntegerField(validators=[MaxValueValidator(100)])
    text = models.TextField(_("what happened"), max_length=1000, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.goal} at {self.percent} %"
