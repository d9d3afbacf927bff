from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from wayfellow.kernel.lifecycle import Lifecycle


class ConcernState(TextChoices):
    RAISED = "raised", _("raised")
    HANDLING = "handling", _("being looked after")
    RESOLVED = "resolved", _("resolved")
    REFERRED = "referred", _("passed to an authority")


CONCERN = Lifecycle(
    "concern",
    {
        "take_up": ([ConcernState.RAISED], ConcernState.HANDLING),
        "resolve": ([ConcernState.HANDLING], ConcernState.RESOLVED),
        "refer": ([ConcernState.RAISED, ConcernState.HANDLING], ConcernState.REFERRED),
    },
)


class TerminationState(TextChoices):
    DRAFTED = "drafted", _("waiting for a second person")
    ISSUED = "issued", _("issued")
    DISCARDED = "discarded", _("discarded")


TERMINATION = Lifecycle(
    "termination",
    {
        "issue": ([TerminationState.DRAFTED], TerminationState.ISSUED),
        "discard": ([TerminationState.DRAFTED], TerminationState.DISCARDED),
    },
)
