"""Mailings as tests need them: begun, written, confirmed and sent."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import now

from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution, Membership
from wayfellow.mailings import actions
from wayfellow.mailings.listing import LISTINGS
from wayfellow.mailings.models import Mailing
from wayfellow.mailings.queries.audience import audience
from wayfellow.mailings.schedules import sweep
from wayfellow.mailings.wording import Wording
from wayfellow.people.models import User

WORDS = Wording(subject="Kick-off in May", text="Dear {name}, the kick-off is on 3 May.")


def begun(by: User, listing: str, place: Any, institution: Institution, asked: str = "") -> Mailing:
    """A draft to everybody on the list."""
    return actions.begin(LISTINGS[listing], place, institution, asked=asked, picked=[], by=by)


def written(mailing: Mailing, wording: Wording = WORDS, **terms: Any) -> Mailing:
    """The draft with words in its first language."""
    actions.save_terms(mailing, terms, wording, version=mailing.version, window="")
    return mailing


def sent(mailing: Mailing) -> Mailing:
    """The mailing, confirmed as it stands."""
    seen = audience(mailing).digest
    actions.send(mailing, seen=seen, version=mailing.version, by=mailing.by)
    return mailing


def tick(minutes: int = 1, start: datetime | None = None) -> int:
    """So many ticks, a minute apart; how many were told."""
    begin = start or now()
    return sum(sweep(begin + timedelta(minutes=each)) for each in range(minutes))


def crowd(institution: Institution, count: int, role: Role = Role.STUDENT) -> list[User]:
    """Very many members whose names and addresses are like no other's."""
    people = User.objects.bulk_create(
        User(name=f"Given{n:05d} Family{n:05d}", email=f"person{n:05d}@example.org")
        for n in range(count)
    )
    Membership.objects.bulk_create(
        Membership(institution=institution, person=person, role=role) for person in people
    )
    return people


def members(*people: User, at: Institution) -> None:
    """``people`` belong to the institution as students."""
    _belong(people, at)


def _belong(people: Iterable[User], at: Institution) -> None:
    Membership.objects.bulk_create(
        Membership(institution=at, person=person, role=Role.STUDENT) for person in people
    )
