"""What a group promises itself, and the names under it."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from wayfellow.mentorships.lifecycle import AGREEMENT, AgreementState
from wayfellow.mentorships.models.groups import WorkGroup
from wayfellow.programmes.models import DocumentVersion


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def open(self) -> Self:
        """Not in force yet; a group has one at most."""
        return self.filter(state__in=[AgreementState.DRAFT, AgreementState.PROPOSED])

    def in_force(self) -> Self:
        return self.filter(state=AgreementState.IN_FORCE)


class Agreement(models.Model):
    """What a group promises itself: drafted by the students, signed by all."""

    TERMS: ClassVar = (
        "goals",
        "student_commitments",
        "mentor_commitments",
        "meetings",
        "place",
        "channel",
        "notice",
        "topics_in",
        "topics_out",
        "confidentiality",
        "review_on",
    )
    """The fields that people write together."""

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

    objects = AgreementQuerySet.as_manager()

    if TYPE_CHECKING:
        group_id: int

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="one_agreement_per_number"),
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(state__in=[AgreementState.DRAFT, AgreementState.PROPOSED]),
                name="one_open_agreement",
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(state=AgreementState.IN_FORCE),
                name="one_agreement_in_force",
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
