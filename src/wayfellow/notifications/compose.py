"""From a row of the outbox to a mail: the same bytes at every call."""

import email.message
import email.policy
import hashlib
import re
import uuid
from collections.abc import Callable
from datetime import UTC
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.utils import format_datetime
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from wayfellow.access.links import sealed, token_of
from wayfellow.answers import relay
from wayfellow.answers.registry import is_aside
from wayfellow.notifications import outsiders
from wayfellow.notifications.categories import Category, Period
from wayfellow.notifications.digest import Part, calendars, told
from wayfellow.notifications.models import Letter
from wayfellow.notifications.stopping import Stop, url_of

METHOD = re.compile(r"^METHOD:([A-Z]+)", re.MULTILINE)


class _Unfolded(BaseHeader):
    """An address that stays one word: the library would break a long one into encoded pieces."""

    max_count = 1

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        """As the library reads any header without a shape of its own."""
        UnstructuredHeader.parse(value, kwds)

    def fold(self, *, policy: Any) -> str:
        return f"{self.name}: {self}{policy.linesep}"


class _Headers(HeaderRegistry):
    """The library's own headers, made once for what many mails have alike."""

    def __init__(self) -> None:
        super().__init__()
        self.map_to_type("list-unsubscribe", _Unfolded)
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

    Mail programs ask of an invitation what it is: REQUEST, CANCEL or PUBLISH. ``fence`` is called
    when the mail is about to leave.
    """

    mark = ""
    fence: Callable[[], None] | None = None

    def message(self, *, policy: Any = email.policy.default) -> email.message.EmailMessage:
        quick = policy.clone(header_factory=_HEADERS)
        message: email.message.EmailMessage = super().message(policy=quick)
        parts = [part for part in message.walk() if part.is_multipart()]
        for number, part in enumerate(parts):
            part.set_boundary(f"=_{self.mark}_{number}")
        for part in message.walk():
            if part.get_content_type() == "text/calendar":
                found = METHOD.search(part.get_content())
                if found:
                    part.set_param("method", found[1])
        return message


def compose(letter: Letter) -> Mail:
    """The mail of ``letter``: Message-ID, date and boundaries are derived from the row."""
    name = " ".join(letter.name.split())
    reply = relay.address_of(letter.reply_token) or letter.reply_to
    template = "notifications/digest_letter" if letter.is_digest else "notifications/letter"
    with translation.override(letter.language):
        context = _context(letter) | {"name": name, "reply": reply}
        text = render_to_string(f"{template}.txt", context)
        html = render_to_string(f"{template}.html", context)
    mail = Mail(
        subject=" ".join(letter.subject.split()),
        body=text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[str(Address(display_name=name, addr_spec=letter.address))],
        headers={
            "Message-ID": letter.message_id,
            "Date": format_datetime(letter.at.astimezone(UTC)),
            "X-Notification-Key": letter.key,
            "Auto-Submitted": "auto-generated",
            "Content-Language": letter.language,
        }
        | _thread(letter)
        | _one_click(context.get("stop_url", "")),
        reply_to=[reply] if reply else None,
    )
    mail.mark = letter.digest
    mail.attach_alternative(html, "text/html")
    if letter.calendar:
        mail.attach("meeting.ics", letter.calendar, "text/calendar")
    for number, calendar in enumerate(calendars(letter) if letter.is_digest else (), start=1):
        mail.attach(f"meeting-{number}.ics", calendar, "text/calendar")
    return mail


def _answer(purpose: str, link: str, label: str) -> dict[str, str]:
    path = reverse("links:answer", args=[purpose, sealed(uuid.UUID(link), purpose)])
    return {"name": purpose, "label": label, "url": f"{settings.BASE_URL}{path}"}


def _thread(letter: Letter) -> dict[str, str]:
    """Every letter of a thread answers the same mail, which was never sent."""
    if not letter.thread:
        return {}
    root = hashlib.sha256(f"thread:{letter.thread}".encode()).hexdigest()[:32]
    first = f"<{root}@{settings.MAIL_DOMAIN}>"
    return {"In-Reply-To": first, "References": first}


def _context(letter: Letter) -> dict[str, Any]:
    context: dict[str, Any] = {"letter": letter, "url": _url(letter), "site": settings.BASE_URL}
    context["answers"] = [_answer(*each) for each in letter.answers]
    # One thing is asked for by a mail, and its button says so.
    context["main"] = next((name for name, *_ in letter.answers if not is_aside(name)), "page")
    reader = letter.to_id or 0
    stop = Stop(reader, (Category(letter.category),)) if letter.category and reader else None
    if letter.is_digest:
        context["parts"], context["left_out"], about = told(letter)
        context["asks"] = _with_answers(context["parts"])
        # A digest by which a storm is calmed is nothing that the reader has asked for.
        periods = () if letter.period == Period.HOURLY else (Period(letter.period),)
        stop = Stop(reader, tuple(about), periods)
    if stop is not None:
        context["stop_url"] = url_of(stop)
        context["mail_url"] = f"{settings.BASE_URL}{reverse('notifications:mail')}"
    elif outside := outsiders.url_of(letter):
        context["stop_url"] = outside
    return context


def _with_answers(parts: list[Part]) -> bool:
    """Each line of a digest gets the links that its own mail would have had; whether any has."""
    lines = [line for part in parts for line in part.lines]
    for line in lines:
        line.answers = [_answer(*each) for each in line.asked]
    return any(line.answers for line in lines)


def _one_click(url: str) -> dict[str, str]:
    """What lets a mail program offer to stop such mail (RFC 8058)."""
    one_click = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return {"List-Unsubscribe": f"<{url}>"} | one_click if url else {}


def _url(letter: Letter) -> str:
    if letter.link is not None:
        path = reverse(f"links:{letter.link.purpose}", args=[token_of(letter.link)])
        return f"{settings.BASE_URL}{path}"
    return f"{settings.BASE_URL}{letter.url}" if letter.url else ""
