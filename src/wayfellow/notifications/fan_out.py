"""From an event to what each reader is told."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.utils import translation

from wayfellow.access.models import Link
from wayfellow.answers import relay
from wayfellow.answers.registry import link_for, offered
from wayfellow.events.models import Event
from wayfellow.notifications import own_words
from wayfellow.notifications.models import ORDINARY, URGENT, Letter, Notification
from wayfellow.notifications.notice import NOTICES, Notice
from wayfellow.notifications.outsiders import category_of
from wayfellow.notifications.own_words import Own, in_own_words
from wayfellow.notifications.routing import routed
from wayfellow.notifications.words import Words, built_in


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
    links: list[Link] = []
    zones: dict[int, str] = {}
    for post in posts_of(notices, event, subject):
        for notification, letter in post.to_people():
            notifications.append(notification)
            letters.extend([letter] if letter else [])
        letters.extend(post.to_outsiders())
        links.extend(post.links)
        zones |= post.zones
    # The same mail has the same links, should this run twice.
    Link.objects.bulk_create(links, ignore_conflicts=True)
    summing_up = frozenset(notice.template for notice in notices if notice.sums_up)
    letters = routed(letters, zones, summing_up=summing_up)
    Notification.objects.bulk_create(notifications, ignore_conflicts=True)
    Letter.objects.bulk_create(letters, ignore_conflicts=True)


def posts_of(notices: Sequence[Notice], event: Event, subject: Any) -> Iterator["Post"]:
    """Every one of ``notices`` of one event, on its way."""
    worded = own_words.worded([notice.template for notice in notices if notice.may_be_worded])
    for notice in notices:
        yield Post(notice, event, subject, has_own=notice.template in worded)


class Post:
    """One notice of one event, on its way to everybody whom it concerns."""

    def __init__(self, notice: Notice, event: Event, subject: Any, *, has_own: bool) -> None:
        self.notice, self.event, self.subject = notice, event, subject
        self._has_own = has_own
        """Whether an institution says this in its own words."""
        self.zones: dict[int, str] = {}
        """The time zones of those who are told."""
        self._alike: dict[tuple[str, int | None], Any] = {}
        """What everybody reads alike, by language and version of own words."""
        self.links: list[Link] = []
        """By which people answer from their mails; to be written with them."""

    @cached_property
    def _url(self) -> str:
        return self.notice.url(self.subject)

    @cached_property
    def _link(self) -> Link | None:
        if not self.notice.link:
            return None
        return Link.objects.filter(pk=self.event.data.get("link")).first()

    @cached_property
    def _thread(self) -> str:
        subject = self.subject
        if subject is None:
            return ""
        itself = f"{subject._meta.model_name}:{subject.pk}"
        return getattr(subject, "mail_thread", itself)

    def to_people(self) -> Iterator[tuple[Notification, Letter | None]]:
        """What each person with an account sees, and the mail of it."""
        notice, event = self.notice, self.event
        readers = self._readers()
        for reader, own in zip(readers, self._owns(readers), strict=True):
            self.zones[reader.pk] = reader.time_zone
            words, version = self._words(reader, own)
            notification = Notification(
                event=event,
                to_id=reader.pk,
                notice=notice.template,
                category=notice.category,
                title=words.subject,
                text=words.text,
                action=words.action,
                url=self._url,
                wording=version,
            )
            yield notification, self._to_person(reader, words, version) if notice.mail else None

    def _readers(self) -> list[Any]:
        """Those with an account who are told, each once."""
        found: dict[int, Any] = {}
        for person in self.notice.to(self.subject):
            actor = person.pk == self.event.by_id and not self.notice.tell_actor
            if not actor and person.is_active:
                found.setdefault(person.pk, person)
        return list(found.values())

    def _owns(self, readers: Sequence[Any]) -> Sequence[Own | None]:
        if not self._has_own or not readers:
            return [None] * len(readers)
        return own_words.words_for(self.notice.template, self.subject, readers)

    def _to_person(self, person: Any, words: Words, version: int | None) -> Letter:
        key = f"{self.event.pk}:{self.notice.template}:{person.pk}"
        return self._letter(
            words,
            key=key,
            answers=self._answers(person, key),
            reply_token=self._reply_token(person),
            to_id=person.pk,
            address=person.email,
            name=person.name,
            language=person.language,
            category=self.notice.category if self.notice.may_wait else "",
            calendar=self.event.data.get("calendar", ""),
            wording=version,
        )

    def _answers(self, person: Any, key: str) -> list[list[str]]:
        labelled: list[list[str]] = []
        for answer in offered(self.notice.template):
            link = link_for(answer, self.subject, person, key)
            self.links.append(link)
            with translation.override(person.language):
                labelled.append([answer.name, str(link.pk), str(answer.label)])
        return labelled

    def _reply_token(self, person: Any) -> str:
        found = relay.of_mail(self.notice.template)
        return relay.token_for(found.code, person.pk, found.of(self.subject).pk) if found else ""

    def to_outsiders(self) -> Iterator[Letter]:
        """Mail to those without an account."""
        readers = list(self.notice.outside(self.subject))
        for reader, own in zip(readers, self._owns(readers), strict=True):
            words, version = self._words(reader, own)
            yield self._letter(
                words,
                key=f"{self.event.pk}:{self.notice.template}:{_digest(reader.address)}",
                address=reader.address,
                name=reader.name,
                language=reader.language,
                wording=version,
                category=category_of(self.notice),
            )

    def _letter(self, words: Words, **fields: Any) -> Letter:
        return Letter(
            event=self.event,
            subject=words.subject,
            text=words.text,
            action=words.action,
            url=self._url,
            link=self._link,
            thread=self._thread,
            notice=self.notice.template,
            never_twice=self.notice.never_twice,
            priority=URGENT if self.notice.urgent else ORDINARY,
            **fields,
        )

    def _words(self, reader: Any, own: Own | None) -> tuple[Words, int | None]:
        """What ``reader`` is told, and by which version of own words, if by any."""
        template, language = self.notice.template, reader.language
        said, alike = self._once(reader, None, lambda values: built_in(template, values, language))
        if own is None:
            return said, None

        def say(values: Mapping[str, Any]) -> Words | None:
            return in_own_words(own, template, said, values, language)

        mine, _alike = self._once(reader, own.version, say, alike=alike)
        return (said, None) if mine is None else (mine, own.version)

    def _once[W: (Words, Words | None)](
        self,
        reader: Any,
        version: int | None,
        say: Callable[[Mapping[str, Any]], W],
        *,
        alike: bool = True,
    ) -> tuple[W, bool]:
        """What ``say`` says, once for each language unless it asks who reads; and whether once."""
        key = (reader.language, version)
        if key in self._alike:
            return self._alike[key], True
        asked = False

        def who() -> Any:
            nonlocal asked
            asked = True
            return reader

        # A template calls what can be called: it is ``{{ reader.name }}`` there, as ever.
        event = self.event
        said = say({"subject": self.subject, "event": event, "reader": who, "data": event.data})
        alike = alike and not asked
        if alike:
            self._alike[key] = said
        return said, alike


def _digest(address: str) -> str:
    # Addresses may be longer than the key, and headers are no place for them.
    return hashlib.sha256(address.lower().encode()).hexdigest()[:16]
