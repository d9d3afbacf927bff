"""Outboxes in which very many letters wait, and two ways to find the next."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import batched
from statistics import median
from time import perf_counter
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import now

from wayfellow.notifications import sender
from wayfellow.notifications.lifecycle import IN_HAND, LetterState
from wayfellow.notifications.line import next_letters
from wayfellow.notifications.models import ORDINARY, URGENT, Letter

AT_ONCE = 20
"""Letters that a sender asks for together."""
IN_ONE_WRITE = 2000
FREE = 250
"""Letters that nothing holds up where all others wait for an earlier one."""
LONG_AGO, TOMORROW = timedelta(hours=1), timedelta(hours=12)

type Look = Callable[[int, datetime], list[Letter]]

ALONE = "each to an address of its own"
BEHIND = "half put off, half behind those"
ONE = "all to one address"
SCENES = (ALONE, BEHIND, ONE)


def ours(count: int, at: datetime) -> list[Letter]:
    """Wayfellow."""
    return next_letters(count, at)


def plainly(count: int, at: datetime) -> list[Letter]:
    """The rival: all that is due and in turn, in order, the first few."""
    begun = Q(due_at__lte=at) | Q(attempts__gt=0)
    earlier = Letter.objects.filter(
        Q(state__in=IN_HAND) | Q(state=LetterState.WAITING) & begun,
        address=OuterRef("address"),
        pk__lt=OuterRef("pk"),
    )
    due = Letter.objects.due(at).filter(Q(priority__gte=URGENT) | ~Exists(earlier)).with_wish()
    rows = due.order_by("-priority", "due_at", "pk").select_related("link", "to", "event")
    return list(rows[:count])


def fill(scene: str, waiting: int) -> None:
    """An outbox in which so many letters wait."""
    Letter.objects.all().delete()
    for some in batched(range(waiting), IN_ONE_WRITE, strict=False):
        Letter.objects.bulk_create(_letter(scene, number, waiting) for number in some)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE notifications_letter")


def _letter(scene: str, number: int, waiting: int) -> Letter:
    put_off = scene == BEHIND and number < waiting // 2
    address, blocked = number, waiting - FREE
    if scene == BEHIND and number < blocked:
        address = number % (waiting // 2)
    elif scene == ONE and number < blocked:
        address = 0
    at = now()
    return Letter(
        key=f"bench:{number}",
        address=f"reader{address}@example.com",
        subject="A meeting of your group was planned",
        text="Thursday 14 January, 17:30 Helsinki time.",
        priority=ORDINARY,
        attempts=int(put_off),
        due_at=at + TOMORROW if put_off else at - LONG_AGO,
        at=at,
    )


def measure(look: Look, *, looks: int, sent: int) -> dict[str, Any]:
    """How long a look takes, and how many letters leave in a second."""
    times = []
    for _number in range(looks):
        began = perf_counter()
        look(AT_ONCE, now())
        times.append(1000 * (perf_counter() - began))
    usual = vars(sender)["next_letters"]
    vars(sender)["next_letters"] = look
    try:
        began = perf_counter()
        done = sender.send_round(limit=sent).sent
        seconds = perf_counter() - began
    finally:
        vars(sender)["next_letters"] = usual
    return {
        "look_ms": round(median(times), 2),
        "slowest_ms": round(max(times), 2),
        "per_second": round(done / seconds, 1),
    }
