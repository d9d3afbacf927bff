import signal
from collections.abc import Iterator
from typing import Any

import pytest

from wayfellow.notifications.tests.smtp import Server


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    """A mail server of our own on the loopback, to which the outbox sends."""
    # What is started in the background may ignore the interrupt by which a sender is killed here.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with Server() as running:
        settings.MAILERS = {
            "default": {
                "BACKEND": "wayfellow.notifications.smtp.Transport",
                "OPTIONS": {"host": "127.0.0.1", "port": running.port, "timeout": 0.5},
            }
        }
        yield running
    signal.signal(signal.SIGINT, before)
