"""What can be answered from a mail: one table, made of every room's rows."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.timezone import now

from wayfellow.access.models import Link

type Words = str | Promise
DAYS = 30
"""A link in a mail works for so long, unless its answer says otherwise."""
_LINKS = uuid.UUID("4b0f0f5e-7a55-4d0c-9c0e-3f3a2f1f6d11")


def itself(row: Any) -> Any:
    """The answer is about the row that the mail is about."""
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One thing that a reader can do from a mail, on one row, by one click.

    The page shows ``asks`` as its heading and ``says`` as its sentences; neither may tell more
    than the mail did. ``act`` calls the same action as the room's own pages.
    """

    name: str
    """The purpose of its links, which is also a part of their address."""
    mails: tuple[str, ...]
    """The notices, by their templates, whose mails carry it."""
    permission: str
    """Asked again when the page is opened and when the button is pressed."""
    label: Words
    """What the mail calls it."""
    button: Words
    asks: Callable[[Any], str]
    says: Callable[[Any], Iterable[str]]
    over: Callable[[Any], str]
    """Why there is nothing to answer any more and what to do; nothing while there is."""
    act: Callable[[Any, Any, Mapping[str, Any]], object]
    """Takes the row, the person and what was typed into ``form``."""
    done: Callable[[Any], str]
    """What has happened, and what comes next."""
    page: Callable[[Any], str]
    """Where the whole matter is, for who signs in."""
    form: type[forms.Form] = forms.Form
    of: Callable[[Any], Any] = itself
    """From what the mail is about to the row that is answered."""
    days: int = DAYS
    tone: str = "primary"
    """How the button looks: primary, or harm."""
    aside: bool = False
    """Whether it is not what the mail asks for, and stands back in it."""


ANSWERS: dict[str, Answer] = {}


def answers(*rows: Answer) -> None:
    """Add rows to the table."""
    for row in rows:
        if row.name in ANSWERS:
            raise ValueError(f"{row.name} is answered twice")
        ANSWERS[row.name] = row


def offered(mail: str) -> list[Answer]:
    """The answers that the mails of the notice ``mail`` carry, in the order of the table."""
    return [answer for answer in ANSWERS.values() if mail in answer.mails]


def is_aside(name: str) -> bool:
    """Whether a mail does not ask for this answer, and only offers it too."""
    return name in ANSWERS and ANSWERS[name].aside


def link_for(answer: Answer, subject: Any, person: Any, key: str) -> Link:
    """The unsaved link by which ``person`` gives ``answer`` from the mail ``key``.

    The same mail has the same link, however often it is written.
    """
    link = Link(
        id=uuid.uuid5(_LINKS, f"{answer.name}:{key}"),
        purpose=answer.name,
        address=person.email,
        person=person,
        expires_at=now() + timedelta(days=answer.days),
    )
    link.subject = answer.of(subject)
    return link
