"""How each person gets their mail: what they chose, and what holds where they chose nothing."""

from collections.abc import Iterable, Mapping
from itertools import batched

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q

from wayfellow.notifications.categories import (
    CONCERNS,
    SWITCHABLE,
    Category,
    Channel,
    usual,
)
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import Letter, Notification, Preference

AT_ONCE = 5000
"""People who are asked for in one query."""
UNWANTED = "the reader wants no mail about this"


def wishes(people: Iterable[int], categories: Iterable[str]) -> dict[tuple[int, str], str]:
    """What each of ``people`` chose about ``categories``; who chose nothing is not in it."""
    found: dict[tuple[int, str], str] = {}
    for some in batched(sorted(people), AT_ONCE, strict=False):
        rows = Preference.objects.filter(person__in=some, category__in=set(categories))
        for person, category, channel in rows.values_list("person", "category", "channel"):
            found[person, category] = channel
    return found


def channels(person: AbstractBaseUser) -> dict[Category, Channel]:
    """How ``person`` gets each category about which one may choose."""
    chosen = wishes([person.pk], SWITCHABLE)
    return {
        category: Channel(chosen.get((person.pk, category), usual(category)))
        for category in SWITCHABLE
    }


def asked_about(person: AbstractBaseUser) -> list[Category]:
    """The categories that concern ``person``: staff's only who is staff, or was told of such."""
    told = set(
        Notification.objects.filter(to=person.pk, category__in=CONCERNS)
        .order_by()
        .values_list("category", flat=True)
        .distinct()
    )
    return [
        category
        for category in SWITCHABLE
        if category in told or category not in CONCERNS or CONCERNS[category](person)
    ]


@transaction.atomic
def choose(person: AbstractBaseUser, values: Mapping[Category, Channel]) -> None:
    """From now on ``person`` gets mail as ``values`` say; what waits and is unwanted is dropped."""
    now_ = channels(person)
    changed = {
        category: channel for category, channel in values.items() if now_[category] != channel
    }
    Preference.objects.bulk_create(
        [
            Preference(person_id=person.pk, category=category, channel=channel)
            for category, channel in changed.items()
        ],
        update_conflicts=True,
        unique_fields=["person", "category"],
        update_fields=["channel"],
    )
    _drop(person, [category for category, channel in changed.items() if channel == Channel.NONE])


def _drop(person: AbstractBaseUser, categories: list[Category]) -> None:
    """Whatever has not left by now does not leave, and says why."""
    here = Q(state__in=[LetterState.WAITING, LetterState.COLLECTED, LetterState.HELD])
    in_digest = Q(state=LetterState.GATHERED, bundle__state=LetterState.WAITING)
    if categories:
        letters = Letter.objects.filter(here | in_digest, to=person.pk, category__in=categories)
        letters.update(state=LetterState.DROPPED, reason=UNWANTED)


def stop(person: AbstractBaseUser, categories: Iterable[Category], periods: Iterable[str]) -> None:
    """No more mail about ``categories``, nor what is collected for digests of ``periods``."""
    choose(person, dict.fromkeys(stopped(person, categories, periods), Channel.NONE))


def stopped(
    person: AbstractBaseUser, categories: Iterable[Category], periods: Iterable[str]
) -> list[Category]:
    """Which categories ``stop`` would end that are mailed now."""
    periods, named = set(periods), set(categories)
    return [
        category
        for category, channel in channels(person).items()
        if channel != Channel.NONE and (category in named or channel in periods)
    ]
