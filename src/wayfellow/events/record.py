"""Writing down what happened, in the transaction in which it happened."""

from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils.module_loading import import_string

from wayfellow.events.models import Event


class Subscriber(Protocol):
    """Hears of events inside their transaction, and therefore only writes rows."""

    def __call__(self, event: Event) -> None: ...


@cache
def _subscriber(path: str) -> Subscriber:
    found: Subscriber = import_string(path)
    return found


def record(verb: str, subject: models.Model, *, by: AbstractBaseUser | None, **data: Any) -> Event:
    """Write down that ``verb`` happened to ``subject``, and let every subscriber hear of it.

    Subscribers run in the same transaction: their rows (notices, letters) are there when the
    event is there, and never otherwise. Call it last, when everything else is written.
    """
    name = f"{subject._meta.model_name}.{verb}"
    event = Event.objects.create(name=name, by=by, subject=subject, data=data)  # type: ignore[misc]
    for path in settings.EVENT_SUBSCRIBERS:
        _subscriber(path)(event)
    return event
