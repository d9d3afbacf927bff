from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from wayfellow.applications.models import Application
from wayfellow.institutions.models import Institution
from wayfellow.mentorships.lifecycle import (
    AGREEMENT,
    GOAL,
    KEY_POINTS,
    LIVE,
    MEETING,
    REFLECTION,
    WITHDRAWAL,
    WORK_GROUP,
    AgreementState,
    GoalState,
    GroupState,
    KeyPointsState,
    MeetingState,
    MemberState,
    ReflectionState,
    WithdrawalState,
)
from wayfellow.programmes.models import Cohort, DocumentVersion, Term

RECORD_WITHIN = timedelta(days=7)
"""How long after a meeting a missing record is not yet flagged."""


class WorkGroupQuerySet(models.QuerySet["WorkGroup"]):
    def live(self) -> Self:
        return self.filter(state__in=LIVE)

    def joined_by(self, person_id: int) -> Self:
        """Groups in which ``person_id`` is the mentor or an active student."""
        members = Member.objects.active().filter(application__person=person_id)
        return self.filter(Q(mentor__person=person_id) | Q(pk__in=members.values("group")))


class WorkGroup(models.Model):
    """A mentor and the students guided together."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="groups")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="groups")
    """Where its students study; students of two institutions never share a group."""
    mentor = models.ForeignKey(Application, models.PROTECT, related_name="leads")
    state = models.CharField(max_length=10, choices=GroupState, default=GroupState.FORMED)
    channel = models.CharField(_("how we keep in touch"), max_length=120, blank=True)
    formed_at = models.DateTimeField(default=now)
    review_on = models.DateField(null=True, blank=True)
    """When the match is looked at again; always set where the cohort has no end."""
    ended_at = models.DateTimeField(null=True, blank=True)
    below_minimum_waived = models.BooleanField(default=False)

    objects = WorkGroupQuerySet.as_manager()

    if TYPE_CHECKING:
        cohort_id: int
        mentor_id: int

    class Meta:
        ordering = ("-formed_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=GroupState.values), name="known_group_state"
            )
        ]
        indexes = [models.Index(fields=["cohort", "state"], name="group_pile")]

    def __str__(self) -> str:
        return f"{self.mentor.person}'s group"

    @property
    def verbs(self) -> frozenset[str]:
        return WORK_GROUP.verbs(GroupState(self.state))

    @property
    def is_live(self) -> bool:
        return self.state in LIVE


class MemberQuerySet(models.QuerySet["Member"]):
    def active(self) -> Self:
        return self.filter(state=MemberState.ACTIVE)


class Member(models.Model):
    """A student's place in a work group."""

    group = models.ForeignKey(WorkGroup, models.CASCADE, related_name="members")
    application = models.ForeignKey(Application, models.PROTECT, related_name="places")
    state = models.CharField(max_length=10, choices=MemberState, default=MemberState.ACTIVE)
    joined_at = models.DateTimeField(default=now)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    if TYPE_CHECKING:
        group_id: int
        application_id: int

    class Meta:
        ordering = ("application__person__name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "application"],
                condition=Q(state=MemberState.ACTIVE),
                name="one_place_in_a_group",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application.person} in {self.group}"


class Agreement(models.Model):
    """What a group promises itself: drafted by the students, signed by all."""

    group = models.ForeignKey(WorkGroup, models.CASCADE, related_name="agreements")
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=AgreementState, default=AgreementState.DRAFT)
    text = models.ForeignKey(
        DocumentVersion, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The programme's own words, in the version that is signed."""
    goals = models.TextField(_("our shared goals"), max_length=2000, blank=True)
    student_commitments = models.TextField(
        _("what the students commit to"), max_length=2000, blank=True
    )
    mentor_commitments = models.TextField(
        _("what the mentor commits to"), max_length=2000, blank=True
    )
    meetings = models.CharField(_("how often and how long we meet"), max_length=200, blank=True)
    place = models.CharField(_("where we meet"), max_length=200, blank=True)
    channel = models.CharField(_("how we keep in touch in between"), max_length=200, blank=True)
    notice = models.CharField(_("notice for changes"), max_length=120, blank=True)
    topics_in = models.TextField(_("what we talk about"), max_length=1000, blank=True)
    topics_out = models.TextField(_("what we leave out"), max_length=1000, blank=True)
    confidentiality = models.TextField(
        _("confidentiality and its limits"), max_length=1000, blank=True
    )
    review_on = models.DateField(_("we look at this again on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=now)
    in_force_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="one_agreement_per_number"),
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(state__in=[AgreementState.DRAFT, AgreementState.PROPOSED]),
                name="one_open_agreement",
            ),
        ]

    def __str__(self) -> str:
        return f"agreement {self.number} of {self.group}"

    @property
    def verbs(self) -> frozenset[str]:
        return AGREEMENT.verbs(AgreementState(self.state))


class Signature(models.Model):
    """A typed name under one version of an agreement."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="signatures")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    typed_name = models.CharField(_("your full name"), max_length=150)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("at",)
        constraints = [models.UniqueConstraint(fields=["agreement", "person"], name="signed_once")]

    def __str__(self) -> str:
        return f"{self.typed_name} under {self.agreement}"


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def recorded(self) -> Self:
        return self.filter(state=MeetingState.RECORDED)

    def planned(self) -> Self:
        return self.filter(state=MeetingState.PLANNED)

    def unrecorded(self) -> Self:
        """Planned meetings that ended more than a week ago without a record."""
        return self.filter(state=MeetingState.PLANNED, ends_at__lt=now() - RECORD_WITHIN)


class Meeting(models.Model):
    """One meeting of a work group, from plan to record."""

    class Kind(models.TextChoices):
        INITIATION = "initiation", _("initiation")
        MEETING = "meeting", _("meeting")

    class Mode(models.TextChoices):
        IN_PERSON = "in person", _("face to face")
        ONLINE = "online", _("online")

    class Activity(models.TextChoices):
        CHAT = "chat", _("chat session")
        EXPLORE = "explore", _("exploring a topic or trend together")
        DEVELOP = "develop", _("mock interview, CV or goals")
        OPTIONS = "options", _("career options and gaps")
        VISIT = "visit", _("visit or shadowing at the workplace")
        EVENT = "event", _("company or industry event")

    group = models.ForeignKey(WorkGroup, models.CASCADE, related_name="meetings")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.MEETING)
    state = models.CharField(max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    mode = models.CharField(_("how"), max_length=10, choices=Mode, default=Mode.IN_PERSON)
    place = models.CharField(_("place or link"), max_length=200, blank=True)
    activity = models.CharField(
        _("what you will do"), max_length=8, choices=Activity, default=Activity.CHAT
    )
    agenda = models.TextField(_("agenda"), max_length=2000, blank=True)
    safety_briefing = models.BooleanField(
        _("safety briefing and protective equipment are arranged"), default=False
    )
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    planned_at = models.DateTimeField(default=now)
    liaison_told_at = models.DateTimeField(null=True, blank=True)
    """When the liaison officer was told of the meeting as it now stands."""
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    reason = models.CharField(_("reason for cancelling"), max_length=300, blank=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    """Counts changes, as calendars expect."""

    objects = MeetingQuerySet.as_manager()

    if TYPE_CHECKING:
        group_id: int

    class Meta:
        ordering = ("starts_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_it_starts",
                violation_error_message=_("The end must lie after the start."),
            )
        ]
        indexes = [models.Index(fields=["state", "ends_at"], name="meeting_unrecorded")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.group} on {self.starts_at:%Y-%m-%d}"

    @property
    def verbs(self) -> frozenset[str]:
        return MEETING.verbs(MeetingState(self.state))

    @property
    def liaison_told_before(self) -> bool:
        return self.liaison_told_at is not None and self.liaison_told_at <= self.starts_at

    @property
    def hours(self) -> float:
        """Length in hours."""
        return (self.ends_at - self.starts_at).total_seconds() / 3600


class Attendance(models.Model):
    """Whether a student came to a meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    member = models.ForeignKey(Member, models.CASCADE, related_name="attendances")
    came = models.BooleanField(_("came"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="attendance_once")
        ]

    def __str__(self) -> str:
        return f"{self.member} at {self.meeting}"


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

    class Meta:
        verbose_name_plural = "key points"

    def __str__(self) -> str:
        return f"key points of {self.member}"

    @property
    def verbs(self) -> frozenset[str]:
        return KEY_POINTS.verbs(KeyPointsState(self.state))


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

    class Meta:
        ordering = ("state", "due_on", "pk")

    def __str__(self) -> str:
        return self.title

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


class Withdrawal(models.Model):
    """A mentor's or student's wish to leave a group; it can be talked about, never refused."""

    class Reason(models.TextChoices):
        WORKLOAD = "workload", _("too much to do")
        SCHEDULE = "schedule", _("no time that fits everybody")
        FIT = "fit", _("it does not fit")
        MET = "met", _("the goals are met")
        CIRCUMSTANCES = "circumstances", _("life has changed")
        SAFETY = "safety", _("I do not feel safe")
        OTHER = "other", _("another reason")

    group = models.ForeignKey(WorkGroup, models.CASCADE, related_name="withdrawals")
    member = models.ForeignKey(
        Member, models.CASCADE, null=True, blank=True, related_name="withdrawals"
    )
    """The student who leaves; empty when the mentor does."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=14, choices=Reason)
    text = models.TextField(_("in your words, for the coordinator"), max_length=2000, blank=True)
    last_day = models.DateField(_("last day you wish for"), null=True, blank=True)
    others_told = models.BooleanField(_("I have told the others"), default=False)
    wants_rematch = models.BooleanField(_("I would like another group"), default=False)
    state = models.CharField(max_length=12, choices=WithdrawalState, default=WithdrawalState.ASKED)
    at = models.DateTimeField(default=now)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    effective_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.by} leaves {self.group}"

    @property
    def verbs(self) -> frozenset[str]:
        return WITHDRAWAL.verbs(WithdrawalState(self.state))
