"""What is asked once more when a letter leaves: is what was right when written still right?"""

from collections.abc import Callable
from typing import Any

from wayfellow.notifications.models import Letter

type Recheck = Callable[[Any, Letter], str]
"""Takes the event's subject and the letter; says why it must not leave, or nothing."""

RECHECKS: dict[str, list[Recheck]] = {}
EVERY = "*"
"""In place of an event's name: every letter is asked about, with None where it has no event."""


def recheck(*events: str, by: Recheck) -> None:
    """Ask ``by`` before a letter of one of ``events`` leaves."""
    for name in events:
        RECHECKS.setdefault(name, []).append(by)


def objection(letter: Letter) -> str:
    """Why ``letter`` must not leave any more, in the words of the first room that objects."""
    event = letter.event
    asked = [*RECHECKS.get(event.name if event else "", ()), *RECHECKS.get(EVERY, ())]
    if not asked:
        return ""
    subject = event.subject if event else None
    if event is not None and subject is None:
        return "what it is about was deleted"
    return next((reason for ask in asked if (reason := ask(subject, letter))), "")
