from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from wayfellow.kernel.lifecycle import Lifecycle


class Role(TextChoices):
    STUDENT = "student", _("student")
    MENTOR = "mentor", _("mentor")
    LIAISON_OFFICER = "liaison officer", _("liaison officer")
    COORDINATOR = "coordinator", _("coordinator")
    PARTNER_CONTACT = "partner contact", _("partner contact")
    INSTITUTION_ADMIN = "institution admin", _("institution administrator")


INVITATION_DAYS = 14
"""For how long the link of an invitation works."""


class InvitationState(TextChoices):
    SENT = "sent", _("sent")
    ACCEPTED = "accepted", _("accepted")
    REVOKED = "revoked", _("revoked")


INVITATION = Lifecycle(
    "invitation",
    {
        "resend": ([InvitationState.SENT], InvitationState.SENT),
        "accept": ([InvitationState.SENT], InvitationState.ACCEPTED),
        "revoke": ([InvitationState.SENT], InvitationState.REVOKED),
    },
)
