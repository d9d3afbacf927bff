"""The same to very many people, each alone: one row of the inbox and one letter for each reader."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.timezone import now

from wayfellow.events.models import Event
from wayfellow.notifications.categories import Category
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import BULK, Letter, Notification
from wayfellow.notifications.routing import routed

PAUSED = "what it belongs to is paused"
CANCELLED = "what it belongs to was cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one person reads of an event."""

    to: Any
    """The account."""
    subject: str
    text: str
    language: str
    """Of the words."""
    action: str
    url: str
    due_at: datetime
    answers: list[list[str]] = field(default_factory=list)


def per_minute() -> int:
    """How many such letters may leave in a minute, all together."""
    found: int = settings.MAILINGS_PER_MINUTE
    return found


def key_of(event: Event, notice: str, person: int) -> str:
    """What names the letter of ``notice`` to ``person``, at every try."""
    return f"{event.pk}:{notice}:{person}"


def tell(
    event: Event, notice: str, told: Sequence[Told], *, category: Category, reply_to: str = ""
) -> dict[int, Letter]:
    """Write it into everybody's inbox and mail it as each wants; the letters, by person.

    Runs in the transaction of whoever decides that nobody is told twice. Who wants no such mail
    has no letter.
    """
    Notification.objects.bulk_create(
        [
            Notification(
                event=event,
                to_id=each.to.pk,
                notice=notice,
                category=category,
                title=each.subject,
                text=each.text,
                action=each.action,
                url=each.url,
            )
            for each in told
        ],
        ignore_conflicts=True,
    )
    zones = {each.to.pk: each.to.time_zone for each in told}
    letters = routed([_letter(event, notice, each, category, reply_to) for each in told], zones)
    Letter.objects.bulk_create(letters)
    return {letter.to_id: letter for letter in letters if letter.to_id}


def _letter(event: Event, notice: str, told: Told, category: Category, reply_to: str) -> Letter:
    return Letter(
        key=key_of(event, notice, told.to.pk),
        event=event,
        to_id=told.to.pk,
        address=told.to.email,
        name=told.to.called,
        language=told.language,
        subject=told.subject,
        text=told.text,
        action=told.action,
        url=told.url,
        answers=told.answers,
        reply_to=reply_to,
        notice=notice,
        category=category,
        priority=BULK,
        due_at=told.due_at,
    )


def hold(letters: QuerySet[Letter]) -> int:
    """Nothing of ``letters`` that has not left leaves until ``let_go``; how many were stopped."""
    waiting = letters.filter(state__in=[LetterState.WAITING, LetterState.COLLECTED])
    return waiting.update(state=LetterState.DROPPED, reason=PAUSED)


def let_go(letters: QuerySet[Letter], moments: Iterable[datetime]) -> int:
    """What ``hold`` stopped goes on, a letter at each of ``moments``; how many there are."""
    held = letters.filter(state=LetterState.DROPPED, reason=PAUSED)
    held.exclude(period="").update(state=LetterState.COLLECTED, reason="")
    single = list(held.filter(period="").order_by("pk").select_for_update())
    for letter, moment in zip(single, moments, strict=False):
        letter.state, letter.reason, letter.due_at = LetterState.WAITING, "", moment
    Letter.objects.bulk_update(single, ["state", "reason", "due_at"], batch_size=500)
    return len(single)


def call_off(letters: QuerySet[Letter]) -> int:
    """Nothing of ``letters`` that has not left leaves any more; how many were stopped."""
    states = [LetterState.WAITING, LetterState.COLLECTED, LetterState.HELD]
    stopped = letters.filter(state__in=states).update(state=LetterState.DROPPED, reason=CANCELLED)
    in_digest = letters.filter(
        state=LetterState.GATHERED, bundle__state=LetterState.WAITING
    ).values("pk")
    stopped += Letter.objects.filter(pk__in=in_digest).update(
        state=LetterState.DROPPED, reason=CANCELLED
    )
    letters.filter(state=LetterState.DROPPED, reason=PAUSED).update(reason=CANCELLED)
    return stopped


def on_their_way(letters: QuerySet[Letter]) -> QuerySet[Letter]:
    """Of ``letters`` those that leave soon, or are leaving now."""
    states = [LetterState.WAITING, LetterState.SENDING, LetterState.TRANSMITTING]
    return letters.filter(state__in=states)


def backlog() -> int:
    """How many of very many alike are due and have not left: the mail server is slower."""
    due = Letter.objects.filter(priority=BULK, state=LetterState.WAITING, due_at__lte=now())
    return due.count()
