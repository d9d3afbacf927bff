"""Who has no account and has stopped such mail gets none, whenever it was written."""

from typing import Any

from wayfellow.notifications.models import Letter
from wayfellow.notifications.outsiders import is_unwanted
from wayfellow.notifications.preferences import UNWANTED
from wayfellow.notifications.recheck import EVERY, recheck


def _stopped(_subject: Any, letter: Letter) -> str:
    return UNWANTED if is_unwanted(letter) else ""


recheck(EVERY, by=_stopped)
