"""How each letter goes: at once, in a digest, or not at all. Its reader decides; storms are calmed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import batched

from django.db.models import Count
from django.utils.timezone import now

from wayfellow.notifications.categories import (
    HOUR,
    SWITCHABLE,
    Channel,
    Period,
    next_digest,
    usual,
)
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import Letter
from wayfellow.notifications.preferences import AT_ONCE, wishes

STORM = 10
"""Mails that one reader gets singly within an hour; what comes on top waits for one digest."""
SINGLY = ("", Period.HOURLY)
COLLECTED_FOR = {Channel.DAILY: Period.DAILY, Channel.WEEKLY: Period.WEEKLY}


def routed(
    letters: list[Letter], zones: Mapping[int, str], *, summing_up: frozenset[str] = frozenset()
) -> list[Letter]:
    """Those of ``letters`` that are to be written, each as its reader wants it.

    ``zones`` are the readers' time zones. A digest leaves with a letter of the notices
    ``summing_up``, whatever the day.
    """
    waiting = [letter for letter in letters if letter.category and letter.to_id]
    if not waiting:
        return letters
    readers = {letter.to_id for letter in waiting if letter.to_id}
    chosen = wishes(readers, {letter.category for letter in waiting})
    route = _Route(chosen, _recent(readers), zones, summing_up)
    return [
        letter
        for letter in letters
        if not letter.category or letter.to_id is None or route.takes(letter)
    ]


def _recent(readers: Iterable[int]) -> Counter[int]:
    """How many mails each reader was to get singly in the last hour."""
    found: Counter[int] = Counter()
    for some in batched(sorted(readers), AT_ONCE, strict=False):
        rows = (
            Letter.objects.filter(to__in=some, at__gte=now() - HOUR)
            .filter(category__in=SWITCHABLE, period__in=SINGLY)
            .exclude(state=LetterState.DROPPED)
        )
        found.update(dict(rows.order_by().values_list("to").annotate(Count("pk"))))
    return found


class _Route:
    def __init__(
        self,
        chosen: dict[tuple[int, str], str],
        recent: Counter[int],
        zones: Mapping[int, str],
        summing_up: frozenset[str],
    ) -> None:
        self.at = now()
        self.chosen, self.recent, self.zones, self.summing_up = chosen, recent, zones, summing_up
        self._moments: dict[tuple[Period, str], datetime] = {}

    def takes(self, letter: Letter) -> bool:
        """Whether ``letter`` is to be written, and marks it with how."""
        reader = letter.to_id or 0
        channel = Channel(self.chosen.get((reader, letter.category), usual(letter.category)))
        if channel == Channel.NONE:
            return False
        if channel in COLLECTED_FOR:
            self._collect(letter, COLLECTED_FOR[channel])
            return True
        self.recent[reader] += 1
        if self.recent[reader] > STORM:
            self._collect(letter, Period.HOURLY)
        return True

    def _collect(self, letter: Letter, period: Period) -> None:
        letter.state, letter.period = LetterState.COLLECTED, period
        opens = letter.notice in self.summing_up
        letter.due_at = self.at if opens else self._moment(period, self.zones[letter.to_id or 0])

    def _moment(self, period: Period, zone: str) -> datetime:
        if (period, zone) not in self._moments:
            self._moments[period, zone] = next_digest(period, zone, self.at)
        return self._moments[period, zone]
