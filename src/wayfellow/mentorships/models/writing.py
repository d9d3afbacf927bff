"""What students write for their liaison officer: key points and reflections."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from wayfellow.mentorships.lifecycle import (
    KEY_POINTS,
    REFLECTION,
    KeyPointsState,
    ReflectionState,
)
from wayfellow.mentorships.models.groups import Member
from wayfellow.mentorships.models.meetings import Meeting
from wayfellow.programmes.models import Term


class KeyPoints(models.Model):
    """What one student tells the liaison officer after the initiation (Annex B)."""

    member = models.OneToOneField(Member, models.CASCADE, related_name="key_points")
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="key_points")
    state = models.CharField(max_length=12, choices=KeyPointsState, default=KeyPointsState.DUE)
    shared_goals = models.TextField(_("goals we share"), max_length=2000, blank=True)
    my_commitments = models.TextField(_("what I commit to"), max_length=1000, blank=True)
    mentor_commitments = models.TextField(
        _("what my mentor commits to"), max_length=1000, blank=True
    )
    planned_activities = models.TextField(_("what we plan, and when"), max_length=2000, blank=True)
    contact = models.CharField(_("how we keep contact"), max_length=200, blank=True)
    questions = models.TextField(
        _("questions or worries for my liaison officer"), max_length=1000, blank=True
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    if TYPE_CHECKING:
        member_id: int

    class Meta:
        verbose_name_plural = "key points"

    def __str__(self) -> str:
        return f"key points of {self.member}"

    @property
    def verbs(self) -> frozenset[str]:
        return KEY_POINTS.verbs(KeyPointsState(self.state))


class ReflectionQuerySet(models.QuerySet["Reflection"]):
    def waiting(self) -> Self:
        """Handed in and not yet acknowledged."""
        return self.filter(state=ReflectionState.HANDED_IN)


class Reflection(models.Model):
    """What a student writes about a meeting or about a term (Annex C)."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="reflections")
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, null=True, blank=True, related_name="reflections"
    )
    term = models.ForeignKey(
        Term, models.CASCADE, null=True, blank=True, related_name="reflections"
    )
    state = models.CharField(max_length=12, choices=ReflectionState, default=ReflectionState.DRAFT)
    did = models.TextField(_("what we did"), max_length=4000, blank=True)
    learnt = models.TextField(_("what I learnt"), max_length=4000, blank=True)
    changes = models.TextField(
        _("how it changes what I think about my career"), max_length=4000, blank=True
    )
    updates = models.TextField(
        _("changes to goals, commitments and planned activities"), max_length=4000, blank=True
    )
    next_step = models.CharField(_("my next step"), max_length=300, blank=True)
    confidence = models.PositiveSmallIntegerField(
        _("how sure I am of my way, from 1 to 5"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    shared_with_mentor = models.BooleanField(_("my mentor may read this"), default=False)
    question = models.TextField(_("question from the liaison officer"), max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(default=now)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = ReflectionQuerySet.as_manager()

    if TYPE_CHECKING:
        member_id: int
        meeting_id: int | None
        term_id: int | None

    class Meta:
        ordering = ("-saved_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "meeting"], name="one_reflection_per_meeting"
            ),
            models.UniqueConstraint(fields=["member", "term"], name="one_reflection_per_term"),
            models.CheckConstraint(
                condition=Q(meeting=None, term__isnull=False) | Q(meeting__isnull=False, term=None),
                name="reflection_on_meeting_or_term",
            ),
        ]

    def __str__(self) -> str:
        return f"reflection of {self.member}"

    @property
    def verbs(self) -> frozenset[str]:
        return REFLECTION.verbs(ReflectionState(self.state))

    @property
    def is_open(self) -> bool:
        """Whether its writer can still change it."""
        return self.state in {ReflectionState.DRAFT, ReflectionState.RETURNED}
