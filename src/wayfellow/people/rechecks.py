"""What one person wrote to another who wants nothing of them does not leave any more."""

from typing import Any

from wayfellow.notifications.categories import Category
from wayfellow.notifications.models import Letter
from wayfellow.notifications.recheck import EVERY, recheck, stands
from wayfellow.people.queries import are_apart

BETWEEN_TWO = {Category.JOINING, Category.MESSAGES, Category.WRITING}
"""What one causes and another reads. Meetings and the group's own life concern all who are in it:
they are told until staff have separated the two."""


def _blocked(_subject: Any, letter: Letter) -> str:
    event = letter.event
    if event is None or letter.category not in BETWEEN_TWO:
        return ""
    if event.by_id is None or letter.to_id is None or event.by_id == letter.to_id:
        return ""
    return "blocked" if are_apart(event.by_id, letter.to_id) else ""


recheck(EVERY, by=_blocked)
stands(
    "addresschange.confirm",
    "addresschange.undo",
    "user.correct_birthday",
    "user.secure",
    "user.use_new_device",
    because="an account's owner is told of every change that concerns its safety",
)
