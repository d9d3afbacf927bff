"""The address by which a mail's reader stops such mail, without signing in.

It is derived from who reads and what the mail is about, and stored nowhere: a mail that is sent
again carries the same one, and nobody can make one for somebody else.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse

from wayfellow.access.links import sealed, unsealed
from wayfellow.notifications.categories import SWITCHABLE, Category, Period

PURPOSE = "stop-mail"
_ABOUT = 16
"""Bits for the categories; those for periods follow, and then the reader."""
_BITS = 32
_PERIODS = (Period.DAILY, Period.WEEKLY)


@dataclass(frozen=True, slots=True)
class Stop:
    """Who wants no more mail, and about what."""

    reader: int
    categories: tuple[Category, ...]
    periods: tuple[Period, ...] = ()
    """Also whatever else the reader has collected for these digests."""


def url_of(stop: Stop) -> str:
    """The address that a mail carries."""
    return f"{settings.BASE_URL}{reverse(f'links:{PURPOSE}', args=[_token(stop)])}"


def _token(stop: Stop) -> str:
    about = _bits(SWITCHABLE, stop.categories) | _bits(_PERIODS, stop.periods) << _ABOUT
    return sealed(uuid.UUID(int=stop.reader << _BITS | about), PURPOSE)


def _bits(places: tuple[str, ...], chosen: Iterable[str]) -> int:
    return sum(1 << places.index(each) for each in set(chosen))


def read(token: str) -> Stop | None:
    """What ``token`` stands for, or None if nobody made it."""
    key = unsealed(token, PURPOSE)
    if key is None:
        return None
    reader, about = key.int >> _BITS, key.int & (1 << _BITS) - 1
    periods = about >> _ABOUT
    return Stop(
        reader,
        tuple(each for place, each in enumerate(SWITCHABLE) if about >> place & 1),
        tuple(each for place, each in enumerate(_PERIODS) if periods >> place & 1),
    )


def reader_of(stop: Stop) -> AbstractBaseUser | None:
    """The person, while they have an account."""
    people = get_user_model()._default_manager
    return people.filter(pk=stop.reader, is_active=True).first()
