"""What was kept for a digest becomes one letter for each reader, however many workers look."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import F, Min, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from wayfellow.notifications.categories import Category, Period
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import DIGEST, Letter
from wayfellow.notifications.recheck import objection

PEOPLE = 1000
"""Readers whose digests are made in one transaction."""
IN_ONE_TICK = 20_000
"""Readers whose digests are made before other things have their turn; the rest has the next."""
LINES = 30
"""What one digest lists; the rest is counted, and stands in the inbox."""


@dataclass(slots=True)
class Line:
    """What was told, and how often."""

    title: str
    text: str
    asked: list[list[str]]
    """What can be answered by one click: the purpose, the link's id and the label of each."""
    times: int = 1
    answers: list[dict[str, str]] = field(default_factory=list)
    """The same with whole addresses, for the mail."""


@dataclass(frozen=True, slots=True)
class Part:
    """What was told about one category."""

    label: str
    lines: list[Line]


def gather(at: datetime, *, limit: int = IN_ONE_TICK) -> int:
    """Make the digests that are due ``at``, of up to ``limit`` readers; how many were made.

    Safe to run twice and by two at once: each reader belongs to one transaction at a time, and
    what that one has put into a digest no other finds again.
    """
    made = last = looked = 0
    while looked < limit:
        people = _due_after(last, at)
        if not people:
            break
        made += _make(people, at)
        last, looked = people[-1], looked + len(people)
    return made


def _collected() -> QuerySet[Letter]:
    return Letter.objects.filter(state=LetterState.COLLECTED)


def _due_after(last: int, at: datetime) -> list[int]:
    rows = _collected().filter(to__gt=last, due_at__lte=at)
    return list(rows.order_by("to").values_list("to", flat=True).distinct()[:PEOPLE])


@transaction.atomic
def _make(people: list[int], at: datetime) -> int:
    readers = _mine(people)
    kept = _collected().filter(to__in=readers).order_by()
    due = kept.values("to", "period").annotate(first=Min("pk"), due=Min("due_at"))
    titles = _Titles()
    digests = [
        _digest(readers[row["to"]], row["period"], row["first"], at, titles)
        for row in due.filter(due__lte=at)
    ]
    Letter.objects.bulk_create(digests)
    if digests:
        new = Letter.objects.filter(pk__gte=digests[0].pk, notice=DIGEST)
        theirs = new.filter(to=OuterRef("to"), period=OuterRef("period"))
        told_in = kept.annotate(told_in=Subquery(theirs.values("pk")[:1]))
        told_in.filter(told_in__isnull=False).update(
            state=LetterState.GATHERED, bundle=F("told_in")
        )
    return len(digests)


def _mine(people: list[int]) -> dict[int, Any]:
    """Those of ``people`` whom no other worker has in hand, kept for this transaction."""
    rows = get_user_model()._default_manager.filter(pk__in=people)
    if connection.features.has_select_for_update_skip_locked:
        # SQLite lets one transaction in at a time anyway.
        rows = rows.select_for_update(
            skip_locked=True, no_key=connection.features.has_select_for_no_key_update
        )
    return {person.pk: person for person in rows}


class _Titles:
    """What digests are called in each language, looked up once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[str, str]] = {}

    def of(self, period: str, language: str) -> tuple[str, str]:
        """The subject and the label of the button."""
        if (period, language) not in self._known:
            with translation.override(language):
                self._known[period, language] = (_title(period), _("Open my inbox"))
        return self._known[period, language]


def _title(period: str) -> str:
    titles: dict[str, Callable[[], str]] = {
        Period.HOURLY: lambda: _("What happened in the last hour"),
        Period.DAILY: lambda: _("What happened since yesterday"),
        Period.WEEKLY: lambda: _("Your week in mentoring"),
    }
    return titles[period]()


def _digest(person: Any, period: str, first: int, at: datetime, titles: _Titles) -> Letter:
    subject, action = titles.of(period, person.language)
    return Letter(
        # What is in one digest is in no other, so the first of it names it.
        key=f"digest:{person.pk}:{period}:{first}",
        to_id=person.pk,
        address=person.email,
        name=person.name,
        language=person.language,
        subject=subject,
        action=action,
        url=f"{reverse('notifications:inbox')}?show=unread",
        notice=DIGEST,
        period=period,
        due_at=at,
        at=at,
    )


def nothing_left(letter: Letter) -> str:
    """Ask once more about everything in a digest that leaves; why it need not, or nothing."""
    items = list(_items(letter).select_related("event"))
    for item in items:
        if reason := objection(item):
            Letter.objects.filter(pk=item.pk).update(state=LetterState.DROPPED, reason=reason[:300])
            item.state = LetterState.DROPPED
    left = any(item.state == LetterState.GATHERED for item in items)
    return "" if left else "nothing of what it told is so any more"


def _items(digest: Letter) -> QuerySet[Letter]:
    return digest.items.filter(state=LetterState.GATHERED)


def told(digest: Letter) -> tuple[list[Part], int, list[Category]]:
    """What ``digest`` says, by category; how much it leaves out; and all that it is about."""
    rows = _items(digest).values_list("category", "subject", "text", "answers").order_by("pk")
    order = list(Category)
    by_category = sorted(rows, key=lambda row: order.index(Category(row[0])))
    parts, room, left_out = [], LINES, 0
    categories = []
    for name, some in groupby(by_category, key=lambda row: row[0]):
        lines = _lines([(title, text, asked) for _category, title, text, asked in some])
        left_out += sum(line.times for line in lines[room:])
        category = Category(name)
        categories.append(category)
        if room:
            parts.append(Part(str(category.label), lines[:room]))
        room = max(0, room - len(lines))
    return parts, left_out, categories


def calendars(digest: Letter) -> list[str]:
    """The invitations that its letters carry, in the order in which they were written."""
    rows = _items(digest).exclude(calendar="").order_by("pk")
    return list(rows.values_list("calendar", flat=True)[:LINES])


def _lines(rows: list[tuple[str, str, list[list[str]]]]) -> list[Line]:
    """The same thing told several times is one line, unless each wants an answer of its own."""
    lines: dict[tuple[str, str, str], Line] = {}
    for title, text, asked in rows:
        line = lines.setdefault((title, text, str(asked)), Line(title, text, asked, times=0))
        line.times += 1
    return list(lines.values())
