"""The kinds of mail as people look for them: by what they are about, to whom they go and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from django.utils import translation
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wayfellow.institutions.models import Institution
from wayfellow.notifications.categories import Category
from wayfellow.notifications.notice import Notice
from wayfellow.notifications.words import Words, built_in, part_of
from wayfellow.timetable.rules import RULES, Rule, Step
from wayfellow.timetable.wording import timing
from wayfellow.wordings.audiences import CONCERNED, READERS
from wayfellow.wordings.belonging import way
from wayfellow.wordings.samples import model_named
from wayfellow.wordings.specimens import kinds as rows_by_template
from wayfellow.wordings.specimens import values


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of mail."""

    key: str
    """As it stands in an address."""
    notices: tuple[Notice, ...]

    @property
    def template(self) -> str:
        return self.notices[0].template

    @property
    def notice(self) -> Notice:
        """The row of the table that stands for all of them."""
        return self.notices[0]

    @property
    def category(self) -> Category:
        return Category(self.notice.category)

    @property
    def is_mailed(self) -> bool:
        """Whether it is also mailed, or stands in the inbox only."""
        return any(notice.mail for notice in self.notices)

    @property
    def has_button(self) -> bool:
        """Whether there is a button, whose label is a part of the words."""
        return bool(part_of(self.template, "action").nodelist)

    @property
    def may_be_worded(self) -> bool:
        """Not what is said about safety, and not what concerns an account on all of the site."""
        model = model_named(self.notice.on.partition(".")[0])
        return all(row.may_be_worded for row in self.notices) and bool(way(model, Institution))

    @property
    def sample(self) -> Words:
        """The built-in words with sample values, in the language of the page."""
        return _sample(self.template, translation.get_language(), localdate().isoformat())

    @property
    def to(self) -> str | Promise:
        """Who gets it."""
        return READERS.get(self.key, CONCERNED)

    @property
    def when(self) -> str:
        """When it is sent: at once, or by which rule."""
        steps = [found for notice in self.notices for found in _timed().get(notice.on, ())]
        if not steps:
            return _("at once")
        by_rule: dict[str, list[str]] = {}
        for rule, step in steps:
            by_rule.setdefault(str(rule.since), []).append(timing(step))
        return "; ".join(
            f"{', '.join(dict.fromkeys(times))}: {since}" for since, times in by_rule.items()
        )


@cache
def every() -> dict[str, Kind]:
    """Every kind by its key, in the order of the categories."""
    order = list(Category)
    found = [
        Kind(template.replace("/notices/", "-"), tuple(notices))
        for template, notices in rows_by_template().items()
        if notices[0].category
    ]
    found.sort(key=lambda kind: order.index(kind.category))
    return {kind.key: kind for kind in found}


def looked_for(kinds: Iterable[Kind], words: str) -> list[Kind]:
    """Those in whose built-in words, as they are in the page's language, all ``words`` stand."""
    wanted = words.casefold().split()
    return [kind for kind in kinds if all(word in _haystack(kind) for word in wanted)]


def _haystack(kind: Kind) -> str:
    said = kind.sample
    return f"{said.subject} {said.text} {said.action} {kind.to}".casefold()


@lru_cache(maxsize=2048)
def _sample(template: str, language: str, _day: str) -> Words:
    # Sample days move on with the calendar, and nothing else changes.
    return built_in(template, values(rows_by_template()[template][0]), language)


@cache
def _timed() -> dict[str, list[tuple[Rule, Step]]]:
    found: dict[str, list[tuple[Rule, Step]]] = {}
    for rule in RULES.values():
        for step in rule.steps:
            found.setdefault(rule.event(step), []).append((rule, step))
    return found
