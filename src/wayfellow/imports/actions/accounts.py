"""Accounts, profiles and memberships of many people at once."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.hashers import (
    UNUSABLE_PASSWORD_PREFIX,
    UNUSABLE_PASSWORD_SUFFIX_LENGTH,
)
from django.db.models.functions import Lower

from wayfellow.imports.actions.order import rewrite
from wayfellow.imports.reading import Line, Values
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution, Membership
from wayfellow.people.models import Profile, User


@dataclass(slots=True)
class Crowd:
    """The people of some rows, as the database knows them now, by address."""

    people: dict[str, User]
    profiles: dict[int, Profile]
    here: dict[int, Membership]
    """Their memberships in the role in question at the institution, ended ones too."""
    elsewhere: set[int] = field(default_factory=set)
    """Who holds the role at another institution now."""
    numbers: dict[str, int] = field(default_factory=dict)
    """Student number -> whose it is here."""


def addresses(lines: Iterable[Line], name: str = "email") -> set[str]:
    """The addresses that ``lines`` give in our field ``name``."""
    return {line.values[name] for line in lines if name in line.values}


def people_at(wanted: Iterable[str]) -> dict[str, User]:
    """Accounts by address, written small."""
    found = User.objects.annotate(key=Lower("email")).filter(key__in=list(wanted))
    return {person.email.lower(): person for person in found}


def crowd(lines: Sequence[Line], institution: Institution, role: Role) -> Crowd:
    """Everybody whom ``lines`` name; three queries, however many they are."""
    people = people_at(addresses(lines))
    ids = [person.pk for person in people.values()]
    found = Crowd(people=people, profiles={}, here={})
    for membership in Membership.objects.filter(person__in=ids, role=role):
        if membership.institution_id == institution.pk:
            found.here[membership.person_id] = membership
        elif membership.ended_at is None:
            found.elsewhere.add(membership.person_id)
    numbers = addresses(lines, "student_number")
    if numbers:
        owners = Membership.objects.filter(institution=institution, student_number__in=numbers)
        found.numbers = dict(owners.values_list("student_number", "person"))
    return found


def profiles_of(seen: Crowd) -> dict[int, Profile]:
    """The profiles of those who have an account, by person."""
    ids = [person.pk for person in seen.people.values()]
    return {profile.person_id: profile for profile in Profile.objects.filter(person__in=ids)}


def register_all(
    lines: Sequence[Line], known: Mapping[str, User], institution: Institution
) -> dict[str, User]:
    """Accounts without a password for those of ``lines`` who have none; all of them by address.

    Their new profiles hold the phone number and the date of birth that the file gives.
    """
    made = [
        User(
            email=line.values["email"],
            name=line.values["name"],
            preferred_name=line.values.get("preferred_name", ""),
            language=institution.language,
            time_zone=institution.time_zone,
            password=_no_password(),
        )
        for line in lines
        if line.values["email"] not in known
    ]
    User.objects.bulk_create(made)
    values = {line.values["email"]: line.values for line in lines}
    Profile.objects.bulk_create(
        Profile(
            person=person,
            phone=values[person.email].get("phone", ""),
            born_on=values[person.email].get("born_on"),
        )
        for person in made
    )
    return {**known, **{person.email: person for person in made}}


def _no_password() -> str:
    # What Django's make_password(None) gives, in one draw of chance instead of forty.
    drawn = secrets.token_urlsafe(UNUSABLE_PASSWORD_SUFFIX_LENGTH)
    return UNUSABLE_PASSWORD_PREFIX + drawn[:UNUSABLE_PASSWORD_SUFFIX_LENGTH]


def enrol_all(
    people: Iterable[tuple[User, Values]], institution: Institution, role: Role, seen: Crowd
) -> None:
    """Make everybody a member in ``role``, students under the number that the file gives."""
    new: list[Membership] = []
    changed: list[Membership] = []
    for person, values in people:
        number = values.get("student_number", "")
        membership = seen.here.get(person.pk)
        if membership is None:
            new.append(
                Membership(institution=institution, person=person, role=role, student_number=number)
            )
        elif differs(membership, number):
            membership.ended_at = None
            membership.student_number = number or membership.student_number
            changed.append(membership)
    Membership.objects.bulk_create(new)
    rewrite(changed, ["ended_at", "student_number"])


def differs(membership: Membership | None, number: str) -> bool:
    """Whether a membership has to be made, renewed or given another number."""
    if membership is None or membership.ended_at is not None:
        return True
    return bool(number) and membership.student_number != number
