"""Who is on a mailing's list now, by the sender's own rights, and how each of them is reached."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.http import QueryDict

from wayfellow.mailings.listing import LISTINGS, Listing, Scope
from wayfellow.mailings.models import Mailing
from wayfellow.notifications.categories import Category, Channel, usual
from wayfellow.notifications.models import Undeliverable
from wayfellow.notifications.preferences import wishes
from wayfellow.people.models import User


def scope_of(mailing: Mailing) -> tuple[Listing, Scope] | None:
    """The list and how its sender sees it; None once the sender may not write to it any more."""
    listing = LISTINGS.get(mailing.listing)
    place = listing.place(mailing.by, mailing.place) if listing else None
    if listing is None or place is None:
        return None
    if not listing.institutions(mailing.by, place).filter(pk=mailing.institution_id).exists():
        return None
    scope = Scope(
        sender=mailing.by,
        place=place,
        institution=mailing.institution,
        asked=QueryDict(mailing.asked),
    )
    return listing, scope


def people_of(mailing: Mailing) -> QuerySet[User]:
    """Everybody on the list now, closed accounts too, but not the sender."""
    found = scope_of(mailing)
    if found is None:
        return User.objects.none()
    listing, scope = found
    return listing.people(scope, whom=mailing.whom, picked=mailing.picked)


def listed(mailing: Mailing) -> QuerySet[User]:
    """The same, in the order of names."""
    return people_of(mailing).order_by("name", "pk")


def still_listed(mailing: Mailing, people: Iterable[int]) -> set[int]:
    """Those of ``people`` who are on the list now."""
    return set(people_of(mailing).filter(pk__in=people).values_list("pk", flat=True))


@dataclass(slots=True)
class Audience:
    """Everybody on a list at one moment, and how each of them is reached."""

    people: dict[int, str] = field(default_factory=dict)
    """The language of the words that each gets."""
    closed: set[int] = field(default_factory=set)
    channels: Counter[str] = field(default_factory=Counter)
    """How many want such mail at once, in a digest, or not at all."""
    held: int = 0
    """How many have an address that takes no mail at present."""
    languages: Counter[str] = field(default_factory=Counter)
    """How many speak each language."""

    @property
    def count(self) -> int:
        """To how many it goes."""
        return len(self.people)

    @property
    def mailed(self) -> int:
        """How many of them get mail."""
        return self.count - self.channels[Channel.NONE]

    @property
    def digest(self) -> str:
        """The same while the same people are on the list."""
        named = ",".join(map(str, sorted(self.people)))
        return hashlib.sha256(named.encode()).hexdigest()[:32]


def audience(mailing: Mailing) -> Audience:
    """Who would get ``mailing`` now; four queries beside the list's own."""
    found = Audience()
    for pk, is_active, language in people_of(mailing).values_list("pk", "is_active", "language"):
        if not is_active:
            found.closed.add(pk)
            continue
        found.people[pk] = language if language in mailing.texts else mailing.language
        found.languages[language] += 1
    chosen = wishes(found.people, [Category.NEWS])
    for pk in found.people:
        found.channels[chosen.get((pk, Category.NEWS), usual(Category.NEWS))] += 1
    refused = Undeliverable.objects.values("address")
    found.held = (
        people_of(mailing)
        .filter(is_active=True)
        .annotate(small=Lower("email"))
        .filter(small__in=refused)
        .count()
    )
    return found
