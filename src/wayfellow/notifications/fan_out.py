"""From an event to what each reader is told."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from wayfellow.access.models import Link
from wayfellow.events.models import Event
from wayfellow.notifications.models import Letter, Notification
from wayfellow.notifications.notice import NOTICES, Notice
from wayfellow.notifications.outbox import ORDINARY, URGENT
from wayfellow.notifications.tasks import deliver


@dataclass(frozen=True, slots=True)
class _Words:
    title: str
    text: str
    action: str


def _words(notice: Notice, event: Event, subject: Any, reader: Any, language: str) -> _Words:
    context = {"subject": subject, "event": event, "reader": reader, "data": event.data}
    with translation.override(language):
        title, text, action = (
            _plain(f"{notice.template}.txt#{part}", context)
            for part in ("subject", "text", "action")
        )
    return _Words(" ".join(title.split())[:200], text, action[:120])


def _plain(name: str, context: dict[str, Any]) -> str:
    # Notices are plain text; pages and HTML mail escape them when they show them.
    template: Any = get_template(name)
    words: str = template.template.render(Context(context, autoescape=False))
    return words.strip()


def fan_out(event: Event) -> None:
    """One Notification and one Letter per notice and reader; the actor is not told by default.

    Runs in the event's transaction and is safe to run twice.
    """
    notices = NOTICES.get(event.name, [])
    if not notices:
        return
    subject = event.subject
    notifications: list[Notification] = []
    letters: list[Letter] = []
    for notice in notices:
        for notification, letter in _to_people(notice, event, subject):
            notifications.append(notification)
            letters.extend([letter] if letter else [])
        letters.extend(_to_outsiders(notice, event, subject))
    Notification.objects.bulk_create(notifications, ignore_conflicts=True)
    Letter.objects.bulk_create(letters, ignore_conflicts=True)
    if letters:
        deliver.enqueue()


def _link(notice: Notice, event: Event) -> Link | None:
    return Link.objects.filter(pk=event.data.get("link")).first() if notice.link else None


def _to_people(
    notice: Notice, event: Event, subject: Any
) -> Iterator[tuple[Notification, Letter | None]]:
    url = notice.url(subject)
    seen: set[int] = set()
    for person in notice.to(subject):
        actor = person.pk == event.by_id and not notice.tell_actor
        if actor or person.pk in seen or not person.is_active:
            continue
        seen.add(person.pk)
        language: str = person.language  # type: ignore[attr-defined]
        words = _words(notice, event, subject, person, language)
        notification = Notification(
            event=event,
            to_id=person.pk,
            notice=notice.template,
            title=words.title,
            text=words.text,
            action=words.action,
            url=url,
        )
        yield notification, _letter(notice, event, words, person) if notice.mail else None


def _letter(notice: Notice, event: Event, words: _Words, person: Any) -> Letter:
    return Letter(
        key=f"{event.pk}:{notice.template}:{person.pk}",
        event=event,
        to_id=person.pk,
        address=person.email,
        name=person.name,
        language=person.language,
        subject=words.title,
        text=words.text,
        action=words.action,
        url=notice.url(event.subject),
        link=_link(notice, event),
        calendar=event.data.get("calendar", ""),
        priority=URGENT if notice.urgent else ORDINARY,
    )


def _digest(address: str) -> str:
    # Addresses may be longer than the key, and headers are no place for them.
    return hashlib.sha256(address.lower().encode()).hexdigest()[:16]


def _to_outsiders(notice: Notice, event: Event, subject: Any) -> Iterator[Letter]:
    for reader in notice.outside(subject):
        words = _words(notice, event, subject, reader, reader.language)
        yield Letter(
            key=f"{event.pk}:{notice.template}:{_digest(reader.address)}",
            event=event,
            address=reader.address,
            name=reader.name,
            language=reader.language,
            subject=words.title,
            text=words.text,
            action=words.action,
            url=notice.url(subject),
            link=_link(notice, event),
            priority=URGENT if notice.urgent else ORDINARY,
        )
