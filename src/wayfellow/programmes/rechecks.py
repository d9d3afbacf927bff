"""Whose role in a programme has ended is told no more of what goes on in it."""

from wayfellow.notifications.models import Letter
from wayfellow.notifications.recheck import recheck, stands, still_told
from wayfellow.programmes.models import Office


def over(office: Office, _letter: Letter) -> str:
    """Why the office's holder is told nothing more as such."""
    return "the role has ended" if office.ended_at else ""


recheck(
    *(f"cohort.{verb}" for verb in ("begin_closing", "cancel", "close", "open", "start")),
    *(f"programme.{verb}" for verb in ("archive", "clone", "publish")),
    *(f"publicpage.{verb}" for verb in ("show", "take_down")),
    by=still_told,
)
recheck("office.appoint", by=over)
stands("office.release", because="who has lost a role is told so, and of nothing else")
