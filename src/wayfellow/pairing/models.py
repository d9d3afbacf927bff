from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from wayfellow.applications.models import Application
from wayfellow.institutions.models import Institution
from wayfellow.mentorships.models import WorkGroup
from wayfellow.pairing.lifecycle import INTEREST, RUN, InterestState, RunState
from wayfellow.programmes.models import Cohort


class Run(models.Model):
    """One matching of a cohort: the pool, the configuration and the answer, kept for ever."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="runs")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="runs")
    """Whose students are placed; mentors are shared by all institutions of the programme."""
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=RunState, default=RunState.QUEUED)
    configuration = models.TextField(_("configuration"))
    pool = models.JSONField(default=dict)
    """The frozen cells the engine was given, so that the run can be repeated."""
    report = models.JSONField(default=dict)
    unplaced = models.JSONField(default=list)
    problem = models.TextField(blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    if TYPE_CHECKING:
        cohort_id: int

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=["cohort", "number"], name="one_run_per_number"),
        ]

    def __str__(self) -> str:
        return f"run {self.number} of {self.cohort}"

    @property
    def verbs(self) -> frozenset[str]:
        return RUN.verbs(RunState(self.state))


class Proposal(models.Model):
    """One pair of a run, with its reasons."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="proposals")
    student = models.ForeignKey(Application, models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Application, models.CASCADE, related_name="+")
    score = models.IntegerField()
    because = models.JSONField(default=list)
    """Pairs of a criterion's name and its value from 0 to 1000."""
    moved_by_hand = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "student"], name="proposed_once")]

    def __str__(self) -> str:
        return f"{self.student} with {self.mentor}"


class Pin(models.Model):
    """A coordinator's word on one pair: always together, or never."""

    class Kind(models.TextChoices):
        LOCK = "lock", _("always together")
        EXCLUDE = "exclude", _("never together")

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="pins")
    kind = models.CharField(max_length=8, choices=Kind)
    student = models.ForeignKey(Application, models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Application, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    note = models.CharField(_("why"), max_length=200, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["student", "mentor"], name="one_pin_per_pair"),
            models.UniqueConstraint(
                fields=["student"], condition=Q(kind="lock"), name="locked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.student} with {self.mentor}"


class Interest(models.Model):
    """A student asks a mentor: 'Interested', with a message."""

    student = models.ForeignKey(Application, models.CASCADE, related_name="asks")
    mentor = models.ForeignKey(Application, models.CASCADE, related_name="asked")
    message = models.TextField(_("your message"), max_length=2000)
    state = models.CharField(max_length=10, choices=InterestState, default=InterestState.SENT)
    answer = models.TextField(_("a kind word with it"), max_length=1000, blank=True)
    sent_at = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(null=True, blank=True)
    group = models.ForeignKey(
        WorkGroup, models.SET_NULL, null=True, blank=True, related_name="interests"
    )

    class Meta:
        ordering = ("-sent_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["student", "mentor"],
                condition=Q(state=InterestState.SENT),
                name="one_open_request_per_pair",
            )
        ]

    def __str__(self) -> str:
        return f"{self.student.person} asks {self.mentor.person}"

    @property
    def verbs(self) -> frozenset[str]:
        return INTEREST.verbs(InterestState(self.state))
