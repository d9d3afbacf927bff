"""Whose turn it is: which letters leave next, at the same cost however many wait.

What is due stands in the front, whose index has the order in which it leaves. A letter that would
overtake an earlier one to the same address steps out of the front and behind that one, once, and
comes back when that one is over. So who asks what is next never walks past those who must wait.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import IN_LINE, URGENT, Letter, LetterQuerySet

MOST = 500
"""Letters of the front that are looked at together."""
GLANCES = 100
"""Looks at one front before others have their turn; who is not sorted by then is so next time."""

ABOVE_ALL = 32_767
"""Above every priority."""

type _Place = tuple[int, datetime, int]
"""Priority, moment and id: what decides who goes first."""


def next_letters(count: int, at: datetime) -> list[Letter]:
    """Up to ``count`` letters that may leave ``at``, by priority, then by age; with their wishes.

    None of them overtakes an earlier letter to its address, of its own priority or a higher one,
    that is in hand, due or waiting for another try. What is urgent waits for nobody.
    """
    found = _orphans(count, at)
    for priority in _priorities():
        if sum(place[0] >= priority for place in found) >= count:
            break
        found += _front(priority, count, at)
    found.sort(key=lambda place: (-place[0], *place[1:]))
    keys = [key for _priority, _due_at, key in found[:count]]
    # What another sender has leased since is not taken from it again.
    rows = Letter.objects.due(at).filter(pk__in=keys).with_wish()
    by_key = {letter.pk: letter for letter in rows.select_related("link", "to", "event")}
    return [by_key[key] for key in keys if key in by_key]


def oldest_due(at: datetime, *, at_least: int) -> datetime | None:
    """The moment of the oldest letter due ``at``, of this priority or a higher one."""
    orphans = Letter.objects.orphaned(at).filter(priority__gte=at_least).order_by("due_at")
    found = list(orphans.values_list("due_at", flat=True)[:1])
    for priority in _priorities():
        if priority < at_least:
            break
        found += of_priority(priority, at).values_list("due_at", flat=True)[:1]
    return min(found, default=None)


def of_priority(priority: int, at: datetime) -> LetterQuerySet:
    """The front of one priority at a moment, in the order in which it leaves."""
    front = Letter.objects.in_front().filter(priority=priority, due_at__lte=at)
    return front.order_by("due_at", "pk")


def make_way(letter: Letter) -> int:
    """``letter`` is over: whoever stepped behind it comes to the front; how many."""
    return Letter.objects.filter(behind=letter.pk).update(behind=None)


def free_forgotten() -> int:
    """Bring to the front who still stands behind a letter that left the line in another way."""
    ahead = Letter.objects.filter(pk=OuterRef("behind"), state__in=IN_LINE)
    standing = Letter.objects.filter(behind__isnull=False).filter(~Exists(ahead))
    return standing.update(behind=None)


def _priorities() -> Iterator[int]:
    """Every priority of which a letter stands in the front, the highest first."""
    front = Letter.objects.in_front().order_by("-priority").values_list("priority", flat=True)
    last: int | None = ABOVE_ALL
    while (last := front.filter(priority__lt=last).first()) is not None:
        yield last


def _orphans(count: int, at: datetime) -> list[_Place]:
    """Letters whose sender has died."""
    ahead = Letter.objects.filter(_before(at), state__in=IN_LINE)
    rows = Letter.objects.orphaned(at).filter(Q(priority__gte=URGENT) | ~Exists(ahead))
    found = rows.order_by("-priority", "due_at", "pk")
    return list(found.values_list("priority", "due_at", "pk")[:count])


def _front(priority: int, count: int, at: datetime) -> list[_Place]:
    """The next of one priority; those who must wait step back on the way."""
    rows = of_priority(priority, at)
    if priority >= URGENT:
        return list(rows.values_list("priority", "due_at", "pk")[:count])
    places = rows.annotate(ahead=_ahead(at)).values_list("due_at", "pk", "ahead")
    mine: list[_Place] = []
    size = count
    for _glance in range(GLANCES):
        some = list(places[:size])
        mine = [(priority, due_at, key) for due_at, key, ahead in some if ahead is None]
        moved = step_back({key: ahead for _due_at, key, ahead in some if ahead is not None}, at)
        if len(mine) >= count or len(some) < size or (not moved and size == MOST):
            break
        size = min(2 * size, MOST)
    return mine[:count]


def _before(at: datetime) -> Q:
    """Of an outer letter: the earlier ones that go first.

    They do while they are in hand, due or waiting for another try; not while they have not begun
    (they are meant for later), nor once they are stuck or over.
    """
    begun = Q(due_at__lte=at) | Q(attempts__gt=0)
    return (~Q(state=LetterState.WAITING) | begun) & Q(
        address=OuterRef("address"), priority__gte=OuterRef("priority"), pk__lt=OuterRef("pk")
    )


def _ahead(at: datetime) -> Coalesce:
    """The latest of those, state by state: so an index has it, however many there are."""
    earlier = Letter.objects.filter(_before(at)).order_by("-pk").values("pk")
    return Coalesce(*(Subquery(earlier.filter(state=state)[:1]) for state in IN_LINE))


def step_back(pairs: dict[int, int], at: datetime) -> int:
    """Let each of ``pairs`` step behind the other, if both are still in line; how many did.

    Who is over makes way in the transaction that says so. Both rows are kept from others here, so
    none steps behind a letter that is over; what others keep at this moment is left alone.
    """
    if not pairs:
        return 0
    with transaction.atomic():
        rows = Letter.objects.filter(pk__in={*pairs, *pairs.values()}, state__in=IN_LINE)
        kept = rows.order_by("pk").select_for_update(skip_locked=True, no_key=True)
        ours = set(kept.values_list("pk", flat=True))
        still = [key for key, ahead in pairs.items() if {key, ahead} <= ours]
        # Asked once more in place of named one by one, which would take many times as long.
        return Letter.objects.in_front().filter(pk__in=still).update(behind=_ahead(at))
