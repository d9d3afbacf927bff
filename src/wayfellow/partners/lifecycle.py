from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wayfellow.kernel.lifecycle import Lifecycle


class PartnerState(TextChoices):
    PROSPECT = "prospect", _("prospect")
    ACTIVE = "active", _("active")
    WITHDRAWN = "withdrawn", pgettext_lazy("partner", "withdrawn")


PARTNER = Lifecycle(
    "partner",
    {
        "activate": ([PartnerState.PROSPECT, PartnerState.WITHDRAWN], PartnerState.ACTIVE),
        "withdraw": ([PartnerState.PROSPECT, PartnerState.ACTIVE], PartnerState.WITHDRAWN),
    },
)


class NominationState(TextChoices):
    NOMINATED = "nominated", _("nominated")
    APPLIED = "applied", _("has applied")
    WITHDRAWN = "withdrawn", _("withdrawn")


NOMINATION = Lifecycle(
    "nomination",
    {
        "apply": ([NominationState.NOMINATED], NominationState.APPLIED),
        "retract": ([NominationState.NOMINATED], NominationState.WITHDRAWN),
    },
)
