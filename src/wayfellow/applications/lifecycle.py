from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from wayfellow.kernel.lifecycle import Lifecycle


class State(TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("waiting for review")
    ACCEPTED = "accepted", _("accepted")
    WAITLISTED = "waitlisted", _("on the waiting list")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


_OPEN = (State.DRAFT, State.SUBMITTED, State.WAITLISTED, State.ACCEPTED)

APPLICATION = Lifecycle(
    "application",
    {
        "submit": ([State.DRAFT], State.SUBMITTED),
        "accept": ([State.SUBMITTED, State.WAITLISTED], State.ACCEPTED),
        "waitlist": ([State.SUBMITTED], State.WAITLISTED),
        "decline": ([State.SUBMITTED, State.WAITLISTED], State.DECLINED),
        "withdraw": (_OPEN, State.WITHDRAWN),
        "reopen": ([State.WITHDRAWN], State.DRAFT),
    },
)


class ConsentState(TextChoices):
    REQUESTED = "requested", _("asked")
    GRANTED = "granted", _("given")
    REFUSED = "refused", _("refused")
    EXPIRED = "expired", _("expired")
    REVOKED = "revoked", _("taken back")
    REPLACED = "replaced", _("asked again")
    CANCELLED = "cancelled", _("no longer needed")


CONSENT = Lifecycle(
    "consent",
    {
        "grant": ([ConsentState.REQUESTED], ConsentState.GRANTED),
        "refuse": ([ConsentState.REQUESTED], ConsentState.REFUSED),
        "expire": ([ConsentState.REQUESTED], ConsentState.EXPIRED),
        "revoke": ([ConsentState.GRANTED], ConsentState.REVOKED),
        "replace": (
            [ConsentState.REQUESTED, ConsentState.EXPIRED, ConsentState.REFUSED],
            ConsentState.REPLACED,
        ),
        "cancel": ([ConsentState.REQUESTED], ConsentState.CANCELLED),
    },
)
