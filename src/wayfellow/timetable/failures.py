"""Rows for which a rule fails: tried again after pauses that grow, then parked, and told."""

import logging
from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from wayfellow.timetable.models import Failure

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (5, 30, 120, 480, 1440))
"""Before the second, third, ... try; after the last the row is parked."""
PARKED_FOR = timedelta(days=7)
"""After so long it is tried anew, should it still be due: the program may have been mended."""

log = logging.getLogger(__name__)


def failing() -> set[str]:
    """The rules of which something has failed: seldom any, so seldom is more asked than this."""
    return set(Failure.objects.order_by().values_list("rule", flat=True).distinct())


def resting(rule: str, at: datetime) -> Exists:
    """Whether an outer row of ``rule`` is not to be tried ``at``."""
    rows = Failure.objects.filter(rule=rule, subject=OuterRef("pk"))
    return Exists(rows.filter(Q(again_at=None) | Q(again_at__gt=at)))


@transaction.atomic
def note(rule: str, subject: int, why: Exception, at: datetime) -> None:
    """``rule`` could not be done for ``subject``; the first time the log says all of it."""
    row, _is_new = Failure.objects.select_for_update().get_or_create(
        rule=rule, subject=subject, defaults={"at": at}
    )
    if row.again_at is not None and row.again_at > at:
        return  # another scheduler has met the same
    row.tries += 1
    row.again_at = at + PAUSES[row.tries - 1] if row.tries <= len(PAUSES) else None
    row.reason = f"{type(why).__name__}: {why}"[:300]
    row.at = at
    row.save()
    if row.tries == 1:
        log.error("%s was not done for row %s", rule, subject, exc_info=why)
    else:
        then = f"again at {row.again_at:%Y-%m-%d %H:%M} UTC" if row.again_at else "parked"
        log.warning("%s failed again for row %s (%s): %s", rule, subject, row.reason, then)


def mended(rule: str, subject: int) -> None:
    """``rule`` was done for ``subject`` after all, or is not its concern any more."""
    Failure.objects.filter(rule=rule, subject=subject).delete()


def forget(at: datetime) -> int:
    """Let go what was parked long ago, and what has not been tried again: it is not due any more."""
    longest = max(PAUSES) + PARKED_FOR
    parked = Q(again_at=None, at__lt=at - PARKED_FOR)
    gone, _kinds = Failure.objects.filter(parked | Q(at__lt=at - longest)).delete()
    return gone


def told() -> dict[str, int]:
    """What fails at present: each rule with its reason, and for how many rows."""
    found = Failure.objects.values_list("rule", "again_at", "reason")
    return dict(
        Counter(
            f"{rule} ({reason}{'' if again_at else '; parked'})" for rule, again_at, reason in found
        )
    )
