"""How long a letter is in one sender's hands, and how others learn that its sender has died.

A worker leases for a short time and renews what it still holds, so what a dead one held is in
other hands soon, and a slow server costs nobody the letter. However alive a sender is, no letter
stays in its hands longer than the longest lease. Where nobody renews, that is the lease.
"""

import logging
import threading
from datetime import datetime, timedelta

from django.db import Error, close_old_connections, connection
from django.utils.timezone import now

from wayfellow.notifications.lifecycle import IN_HAND, LetterState
from wayfellow.notifications.models import Letter

LONGEST = timedelta(seconds=45)
"""Longer than any conversation may last."""
KEPT = timedelta(seconds=20)
"""The lease of a sender that renews it: after so long the dead are known to be dead."""
RENEWAL = timedelta(seconds=4)
"""How often it is renewed; four times may fail before anybody takes the letter for orphaned."""
MARGIN = timedelta(seconds=8)
"""What must be left when contents begin to leave: the time of two renewals."""

log = logging.getLogger(__name__)

_held: dict[tuple[int, int], tuple[Letter, datetime]] = {}
"""What this process has in hand, by id and attempt, and the moment at which it must let go."""
_keepers: set["Keeper"] = set()


def take(letter: Letter) -> bool:
    """Lease ``letter`` as it was read; False where somebody has leased or marked it since."""
    as_read = Letter.objects.filter(pk=letter.pk, state=letter.state, attempts=letter.attempts)
    at = now()
    letter.attempts += 1
    letter.leased_until = at + (KEPT if _keepers else LONGEST)
    if not as_read.update(
        state=LetterState.SENDING, leased_until=letter.leased_until, attempts=letter.attempts
    ):
        return False
    _held[letter.pk, letter.attempts] = letter, at + LONGEST
    return True


def let_go(letter: Letter) -> None:
    """``letter`` is marked, or in other hands: its lease is not renewed any more."""
    _held.pop((letter.pk, letter.attempts), None)


def is_safe(letter: Letter) -> bool:
    """Whether nobody else can have ``letter``, nor will before its contents have left."""
    return letter.leased_until is not None and now() + MARGIN < letter.leased_until


def renew() -> None:
    """Hold on to what this process has in hand, as far as that is still so."""
    for letter, last in list(_held.values()):
        if last <= now():
            let_go(letter)
            continue
        until = min(now() + KEPT, last)
        mine = Letter.objects.filter(
            pk=letter.pk, attempts=letter.attempts, state__in=IN_HAND, leased_until__lt=until
        )
        if mine.update(leased_until=until):
            letter.leased_until = until


class Keeper:
    """Renews the leases of this process, from a thread of its own, until told to stop."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._walk, name="leases", daemon=True)

    def start(self) -> None:
        """From now on leases are short."""
        _keepers.add(self)
        self._thread.start()

    def stop(self) -> None:
        """From now on they are long; what is in hand is not renewed any more."""
        _keepers.discard(self)
        self._stop.set()
        self._thread.join(1.0)

    def _walk(self) -> None:
        while not self._stop.wait(RENEWAL.total_seconds()):
            try:
                close_old_connections()
                renew()
            except Error:
                # What cannot be renewed comes into other hands, and ours are too late at the fence.
                log.exception("leases could not be renewed")
                connection.close()
        connection.close()
