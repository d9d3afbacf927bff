from dataclasses import fields
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wayfellow.institutions.models import Institution
from wayfellow.programmes.lifecycle import PROGRAMME, ProgrammeState
from wayfellow.programmes.policy import Gate, Need, Party, Policy

GATES = ("intake", "mentor_intake", "pairing")
NEEDS = ("liaison", "key_points", "meeting_reflections", "term_reflections", "agreement")


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def staffed_by(self, person_id: int, *roles: "Office.Role") -> Self:
        """Programmes in which ``person_id`` holds one of the offices ``roles`` (or any)."""
        offices = Office.objects.current().filter(person=person_id)
        if roles:
            offices = offices.filter(role__in=roles)
        return self.filter(pk__in=offices.values("programme"))


class Programme(models.Model):
    """A mentoring programme: a point in policy space with its texts, people and cohorts."""

    slug = models.SlugField(_("address"), unique=True)
    name = models.CharField(pgettext_lazy("thing", "name"), max_length=150)
    tagline = models.CharField(_("in one sentence"), max_length=240, blank=True)
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="leads", verbose_name=_("leading institution")
    )
    institutions = models.ManyToManyField(
        Institution, related_name="programmes", verbose_name=_("institutions taking part")
    )
    state = models.CharField(max_length=10, choices=ProgrammeState, default=ProgrammeState.DRAFT)

    intake_knock = models.JSONField(default=list)
    intake_yes = models.JSONField(default=list)
    mentor_intake_knock = models.JSONField(default=list)
    mentor_intake_yes = models.JSONField(default=list)
    pairing_knock = models.JSONField(default=list)
    pairing_yes = models.JSONField(default=list)
    fewest_mentees = models.PositiveSmallIntegerField(_("fewest students in a group"), default=1)
    most_mentees = models.PositiveSmallIntegerField(_("most students in a group"), default=1)
    advised_groups = models.PositiveSmallIntegerField(
        _("groups at a time that a mentor is advised to keep to"), default=0
    )
    ranked_choices = models.PositiveSmallIntegerField(
        _("mentors that a student ranks when applying"), default=0
    )
    only_choices = models.BooleanField(
        _("a student may take none but the mentors they ranked"), default=False
    )
    rolling = models.BooleanField(_("people join at any time"), default=False)
    review_after_days = models.PositiveSmallIntegerField(
        _("days until a match is looked at again"), default=180
    )
    liaison = models.CharField(
        _("liaison officer for every student"), max_length=10, choices=Need, default=Need.NONE
    )
    meetings_per_term = models.PositiveSmallIntegerField(
        _("meetings a group owes each term"), default=0
    )
    advised_meeting_days = models.PositiveSmallIntegerField(
        _("days without a meeting before a nudge"), default=30
    )
    face_to_face = models.BooleanField(_("meetings are meant to be face to face"), default=False)
    told_before_meetings = models.BooleanField(
        _("the liaison officer is told before each meeting"), default=False
    )
    key_points = models.CharField(
        _("key points to the liaison officer after the initiation"),
        max_length=10,
        choices=Need,
        default=Need.NONE,
    )
    meeting_reflections = models.CharField(
        _("reflection on each meeting"), max_length=10, choices=Need, default=Need.OPTIONAL
    )
    term_reflections = models.CharField(
        _("reflection at the end of each term"), max_length=10, choices=Need, default=Need.NONE
    )
    agreement = models.CharField(_("agreement"), max_length=10, choices=Need, default=Need.OPTIONAL)
    consent_age = models.PositiveSmallIntegerField(
        _("a guardian consents for students younger than"),
        default=18,
        validators=[MaxValueValidator(25)],
    )
    advised_experience = models.PositiveSmallIntegerField(
        _("years of experience below which a reviewer is warned"), default=0
    )
    open_requests = models.PositiveSmallIntegerField(
        _("mentors a student may be asking at once"), default=0
    )
    request_days = models.PositiveSmallIntegerField(
        _("days after which an unanswered request expires"), default=14
    )
    confirmation_month = models.PositiveSmallIntegerField(
        _("month in which mentors confirm their profile"),
        default=0,
        validators=[MaxValueValidator(12)],
    )
    certificate = models.BooleanField(_("a certificate at the end"), default=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                condition=Q(fewest_mentees__gte=1) & Q(fewest_mentees__lte=F("most_mentees")),
                name="fewest_is_not_above_most",
                violation_error_message=_(
                    "The fewest students must be at least 1 and not above the most."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def policy(self) -> Policy:
        axes: dict[str, Any] = {
            axis.name: getattr(self, axis.name, None) for axis in fields(Policy)
        }
        for name in GATES:
            axes[name] = _gate(getattr(self, f"{name}_knock"), getattr(self, f"{name}_yes"))
        for name in NEEDS:
            axes[name] = Need(axes[name])
        return Policy(**axes)

    @policy.setter
    def policy(self, policy: Policy) -> None:
        for axis in fields(Policy):
            value = getattr(policy, axis.name)
            if isinstance(value, Gate):
                setattr(self, f"{axis.name}_knock", sorted(value.knock))
                setattr(self, f"{axis.name}_yes", sorted(value.yes))
            else:
                setattr(self, axis.name, value)

    @property
    def verbs(self) -> frozenset[str]:
        return PROGRAMME.verbs(ProgrammeState(self.state))


def _gate(knock: list[str], yes: list[str]) -> Gate:
    return Gate(knock=frozenset(map(Party, knock)), yes=frozenset(map(Party, yes)))


class OfficeQuerySet(models.QuerySet["Office"]):
    def current(self) -> Self:
        return self.filter(ended_at=None)


class Office(models.Model):
    """A staff role in one programme: who coordinates it, who is liaison officer for whom."""

    class Role(models.TextChoices):
        COORDINATOR = "coordinator", _("coordinator")
        LIAISON_OFFICER = "liaison officer", _("liaison officer")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="offices")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="offices")
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="offices")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    school = models.CharField(_("school"), max_length=120, blank=True)
    """A liaison officer looks after this school's students first; empty means any."""
    since = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ("role", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "person", "institution", "role"], name="one_office_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} is {self.role} of {self.programme}"
