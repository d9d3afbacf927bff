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


RUN = Lifecycle(
    "matching run",
    {
        "begin": ([RunState.QUEUED, RunState.RUNNING], RunState.RUNNING),
        "finish": ([RunState.RUNNING], RunState.READY),
        "fail": ([RunState.QUEUED, RunState.RUNNING], RunState.FAILED),
        "cancel": ([RunState.QUEUED, RunState.RUNNING, RunState.READY], RunState.CANCELLED),
        "publish": ([RunState.READY], RunState.PUBLISHED),
    },
)


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
