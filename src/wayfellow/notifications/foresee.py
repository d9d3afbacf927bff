"""What an event would say, and to whom: the same words as fan_out writes, and no row."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import models
from django.utils.timezone import now

from wayfellow.events.models import Event
from wayfellow.notifications.fan_out import posts_of
from wayfellow.notifications.models import Letter, Notification
from wayfellow.notifications.notice import NOTICES


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One notice for one reader."""

    name: str
    language: str
    subject: str
    text: str
    action: str
    is_mailed: bool


def foresee(name: str, subject: models.Model, data: dict[str, object]) -> list[Foreseen]:
    """What everybody would be told if ``name`` happened to ``subject`` now."""
    event = Event(name=name, data=data, at=now())
    told: list[tuple[Notification, Letter | None]] = []
    outside: list[Letter] = []
    for post in posts_of(NOTICES.get(name, []), event, subject):
        told.extend(post.to_people())
        outside.extend(post.to_outsiders())
    people = get_user_model()._default_manager.in_bulk([row.to_id for row, _letter in told])
    return [
        *(_to_person(people[row.to_id], row, is_mailed=bool(letter)) for row, letter in told),
        *(_to_outsider(letter) for letter in outside),
    ]


def _to_person(person: models.Model, row: Notification, *, is_mailed: bool) -> Foreseen:
    language = getattr(person, "language", "")
    return Foreseen(str(person), language, row.title, row.text, row.action, is_mailed)


def _to_outsider(letter: Letter) -> Foreseen:
    name = letter.name or letter.address
    return Foreseen(name, letter.language, letter.subject, letter.text, letter.action, True)
