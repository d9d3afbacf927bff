"""Everything that changes an account."""

import unicodedata

from django.db import IntegrityError, transaction

from wayfellow.events.record import record
from wayfellow.people.models import Profile, User


def identity(address: str) -> str:
    """The one spelling of an address by which people are told apart."""
    return unicodedata.normalize("NFKC", address).strip().lower()


def register(*, email: str, name: str, by: User | None, language: str = "") -> User:
    """The account of ``email``: the one that exists, or a new one without a password."""
    address = identity(email)
    if found := User.objects.filter(email=address).first():
        return found
    user = User(email=address, name=name.strip(), **({"language": language} if language else {}))
    user.set_unusable_password()
    try:
        with transaction.atomic():
            user.save(force_insert=True)
            Profile.objects.create(person=user)
            record("register", user, by=by)
    except IntegrityError:
        # Somebody registered the same address a moment earlier.
        return User.objects.get(email=address)
    return user
