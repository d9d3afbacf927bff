from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

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
    mentors_asked_at = models.DateTimeField(null=True, blank=True)
    """When the mentors were last asked to say yes, where the programme wants their yes."""
    published_at = models.DateTimeField(null=True, blank=True)

    if TYPE_CHECKING:
        cohort_id: int
        institution_id: int

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

    @property
    def is_under_way(self) -> bool:
        return self.state in (RunState.QUEUED, RunState.RUNNING)

    @property
    def seconds(self) -> float:
        """How long the engine was at work."""
        return float(sum(self.report.get("seconds", {}).values()))


class Proposal(models.Model):
    """One pair of a run, with its reasons."""

    class Said(models.TextChoices):
        NOTHING = "", _("not answered yet")
        YES = "yes", _("yes")
        NO = "no", _("no")

    run = models.ForeignKey(Run, models.CASCADE, related_name="proposals")
    student = models.ForeignKey(Application, models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Application, models.CASCADE, related_name="+")
    score = models.IntegerField()
    because = models.JSONField(default=list)
    """Pairs of a criterion's name and its value from 0 to 1000."""
    listed = models.PositiveSmallIntegerField(null=True, blank=True)
    """The mentor's rank on the student's list, from 0; None when the mentor is not on it."""
    moved_by_hand = models.BooleanField(default=False)
    mentor_said = models.CharField(max_length=3, choices=Said, blank=True, default=Said.NOTHING)
    """The mentor's answer to the whole proposed group, the same in all its rows."""

    if TYPE_CHECKING:
        run_id: int
        student_id: int
        mentor_id: int

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


class InterestQuerySet(models.QuerySet["Interest"]):
    def open(self) -> Self:
        """Those that wait for the mentor's answer."""
        return self.filter(state=InterestState.SENT)


class Interest(models.Model):
    """A student asks a mentor: 'Interested', with a message."""

    student = models.ForeignKey(Application, models.CASCADE, related_name="asks")
    mentor = models.ForeignKey(Application, models.CASCADE, related_name="asked")
    message = models.TextField(_("your message"), max_length=2000)
    state = models.CharField(max_length=10, choices=InterestState, default=InterestState.SENT)
    answer = models.TextField(_("a kind word with it"), max_length=1000, blank=True)
    sent_at = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(null=True, blank=True)
    reminded_day = models.PositiveSmallIntegerField(default=0)
    """The day after sending of which the mentor was last reminded."""
    group = models.ForeignKey(
        WorkGroup, models.SET_NULL, null=True, blank=True, related_name="interests"
    )

    objects = InterestQuerySet.as_manager()

    if TYPE_CHECKING:
        student_id: int
        mentor_id: int

    class Meta:
        ordering = ("-sent_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["student", "mentor"],
                condition=Q(state=InterestState.SENT),
                name="one_open_request_per_pair",
            )
        ]
        indexes = [models.Index(fields=["state", "sent_at"], name="interest_due")]

    def __str__(self) -> str:
        return f"{self.student.person} asks {self.mentor.person}"

    @property
    def verbs(self) -> frozenset[str]:
        return INTEREST.verbs(InterestState(self.state))

    @property
    def answer_by(self) -> datetime | None:
        """When it expires unanswered; None where the programme sets no time."""
        days = self.mentor.cohort.programme.request_days
        return self.sent_at + timedelta(days=days) if days else None
