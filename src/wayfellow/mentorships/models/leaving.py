"""The wish to leave a group."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from wayfellow.mentorships.lifecycle import WITHDRAWAL, WithdrawalState
from wayfellow.mentorships.models.groups import Member, WorkGroup


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

    if TYPE_CHECKING:
        by_id: int
        group_id: int
        member_id: int | None

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "by"],
                condition=Q(state__in=[WithdrawalState.ASKED, WithdrawalState.ACKNOWLEDGED]),
                name="one_open_withdrawal",
            )
        ]

    def __str__(self) -> str:
        return f"{self.by} leaves {self.group}"

    @property
    def verbs(self) -> frozenset[str]:
        return WITHDRAWAL.verbs(WithdrawalState(self.state))
