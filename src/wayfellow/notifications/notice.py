"""Who is told when something happens: one table, made of every room's rows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

type Person = AbstractBaseUser


def no_people(_subject: Any) -> Iterable[Person]:
    """Nobody with an account."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondent:
    """Somebody without an account: a guardian, an invited person, a company's contact."""

    name: str
    address: str
    language: str = "en"


def no_correspondents(_subject: Any) -> Iterable[Correspondent]:
    """Nobody outside."""
    return ()


def no_address(_subject: Any) -> str:
    """No page to go to."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One row of the answer to "who is told when this happens?".

    ``template`` names ``templates/<template>.txt``, whose partials ``subject``, ``text`` and
    ``action`` (the label of the one button) are rendered with ``subject`` (the row),
    ``event`` and ``reader`` in the reader's language. ``url`` is the page that the button opens;
    with ``link`` it is the one-time link whose id the event's data carries under "link".
    """

    on: str
    template: str
    to: Callable[[Any], Iterable[Person]] = no_people
    outside: Callable[[Any], Iterable[Correspondent]] = no_correspondents
    url: Callable[[Any], str] = no_address
    link: str = ""
    """The purpose of the link, which is also the name of the URL that opens it."""
    mail: bool = True
    """Whether the notice is also mailed; people with an account see it in the page anyway."""
    urgent: bool = False
    """Sign-in mail and the like: sent before everything else."""
    tell_actor: bool = False
    """Whether the person who did it is told too, as with a receipt."""


NOTICES: dict[str, list[Notice]] = {}
SILENT: set[str] = set()


def announce(*notices: Notice) -> None:
    """Add rows to the table."""
    for notice in notices:
        NOTICES.setdefault(notice.on, []).append(notice)


def silent(*names: str) -> None:
    """Events of which nobody is told, on purpose."""
    SILENT.update(names)
