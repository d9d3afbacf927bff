from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from wayfellow.kernel.lifecycle import Lifecycle


class RunState(TextChoices):
    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    READY = "ready", _("ready to look at")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")
    PUBLISHED = "published", _("published")
    FOLLOWED = "followed", _("went on in the next round")


RUN = Lifecycle(
    "matching run",
    {
        "begin": ([RunState.QUEUED, RunState.RUNNING], RunState.RUNNING),
        "finish": ([RunState.RUNNING], RunState.READY),
        "fail": ([RunState.QUEUED, RunState.RUNNING], RunState.FAILED),
        "cancel": ([RunState.QUEUED, RunState.RUNNING, RunState.READY], RunState.CANCELLED),
        "publish": ([RunState.READY], RunState.PUBLISHED),
        "follow": ([RunState.READY], RunState.FOLLOWED),
    },
)


class Stage(TextChoices):
    """What the worker is at with a run, in the order in which it happens."""

    SEARCH = "search", _("looking for the best groups")
    KEEP = "keep", _("writing the groups down")


class InterestState(TextChoices):
    SENT = "sent", _("waiting for an answer")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    EXPIRED = "expired", _("expired")


INTEREST = Lifecycle(
    "request",
    {
        "accept": ([InterestState.SENT], InterestState.ACCEPTED),
        "decline": ([InterestState.SENT], InterestState.DECLINED),
        "withdraw": ([InterestState.SENT], InterestState.WITHDRAWN),
        "expire": ([InterestState.SENT], InterestState.EXPIRED),
    },
)


class ReplacementState(TextChoices):
    ASKED = "asked", _("waiting for an answer")
    TAKEN = "taken", _("took the group over")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    EXPIRED = "expired", _("expired")


REPLACEMENT = Lifecycle(
    "replacement",
    {
        "take": ([ReplacementState.ASKED], ReplacementState.TAKEN),
        "decline": ([ReplacementState.ASKED], ReplacementState.DECLINED),
        "withdraw": ([ReplacementState.ASKED], ReplacementState.WITHDRAWN),
        "expire": ([ReplacementState.ASKED], ReplacementState.EXPIRED),
    },
)
