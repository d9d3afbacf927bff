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
    """What the worker is at with a run, in the order in which it happens; named as the engine does."""

    READ = "read", _("reading who is to be placed")
    JUDGE = "judge", _("judging the pairs that were brought")
    CANDIDATES = "candidates", _("looking at every pair that the rules allow")
    RELAXATION = "relaxation", _("finding the best mentor for each student")
    GROUPS = "groups", _("deciding which mentors lead a group")
    SEARCH = "search", _("looking for better groups")
    PROOF = "proof", _("proving how good the groups are")
    REASONS = "reasons", _("noting why each pair goes together")
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
        "write": ([InterestState.SENT], InterestState.SENT),
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
