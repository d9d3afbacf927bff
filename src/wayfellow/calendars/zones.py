"""Time zones as calendar files explain them (VTIMEZONE)."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@lru_cache(maxsize=64)
def explained(name: str, first: int, last: int) -> Timezone:
    """The zone's offsets from the year ``first`` to the end of ``last``, each with its onsets.

    The library's own search strides over a clock change that is taken back within two months,
    as in Morocco's Ramadan, so every day is looked at here.
    """
    zone = ZoneInfo(name)
    begin, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    onsets: dict[tuple[timedelta, timedelta, str, bool], list[datetime]] = defaultdict(list)
    before = _offset(begin, zone)
    for at in (begin, *_changes(zone, begin, end)):
        there = at.astimezone(zone)
        after = _offset(at, zone)
        key = (before, after, there.tzname() or "", bool(there.dst()))
        # An onset is told by the clock as it was until then.
        onsets[key].append((at + before).replace(tzinfo=None))
        before = after
    return _written(name, onsets)


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """The moments at which the zone's offset changes, to the second."""
    while begin < end:
        later = begin + _DAY
        before = _offset(begin, zone)
        if _offset(later, zone) != before:
            low, high = begin, later
            while high - low > _SECOND:
                middle = low + (high - low) // _SECOND // 2 * _SECOND
                low, high = (middle, high) if _offset(middle, zone) == before else (low, middle)
            yield high
        begin = later


def _written(
    name: str, onsets: dict[tuple[timedelta, timedelta, str, bool], list[datetime]]
) -> Timezone:
    written = Timezone()
    written.add("TZID", name)
    for (before, after, label, is_summer), starts in onsets.items():
        part = TimezoneDaylight() if is_summer else TimezoneStandard()
        part.DTSTART = starts[0]
        part.TZOFFSETFROM, part.TZOFFSETTO = before, after
        part.add("TZNAME", label)
        if starts[1:]:
            part.add("RDATE", starts[1:])
        written.add_component(part)
    return written
