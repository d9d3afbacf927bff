"""The worker's own lanes for mail: no import and no matching ever stands before a letter."""

import logging
import threading
from time import monotonic

from django.db import close_old_connections, connection

from wayfellow.notifications.leases import Keeper
from wayfellow.notifications.sender import send_round

LANES = 2
"""Letters on their way at a time: while one server is silent, the other mail goes on."""
GLANCE = 1.0
"""Seconds between two looks into an outbox in which nothing is due."""
LONGEST_PAUSE = 30.0
"""Seconds after which a mail server that is away is tried again, at the latest."""

log = logging.getLogger(__name__)

_at_work: set["Postman"] = set()


def begin_no_more() -> None:
    """Ask every postman of this process to begin no other letter; returns at once."""
    for postman in list(_at_work):
        postman.ask_to_stop()


class Postman:
    """Sends what is due until told to stop; finishes the letter in hand and begins no other."""

    def __init__(self, lanes: int = LANES) -> None:
        self._asked = threading.Event()
        self._keeper = Keeper()
        self._lanes = [
            threading.Thread(target=self._walk, name=f"postman-{number}", daemon=True)
            for number in range(lanes)
        ]

    def start(self) -> None:
        """Begin to look after the outbox."""
        _at_work.add(self)
        self._keeper.start()
        for lane in self._lanes:
            lane.start()

    def ask_to_stop(self) -> None:
        """Begin no other letter."""
        self._asked.set()

    def stop(self, patience: float) -> bool:
        """Ask every lane to stop; whether all did within ``patience`` seconds."""
        self.ask_to_stop()
        deadline = monotonic() + patience
        for lane in self._lanes:
            lane.join(max(0.0, deadline - monotonic()))
        self._keeper.stop()
        _at_work.discard(self)
        return not any(lane.is_alive() for lane in self._lanes)

    def _walk(self) -> None:
        pause = GLANCE
        try:
            while not self._asked.is_set():
                pause = self._round(pause)
                self._asked.wait(pause)
        finally:
            connection.close()

    def _round(self, pause: float) -> float:
        """One round; how long to wait before the next, longer each time that nobody answers."""
        try:
            close_old_connections()
            done = send_round(stop=self._asked.is_set)
        except Exception:
            # The database may be away: what was leased comes back by itself.
            log.exception("the outbox could not be looked after")
            connection.close()
            return min(2 * pause, LONGEST_PAUSE)
        if done.server_away:
            return min(2 * pause, LONGEST_PAUSE)
        return GLANCE
