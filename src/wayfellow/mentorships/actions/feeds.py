"""A person's own calendar address: switched on, renewed, switched off."""

import uuid

from django.db import transaction
from django.utils.timezone import now

from wayfellow.events.record import record
from wayfellow.mentorships.models import Feed
from wayfellow.people.models import User


@transaction.atomic
def switch_calendar_on(person: User) -> None:
    """Give ``person`` a calendar address; one that is there already stays."""
    feed, is_new = Feed.objects.get_or_create(person=person)
    again = Feed.objects.filter(pk=feed.pk, key=None).update(key=uuid.uuid4(), since=now())
    if is_new or again:
        record("switch_on", feed, by=person)


@transaction.atomic
def renew_calendar(person: User) -> None:
    """Another address; the one that was is dead from now on."""
    _give(person, uuid.uuid4(), "renew")


@transaction.atomic
def switch_calendar_off(person: User) -> None:
    """No address any more."""
    _give(person, None, "switch_off")


def _give(person: User, key: uuid.UUID | None, verb: str) -> None:
    rows = Feed.objects.filter(person=person).exclude(key=None)
    if rows.update(key=key, since=now()):
        record(verb, Feed.objects.get(person=person), by=person)
