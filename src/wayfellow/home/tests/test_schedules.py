from datetime import datetime

import pytest
from django.core import mail
from django.utils.timezone import now

from wayfellow.home import schedules
from wayfellow.notifications.notice import Correspondent
from wayfellow.notifications.outbox import Words, post
from wayfellow.testing.world import World


def _breaks(_at: datetime) -> int:
    raise RuntimeError("the room is on fire")


def test_a_room_that_fails_keeps_no_other_from_its_work(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(schedules.SWEEPS, "applications", _breaks)
    reader = Correspondent(name="Gia", address="gia@example.net")
    post("k", Words(subject="Hello", text="A letter.", action=""), to=reader)
    mail.outbox.clear()

    done = schedules.sweep(now())

    assert done == {"letters": 1}
    assert [message.subject for message in mail.outbox] == ["Hello"]
    assert "what was due in applications was not done" in caplog.text
