"""What is asked once more when a letter leaves: is what was right when written still right?"""

from collections.abc import Callable
from typing import Any

from wayfellow.notifications.models import Letter
from wayfellow.notifications.notice import NOTICES

type Recheck = Callable[[Any, Letter], str]
"""Takes the event's subject and the letter; says why it must not leave, or nothing."""

RECHECKS: dict[str, list[Recheck]] = {}
EVERY = "*"
"""In place of an event's name: every letter is asked about, with None where it has no event."""


def recheck(*events: str, by: Recheck) -> None:
    """Ask ``by`` before a letter of one of ``events`` leaves."""
    for name in events:
        RECHECKS.setdefault(name, []).append(by)


STANDS: dict[str, str] = {}
"""Why mail of an event needs not be asked about again, in words, by the event's name."""


def stands(*events: str, because: str) -> None:
    """Mail of ``events`` is right when it leaves if it was right when it was written."""
    for name in events:
        STANDS[name] = because


def still_told(subject: Any, letter: Letter) -> str:
    """Asks the notice anew whom it tells: a role may have ended, a list may have got shorter."""
    if letter.event is None or letter.to_id is None:
        return ""
    notices = [row for row in NOTICES.get(letter.event.name, ()) if row.template == letter.notice]
    told = {person.pk for row in notices for person in row.to(subject)}
    return "" if letter.to_id in told or not notices else "the reader is none of those who are told"


def only_while(*states: str, because: str) -> Recheck:
    """Asks for the row's state: in any other, the mail does not leave, ``because`` of that."""

    def ask(row: Any, _letter: Letter) -> str:
        return "" if row.state in states else because

    return ask


def objection(letter: Letter) -> str:
    """Why ``letter`` must not leave any more, in the words of the first room that objects."""
    event = letter.event
    # What concerns every letter first: that two are kept apart is the reason for much else.
    asked = [*RECHECKS.get(EVERY, ()), *RECHECKS.get(event.name if event else "", ())]
    if not asked:
        return ""
    subject = event.subject if event else None
    if event is not None and subject is None:
        return "what it is about was deleted"
    return next((reason for ask in asked if (reason := ask(subject, letter))), "")
