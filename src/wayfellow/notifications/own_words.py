"""An institution's own words in place of the built-in ones.

A higher room keeps them (``kept_by``); notices ask it for whole lists of readers at once. Whatever
is wrong with what is kept, the mail is written all the same, in the built-in words.
"""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.template import Context, Variable, VariableDoesNotExist
from django.utils import translation

from wayfellow.kernel.placeholders import faults, fill
from wayfellow.notifications.offers import Value, names, offered, value_of
from wayfellow.notifications.words import PARTS, Words, bound, trimmed

ALWAYS = ("reader", "institution", "built_in")
"""Names that may stand in every mail: who reads, whose words they are, and what is built in."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What one institution says instead; what is empty stays built in."""

    version: int | None
    """Which of its versions that is, for the letter to remember."""
    institution: str
    subject: str = ""
    text: str = ""
    action: str = ""


class Keeper(Protocol):
    """The room that knows what institutions say."""

    def worded(self, templates: Collection[str]) -> Collection[str]:
        """Those of ``templates`` for which somebody has own words; one query."""

    def words_for(
        self, template: str, subject: Any, readers: Sequence[Any]
    ) -> Sequence[Own | None]:
        """For each of ``readers`` the words of their institution in their language, if any.

        The same number of queries for one and for a thousand.
        """


_KEEPERS: list[Keeper] = []


def kept_by(keeper: Keeper) -> None:
    """Ask ``keeper`` from now on."""
    _KEEPERS[:] = [keeper]


def worded(templates: Collection[str]) -> Collection[str]:
    """Those of ``templates`` for which it is worth asking about readers."""
    return _KEEPERS[0].worded(templates) if _KEEPERS else ()


def words_for(template: str, subject: Any, readers: Sequence[Any]) -> Sequence[Own | None]:
    """For each of ``readers`` the own words of their institution, if any."""
    return _KEEPERS[0].words_for(template, subject, readers) if _KEEPERS else [None] * len(readers)


def allowed(template: str) -> list[str]:
    """What may stand in curly braces in the words of ``template``."""
    return list(dict.fromkeys((*names(template), *ALWAYS)))


def wrong(template: str, text: str) -> list[str]:
    """What stands in curly braces in ``text`` and stands for nothing there."""
    return faults(text, allowed(template))


def dropped(template: str, part: str, text: str) -> list[str]:
    """Names that the built-in words of ``part`` put in and ``text`` does not."""
    said = used(text)
    return (
        [] if "built_in" in said else [name for name in offered(template)[part] if name not in said]
    )


def used(text: str) -> list[str]:
    """The names in curly braces in ``text``, each once."""
    return [piece[1:-1] for piece in faults(text, ())]


class Missing(ValueError):
    """A name stands for nothing in this mail, such as who invited where nobody did."""


def in_own_words(
    own: Own, template: str, said: Words, values: Mapping[str, Any], language: str
) -> Words | None:
    """The words of ``own`` about ``values``; None where they cannot be used, which is logged."""
    try:
        with translation.override(language):
            return _filled(own, template, said, values)
    except Missing as missing:
        log.info("%s is told in the built-in words: %s", template, missing)
    except Exception:
        # Whatever is wrong with what somebody typed, the mail is written.
        log.exception("%s: version %s of own words cannot be used", template, own.version)
    return None


def _filled(own: Own, template: str, said: Words, values: Mapping[str, Any]) -> Words:
    parts = {}
    with bound(template, values) as context:
        for part in PARTS:
            mine, usual = getattr(own, part), getattr(said, part)
            parts[part] = _part(own, template, part, mine, usual, context) if mine else usual
    filled = trimmed(**parts)
    # Names that are empty may leave nothing over.
    return Words(
        subject=filled.subject or said.subject, text=filled.text or said.text, action=filled.action
    )


def _part(own: Own, template: str, part: str, mine: str, usual: str, context: Context) -> str:
    if found := wrong(template, mine):
        raise ValueError(f"{', '.join(found)} in the {part}")
    finds: dict[str, Callable[[Context], str | None]] = {
        "reader": _reader,
        "institution": lambda _context: own.institution,
        "built_in": lambda _context: usual,
    }
    put_in = {}
    for name in used(mine):
        find: Value = value_of(template, part, name) or finds[name]
        value = find(context)
        if value is None:
            raise Missing(f"there is no {name}")
        put_in[name] = value
    lines = [(line, fill(line, put_in)) for line in mine.splitlines()]
    # A line that held nothing but what is empty, such as the place of a call, is left out.
    return "\n".join(filled for line, filled in lines if filled.strip() or not line.strip())


def _reader(context: Context) -> str:
    try:
        return str(Variable("reader.called").resolve(context))
    except VariableDoesNotExist:
        # Who has no account has a name at most.
        return str(Variable("reader.name").resolve(context))
