"""Concerns reach those who are in charge when the mail leaves, and only while there is a need."""

from wayfellow.notifications.models import Letter
from wayfellow.notifications.recheck import only_while, recheck, stands, still_told
from wayfellow.safeguarding.lifecycle import ConcernState, TerminationState
from wayfellow.safeguarding.models import Concern

CLOSED = (ConcernState.RESOLVED, ConcernState.REFERRED)


def _closed(concern: Concern, letter: Letter) -> str:
    # Who raised it has a receipt in any case.
    is_for_handlers = letter.to_id != concern.raised_by_id
    return "the concern was closed" if is_for_handlers and concern.state in CLOSED else ""


recheck(
    *(
        "concern.raise",
        "concern.escalate",
        "block.report",
        "check.near_expiry",
        "termination.draft",
    ),
    by=still_told,
)
recheck("concern.raise", by=_closed)
recheck(
    "concern.escalate",
    by=only_while(ConcernState.RAISED, because="somebody has taken the concern up"),
)
recheck(
    "termination.draft",
    by=only_while(TerminationState.DRAFTED, because="the termination was decided about"),
)
stands(
    "concern.take_up",
    "concern.resolve",
    "concern.refer",
    because="who raised a concern hears each step of it, however late",
)
stands("termination.issue", because="it must reach everybody, whatever has changed since")
stands("termination.discard", because="who drafted it hears that it will not be issued")
