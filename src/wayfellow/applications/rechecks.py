"""Nobody is told of a decision that was undone before the mail left."""

from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application
from wayfellow.notifications.models import Letter
from wayfellow.notifications.recheck import recheck


def _undone(application: Application, _letter: Letter) -> str:
    stands = application.state in {State.ACCEPTED, State.WAITLISTED}
    return "" if stands else "the application has moved on"


recheck("application.accept", "application.waitlist", by=_undone)
