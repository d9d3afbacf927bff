"""Mail as files: one .eml a message, for the demonstration and for trying things out."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.utils.timezone import now


class FolderBackend(BaseEmailBackend):
    """Writes each message whole before it gets its name, so that readers never see a half."""

    def __init__(self, folder: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.folder = Path(folder)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            stamp = now().strftime("%Y%m%dT%H%M%S%f")
            name = f"{stamp}-{os.getpid()}-{id(message):x}"
            half = self.folder / f".{name}"
            half.write_bytes(message.message().as_bytes())
            half.rename(self.folder / f"{name}.eml")
        return len(email_messages)
