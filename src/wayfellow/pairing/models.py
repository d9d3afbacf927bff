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
from wayfellow.pairing.lifecycle import (
    INTEREST,
    REPLACEMENT,
    RUN,
    InterestState,
    ReplacementState,
    RunState,
    Stage,
)
from wayfellow.programmes.models import Cohort


class RunManager(models.Manager["Run"]):
    """Leaves the columns that may be megabytes until somebody reads them."""

    def get_queryset(self) -> models.QuerySet["Run"]:
        return super().get_queryset().defer("pool", "answer", "unplaced")


class Run(models.Model):
    """One matching of a cohort: the pool, the configuration and the answer, kept for ever."""

    class Kind(models.TextChoices):
        MATCH = "match", _("a matching")
        ROUND = "round", _("the next round")
        LATE = "late", _("late joiners into open places")
        BROUGHT = "brought", _("pairs made elsewhere")
        REPEAT = "repeat", _("a repetition")
        REHEARSAL = "rehearsal", _("a rehearsal on an earlier cohort")

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="runs")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="runs")
    """Whose students are placed; mentors are shared by all institutions of the programme."""
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.MATCH)
    source = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="followers"
    )
    """The run that a round goes on from, or that a repetition or rehearsal is compared with."""
    past = models.ForeignKey(
        Cohort, models.SET_NULL, null=True, blank=True, related_name="rehearsals"
    )
    """The earlier cohort whose people a rehearsal matches again."""
    state = models.CharField(max_length=10, choices=RunState, default=RunState.QUEUED)
    configuration = models.TextField(_("configuration"))
    pool = models.JSONField(default=dict)
    """The frozen cells the engine was given, so that the run can be repeated."""
    answer = models.JSONField(default=list)
    """The pairs as they were found, before any hand: student, mentor, score."""
    report = models.JSONField(default=dict)
    unplaced = models.JSONField(default=list)
    problem = models.TextField(blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=now)
    stage = models.CharField(max_length=12, choices=Stage, blank=True)
    share = models.PositiveSmallIntegerField(default=0)
    """How far the worker is, in per cent, as far as it can tell."""
    begun_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    """When the worker last gave a sign of life."""
    attempts = models.PositiveSmallIntegerField(default=0)
    """How many workers have taken it up."""
    waiting_told_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    mentors_asked_at = models.DateTimeField(null=True, blank=True)
    """When the mentors were last asked to say yes, where the programme wants their yes."""
    students_asked_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    signed_off_at = models.DateTimeField(null=True, blank=True)
    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    """Who answers for the report as it is printed."""

    objects = RunManager()

    if TYPE_CHECKING:
        cohort_id: int
        institution_id: int
        source_id: int | None
        past_id: int | None

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=["cohort", "number"], name="one_run_per_number"),
        ]

    def __str__(self) -> str:
        return f"run {self.number} of {self.cohort}"

    @property
    def verbs(self) -> frozenset[str]:
        found = RUN.verbs(RunState(self.state))
        return found if self.is_for_real else found - {"publish", "follow"}

    @property
    def is_under_way(self) -> bool:
        return self.state in (RunState.QUEUED, RunState.RUNNING)

    @property
    def is_for_real(self) -> bool:
        """Whether its groups may ever be published."""
        return self.kind not in (self.Kind.REPEAT, self.Kind.REHEARSAL)

    @property
    def can_be_varied(self) -> bool:
        """Whether another run may be made from it with something supposed."""
        return self.kind in (self.Kind.MATCH, self.Kind.LATE)

    @property
    def seconds(self) -> float:
        """How long the engine was at work."""
        return float(sum(self.report.get("seconds", {}).values()))


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def waiting_for_mentors(self) -> Self:
        """Those to which the mentor was asked to say something, and has not."""
        return self.filter(mentor_said="", mentor_asked_at__isnull=False, run__state=RunState.READY)

    def waiting_for_students(self) -> Self:
        """Those to which the student was asked to say something, and has not."""
        return self.filter(
            student_said="", student_asked_at__isnull=False, run__state=RunState.READY
        )


class Proposal(models.Model):
    """One pair of a run, with its reasons."""

    class Said(models.TextChoices):
        NOTHING = "", _("not answered yet")
        YES = "yes", _("yes")
        NO = "no", _("no")
        SILENT = "silent", _("no answer in time")

    run = models.ForeignKey(Run, models.CASCADE, related_name="proposals")
    student = models.ForeignKey(Application, models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Application, models.CASCADE, related_name="+")
    score = models.IntegerField()
    because = models.JSONField(default=list)
    """Pairs of a criterion's name and its value from 0 to 1000."""
    listed = models.PositiveSmallIntegerField(null=True, blank=True)
    """The mentor's rank on the student's list, from 0; None when the mentor is not on it."""
    moved_by_hand = models.BooleanField(default=False)
    carried = models.BooleanField(default=False)
    """Agreed or still waiting in the round before, and therefore left as it was."""
    against = models.JSONField(default=list)
    """The rules that a pair made elsewhere breaks."""
    kept_by_hand = models.BooleanField(default=False)
    """A coordinator wants the pair although it breaks a rule."""
    mentor_said = models.CharField(max_length=6, choices=Said, blank=True, default=Said.NOTHING)
    """The mentor's answer to the proposed group; newcomers of a later round are asked of apart."""
    mentor_reason = models.CharField(max_length=500, blank=True)
    mentor_asked_at = models.DateTimeField(null=True, blank=True)
    mentor_answered_at = models.DateTimeField(null=True, blank=True)
    mentor_reminded_day = models.PositiveSmallIntegerField(default=0)
    student_said = models.CharField(max_length=6, choices=Said, blank=True, default=Said.NOTHING)
    student_reason = models.CharField(max_length=500, blank=True)
    student_asked_at = models.DateTimeField(null=True, blank=True)
    student_answered_at = models.DateTimeField(null=True, blank=True)
    student_reminded_day = models.PositiveSmallIntegerField(default=0)

    objects = ProposalQuerySet.as_manager()

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
    def latest_remark(self) -> "Remark | None":
        """What was written last."""
        return self.remarks.order_by("-at", "-pk").first()

    @property
    def answer_by(self) -> datetime | None:
        """When it expires unanswered; None where the programme sets no time."""
        days = self.mentor.cohort.programme.request_days
        return self.sent_at + timedelta(days=days) if days else None


class Remark(models.Model):
    """What the two write to each other while a request waits for its answer."""

    interest = models.ForeignKey(Interest, models.CASCADE, related_name="remarks")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    body = models.TextField(_("message"), max_length=2000)
    at = models.DateTimeField(default=now)

    if TYPE_CHECKING:
        interest_id: int
        author_id: int

    class Meta:
        ordering = ("at", "pk")
        indexes = [models.Index(fields=["interest", "at"], name="remarks_of_interest")]

    def __str__(self) -> str:
        return f"remark {self.pk}"


class Replacement(models.Model):
    """A mentor who is to take over a group that has lost its own."""

    group = models.ForeignKey(WorkGroup, models.CASCADE, related_name="replacements")
    mentor = models.ForeignKey(Application, models.CASCADE, related_name="takeovers")
    state = models.CharField(
        max_length=10, choices=ReplacementState, default=ReplacementState.ASKED
    )
    worst = models.IntegerField()
    """The lowest of the students' scores with this mentor."""
    total = models.IntegerField()
    reason = models.CharField(_("why not, if you like to say"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(null=True, blank=True)
    reminded_day = models.PositiveSmallIntegerField(default=0)

    if TYPE_CHECKING:
        group_id: int
        mentor_id: int

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(state=ReplacementState.ASKED),
                name="one_mentor_asked_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.mentor.person} for {self.group}"

    @property
    def verbs(self) -> frozenset[str]:
        return REPLACEMENT.verbs(ReplacementState(self.state))

    @property
    def answer_by(self) -> datetime | None:
        """When it expires unanswered; None where the programme sets no time."""
        days = self.group.cohort.programme.request_days
        return self.at + timedelta(days=days) if days else None
