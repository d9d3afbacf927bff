"""People who write messages by real requests, and remember which were acknowledged."""

import http.client
import random
import threading
import time
from urllib.parse import urlencode

from benchmarks.proofs._mail_kill.stage import Seat

TOKEN = "a" * 32
"""Form token and cookie are the same; that is all the double-submit check asks for."""
PATIENCE = 10


class Writers:
    """Some threads that post until ``wanted`` messages have been acknowledged."""

    def __init__(self, port: int, seats: list[Seat], wanted: int, rate: float) -> None:
        self.acknowledged: dict[str, Seat] = {}
        self.unanswered = 0
        self.refused: list[str] = []
        self.asking = threading.Event()
        """Set while a request is on its way."""
        self._port, self._seats, self._wanted = port, seats, wanted
        self._pause = THREADS / rate
        self._lock = threading.Lock()
        self._number = 0
        self._threads = [threading.Thread(target=self._write, daemon=True) for _ in range(THREADS)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def is_over(self) -> bool:
        return not any(thread.is_alive() for thread in self._threads)

    def _write(self) -> None:
        chance = random.Random()  # noqa: S311 - pauses, not secrets
        while len(self.acknowledged) < self._wanted and len(self.refused) < THREADS:
            with self._lock:
                self._number += 1
                number = self._number
            self._post(f"message {number}", self._seats[number % len(self._seats)])
            time.sleep(chance.uniform(0, self._pause))

    def _post(self, text: str, seat: Seat) -> None:
        page = f"/groups/{seat.group}/messages/"
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        try:
            self.asking.set()
            connection.request(
                "POST",
                f"{page}write/",
                urlencode({"body": text, "csrfmiddlewaretoken": TOKEN}),
                {
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Cookie": f"session={seat.session}; csrf={TOKEN}",
                },
            )
            answer = connection.getresponse()
            went_to = answer.getheader("Location") or ""
        except (OSError, http.client.HTTPException):
            with self._lock:
                self.unanswered += 1
            time.sleep(0.05)
            return
        finally:
            self.asking.clear()
            connection.close()
        with self._lock:
            if answer.status == 302 and went_to == page:
                self.acknowledged[text] = seat
            elif answer.status >= 500:
                self.unanswered += 1
            else:
                self.refused.append(f"{answer.status} {went_to}")


THREADS = 4
