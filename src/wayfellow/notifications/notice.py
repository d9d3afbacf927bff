"""Who is told when something happens: one table, made of every room's rows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from django.contrib.auth.models import AbstractBaseUser

from wayfellow.notifications.categories import SWITCHABLE, Category

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
    never_twice: bool = False
    """Whether no mail is better than a second one: where nobody can tell if it was sent, it is
    parked and a person decides. Any other mail is sent again, under the same Message-ID."""
    tell_actor: bool = False
    """Whether the person who did it is told too, as with a receipt."""
    category: Category | Literal[""] = ""
    """What it is about; ``announce`` says it for all of its rows that do not say it themselves."""
    sums_up: bool = False
    """Whether a reader's digest leaves with it: it opens what was collected until then."""

    @property
    def may_wait(self) -> bool:
        """Whether the reader decides how it is mailed. One-time links end, so they do not wait."""
        return self.category in SWITCHABLE and not self.urgent and not self.link

    @property
    def may_be_worded(self) -> bool:
        """Whether institutions may say it in their own words. What is said to people in danger
        was weighed, and stays."""
        return self.category != Category.SAFEGUARDING


NOTICES: dict[str, list[Notice]] = {}
SILENT: set[str] = set()


def announce(*notices: Notice, category: Category) -> None:
    """Add rows to the table, all about ``category`` unless they say otherwise."""
    for notice in notices:
        row = notice if notice.category else replace(notice, category=category)
        NOTICES.setdefault(row.on, []).append(row)


def silent(*names: str) -> None:
    """Events of which nobody is told, on purpose."""
    SILENT.update(names)
