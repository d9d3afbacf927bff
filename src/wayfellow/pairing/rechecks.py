"""Who was asked is not reminded of what was answered, withdrawn or replaced in the meantime."""

from wayfellow.notifications.models import Letter
from wayfellow.notifications.recheck import only_while, recheck, stands, still_told
from wayfellow.pairing.lifecycle import InterestState, ReplacementState
from wayfellow.pairing.models import Proposal

OVER = "the proposal was answered, withdrawn or replaced"


def _mentor_has_said(proposal: Proposal, _letter: Letter) -> str:
    waits = Proposal.objects.waiting_for_mentors().filter(pk=proposal.pk)
    return "" if waits.exists() else OVER


def _student_has_said(proposal: Proposal, _letter: Letter) -> str:
    waits = Proposal.objects.waiting_for_students().filter(pk=proposal.pk)
    return "" if waits.exists() else OVER


# Whom these tell are those who have not answered, while the run is not replaced by another.
recheck("run.ask_mentors", "run.ask_students", by=still_told)
recheck("proposal.remind_mentor", by=_mentor_has_said)
recheck("proposal.remind_student", by=_student_has_said)
recheck(
    *(f"interest.{verb}" for verb in ("ask", "remind", "write")),
    by=only_while(InterestState.SENT, because="the request was answered or withdrawn"),
)
recheck(
    "replacement.offer",
    "replacement.remind",
    by=only_while(ReplacementState.ASKED, because="the offer was answered or withdrawn"),
)
recheck("run.publish", "replacement.decline", "replacement.expire", by=still_told)
stands(
    "interest.decline",
    "interest.expire",
    "proposal.lapse_mentor",
    "proposal.lapse_student",
    "replacement.withdraw",
    because="it tells those concerned of an end, and ends are not undone",
)
stands(
    "run.wait", because="it tells who began a calculation that it has to wait, and of no student"
)
