"""The outbox: what is to leave is written here as a row, and a worker sends it."""

from typing import Protocol

from wayfellow.access.models import Link
from wayfellow.notifications.compose import compose
from wayfellow.notifications.leases import LONGEST as LEASE
from wayfellow.notifications.models import ORDINARY, URGENT, Letter
from wayfellow.notifications.notice import Correspondent
from wayfellow.notifications.sender import PAUSES, send_due, tidy
from wayfellow.notifications.words import Words

__all__ = ["LEASE", "ORDINARY", "PAUSES", "URGENT", "Words", "compose", "post", "send_due", "tidy"]


class Person(Protocol):
    """An account, as far as the outbox needs to know it."""

    pk: int
    email: str
    language: str

    @property
    def called(self) -> str: ...


def post(
    key: str,
    words: Words,
    *,
    to: Person | Correspondent,
    opens: Link | str = "",
    priority: int = ORDINARY,
) -> None:
    """Write a letter that no event causes, once per ``key``; it leaves after the commit.

    ``opens`` is what the button opens: a one-time link or a path on this site. A letter to a
    person is not sent once the account is closed.
    """
    letter = Letter(
        key=key,
        language=to.language,
        subject=words.subject[:200],
        text=words.text,
        action=words.action[:120],
        link=opens if isinstance(opens, Link) else None,
        url="" if isinstance(opens, Link) else opens,
        priority=priority,
    )
    if isinstance(to, Correspondent):
        letter.address, letter.name = to.address, to.name
    else:
        letter.to_id, letter.address, letter.name = to.pk, to.email, to.called
    Letter.objects.bulk_create([letter], ignore_conflicts=True)
