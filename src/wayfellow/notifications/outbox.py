"""The outbox: lease, send, mark. A sender that dies loses nothing."""

import hashlib
import logging
from datetime import datetime, timedelta
from email.utils import formataddr
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now

from wayfellow.access.links import is_open, token_of
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import Letter

LEASE = timedelta(seconds=45)
PAUSES = (60, 300, 1800, 7200, 28800)
"""Seconds before the second, third, ... try; after the last the letter is given up."""

log = logging.getLogger(__name__)


def send_due(*, limit: int = 200) -> int:
    """Send up to ``limit`` letters that are due, sign-in mail first; how many were sent."""
    sent = 0
    ids = (
        Letter.objects.due(now()).order_by("-priority", "due_at", "pk").values_list("pk", flat=True)
    )
    for pk in list(ids[:limit]):
        sent += _send(pk)
    return sent


def _lease(pk: int, at: datetime) -> Letter | None:
    leased = (
        Letter.objects.due(at)
        .filter(pk=pk)
        .update(state=LetterState.SENDING, leased_until=at + LEASE, attempts=F("attempts") + 1)
    )
    return Letter.objects.select_related("link", "to").get(pk=pk) if leased else None


def _send(pk: int) -> bool:
    letter = _lease(pk, now())
    if letter is None:
        return False
    if reason := _not_any_more(letter):
        _mark(letter, LetterState.DROPPED, reason=reason)
        return False
    try:
        compose(letter).send()
    except SMTPRecipientsRefused as refused:
        _mark(letter, LetterState.FAILED, reason=f"address refused: {refused}"[:300])
    except (SMTPException, OSError) as failure:
        _postpone(letter, f"{type(failure).__name__}: {failure}"[:300])
    else:
        _mark(letter, LetterState.SENT, sent_at=now())
        return True
    return False


def _not_any_more(letter: Letter) -> str:
    """Why a letter that was right when written must not leave now; empty when it may."""
    if letter.to is not None and not letter.to.is_active:
        return "the account was closed"
    if letter.link is not None and not is_open(letter.link):
        return "the link in it was used, revoked or has expired"
    return ""


def _mark(letter: Letter, state: LetterState, **values: object) -> None:
    Letter.objects.filter(pk=letter.pk, attempts=letter.attempts).update(
        state=state, leased_until=None, **values
    )


def _postpone(letter: Letter, reason: str) -> None:
    log.warning("letter %s not sent: %s", letter.pk, reason)
    if letter.attempts > len(PAUSES):
        _mark(letter, LetterState.FAILED, reason=reason)
        return
    pause = timedelta(seconds=PAUSES[letter.attempts - 1])
    _mark(letter, LetterState.WAITING, reason=reason, due_at=now() + pause)


def compose(letter: Letter) -> EmailMultiAlternatives:
    """The mail, the same bytes at every repeat: Message-ID and key are derived from the row."""
    url = f"{settings.BASE_URL}{letter.url}" if letter.url else ""
    if letter.link is not None:
        path = reverse(f"links:{letter.link.purpose}", args=[token_of(letter.link)])
        url = f"{settings.BASE_URL}{path}"
    context = {"letter": letter, "url": url, "site": settings.BASE_URL}
    with translation.override(letter.language):
        text = render_to_string("notifications/letter.txt", context)
        html = render_to_string("notifications/letter.html", context)
    digest = hashlib.sha256(letter.key.encode()).hexdigest()[:32]
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[formataddr((letter.name, letter.address))],
        headers={
            "Message-ID": f"<{digest}@{settings.MAIL_DOMAIN}>",
            "Date": letter.at.strftime("%a, %d %b %Y %H:%M:%S +0000"),
            "X-Notification-Key": letter.key,
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(html, "text/html")
    if letter.calendar:
        mail.attach("meeting.ics", letter.calendar, "text/calendar")
    return mail
