"""From a row of the outbox to a mail: the same bytes at every call."""

import email.message
import email.policy
import hashlib
import re
from datetime import UTC
from email.headerregistry import Address, HeaderRegistry
from email.utils import format_datetime
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from wayfellow.access.links import token_of
from wayfellow.notifications.models import Letter


class _Headers(HeaderRegistry):
    """The library's own headers, made once for what many mails have alike."""

    def __init__(self) -> None:
        super().__init__()
        # The library makes a new class for each header of each mail; ours are few names.
        self._kind = cache(super().__getitem__)
        self._known = lru_cache(maxsize=512)(super().__call__)

    def __getitem__(self, name: str) -> Any:
        return self._kind(name)

    def __call__(self, name: str, value: Any) -> Any:
        return self._known(name, value) if type(value) is str else super().__call__(name, value)


_HEADERS = _Headers()


class Mail(EmailMultiAlternatives):
    """A mail whose parts are divided by ``mark`` and not by chance.

    ``method`` is what mail programs ask of an invitation: REQUEST, CANCEL or PUBLISH.
    """

    mark = ""
    method = ""

    def message(self, *, policy: Any = email.policy.default) -> email.message.EmailMessage:
        quick = policy.clone(header_factory=_HEADERS)
        message: email.message.EmailMessage = super().message(policy=quick)
        parts = [part for part in message.walk() if part.is_multipart()]
        for number, part in enumerate(parts):
            part.set_boundary(f"=_{self.mark}_{number}")
        for part in message.walk():
            if self.method and part.get_content_type() == "text/calendar":
                part.set_param("method", self.method)
        return message


def compose(letter: Letter) -> Mail:
    """The mail of ``letter``: Message-ID, date and boundaries are derived from the row."""
    url = _url(letter)
    name = " ".join(letter.name.split())
    context = {"letter": letter, "name": name, "url": url, "site": settings.BASE_URL}
    with translation.override(letter.language):
        text = render_to_string("notifications/letter.txt", context)
        html = render_to_string("notifications/letter.html", context)
    digest = hashlib.sha256(letter.key.encode()).hexdigest()[:32]
    mail = Mail(
        subject=" ".join(letter.subject.split()),
        body=text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[str(Address(display_name=name, addr_spec=letter.address))],
        headers={
            "Message-ID": f"<{digest}@{settings.MAIL_DOMAIN}>",
            "Date": format_datetime(letter.at.astimezone(UTC)),
            "X-Notification-Key": letter.key,
            "Auto-Submitted": "auto-generated",
            "Content-Language": letter.language,
        },
    )
    mail.mark = digest
    mail.attach_alternative(html, "text/html")
    if letter.calendar:
        mail.attach("meeting.ics", letter.calendar, "text/calendar")
        found = re.search(r"^METHOD:([A-Z]+)", letter.calendar, re.MULTILINE)
        mail.method = found[1] if found else ""
    return mail


def _url(letter: Letter) -> str:
    if letter.link is not None:
        path = reverse(f"links:{letter.link.purpose}", args=[token_of(letter.link)])
        return f"{settings.BASE_URL}{path}"
    return f"{settings.BASE_URL}{letter.url}" if letter.url else ""
