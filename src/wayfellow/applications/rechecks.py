"""Nobody is told of a decision that was undone before the mail left."""

from wayfellow.applications.lifecycle import ConsentState, State
from wayfellow.applications.models import Application
from wayfellow.notifications.models import Letter
from wayfellow.notifications.recheck import only_while, recheck, stands, still_told


def _undone(application: Application, _letter: Letter) -> str:
    stands = application.state in {State.ACCEPTED, State.WAITLISTED}
    return "" if stands else "the application has moved on"


recheck("application.accept", "application.waitlist", by=_undone)
recheck(
    "application.decline",
    by=only_while(State.DECLINED, because="the application has moved on"),
)
recheck(
    "application.remind_draft",
    by=only_while(State.DRAFT, because="the application was sent in or withdrawn"),
)
recheck(
    *(f"application.{verb}" for verb in ("advise", "ask_confirmation", "come_back", "rest")),
    by=only_while(State.ACCEPTED, State.WAITLISTED, because="the mentor no longer takes part"),
)
recheck(
    "consent.ask",
    "consent.remind",
    by=only_while(ConsentState.REQUESTED, because="the guardian has answered, or was asked anew"),
)
recheck(
    *(f"consent.{verb}" for verb in ("ask_anew", "expire", "grant", "refuse", "revoke")),
    by=still_told,
)
stands("application.submit", because="a receipt says what was sent in, whatever came after")
stands("application.come_of_age", because="a birthday is not undone")
stands("knock.send", because="its link is asked whether it is still open before it leaves")
stands(
    "window.open",
    "window.close_soon",
    because="it says days that the programme publishes anyway, and nothing of anybody",
)
