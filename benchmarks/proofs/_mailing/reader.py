"""A mail server that reads every mail, as it travels and as a program shows it."""

import email
import re
from collections.abc import Sequence
from email import policy

from django.core.mail.backends.base import BaseEmailBackend  # noqa: TID251 - it takes mail
from django.core.mail.message import EmailMessage  # noqa: TID251 - as above

SIGN = re.compile(r"(?:Given|Family|person)(\d{5})")
"""What stands in each name and address, and in nothing else."""


class Reader(BaseEmailBackend):
    """Notes for each mail whose signs are in it."""

    taken: list[str] = []
    """The number of each reader, as the envelope has it."""
    strangers: list[tuple[str, list[str]]] = []
    """Readers whose mail names others, with those."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            (address,) = message.recipients()
            found = SIGN.search(address)
            own = found[1] if found else ""
            seen = _signs(message.message().as_bytes())
            Reader.taken.append(own)
            if seen != {own}:
                Reader.strangers.append((own, sorted(seen - {own})[:5]))
        return len(email_messages)


def _signs(raw: bytes) -> set[str]:
    """Everybody who is named in the bytes, in a header or in any part as it is read."""
    mail = email.message_from_bytes(raw, policy=policy.default)
    parts = [part.get_content() for part in mail.walk() if not part.is_multipart()]
    headers = [f"{name}: {value}" for name, value in mail.items()]
    texts = [raw.decode("latin-1"), *headers, *(part for part in parts if isinstance(part, str))]
    return {sign for text in texts for sign in SIGN.findall(text)}
