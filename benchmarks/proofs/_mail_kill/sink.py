"""The mail server: aiosmtpd on the loopback, which writes down all that it answered with 250."""

import asyncio
import hashlib
import random
import threading
import time
from dataclasses import dataclass
from email import message_from_bytes
from typing import Any

from aiosmtpd.controller import Controller

RCPT_PAUSE = 0.05
DATA_PAUSE = 0.1
"""Seconds that the server takes at most to answer; what is killed is killed in the middle."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One mail that the server has taken."""

    at: float
    lane: str
    """Who handed it over: a process and one of its threads, as it named itself in EHLO."""
    key: str
    message_id: str
    digest: str


class Sink:
    """Takes every mail; remembers when each lane began a conversation."""

    def __init__(self) -> None:
        self.taken: list[Taken] = []
        self.begun: list[tuple[float, str]] = []
        self.fresh = threading.Condition()
        self._chance = random.Random(1)  # noqa: S311 - pauses, not secrets

    async def handle_EHLO(  # noqa: N802 - the library's name
        self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.begun.append((time.time(), hostname))
        return responses

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        await asyncio.sleep(self._chance.uniform(0, RCPT_PAUSE))
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        # Who hangs up in this pause cancels us: what was not answered was not taken.
        await asyncio.sleep(self._chance.uniform(0, DATA_PAUSE))
        mail = message_from_bytes(envelope.content)
        taken = Taken(
            at=time.time(),
            lane=session.host_name,
            key=str(mail["X-Notification-Key"]),
            message_id=str(mail["Message-ID"]),
            digest=hashlib.sha256(envelope.content).hexdigest(),
        )
        with self.fresh:
            self.taken.append(taken)
            self.fresh.notify_all()
        return "250 taken"

    def next_taken(self, patience: float) -> Taken | None:
        """The next mail that is taken from now on, or nothing within ``patience`` seconds."""
        with self.fresh:
            return self.taken[-1] if self.fresh.wait(patience) else None


def serve(sink: Sink, port: int) -> Controller:
    """Listen on ``port`` of the loopback."""
    controller = Controller(sink, hostname="127.0.0.1", port=port, ready_timeout=10)
    controller.start()
    return controller
