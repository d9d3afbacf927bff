"""A mail server that takes everything at once: what is measured is the making, not a network."""

from collections.abc import Sequence

from django.core.mail.backends.base import BaseEmailBackend  # noqa: TID251 - it takes mail
from django.core.mail.message import EmailMessage  # noqa: TID251 - as above


class Sink(BaseEmailBackend):
    """Writes each mail as it would leave, and forgets it."""

    taken = 0

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            message.message().as_bytes()
            Sink.taken += 1
        return len(email_messages)
