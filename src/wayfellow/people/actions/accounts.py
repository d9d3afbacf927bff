"""Coming to an account, getting into it, and what its owner says of themself."""

import unicodedata
import uuid
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.access import links, rates
from wayfellow.access.models import Link
from wayfellow.access.refusals import Refused
from wayfellow.events.record import record
from wayfellow.notifications.notice import Correspondent
from wayfellow.notifications.outbox import URGENT, Words, post
from wayfellow.people.models import Profile, User

SIGN_IN, PASSWORD = "sign-in", "password"
LINK_HOURS = 1
TRIES, TRIES_OF_A_NETWORK, TRIES_OF_AN_ADDRESS = 5, 30, 50
TRIES_WITHIN = timedelta(minutes=15)
"""For an address from one network, from a network, for an address from everywhere.

A class that signs in together shares one network. Only the first is small, so that a stranger
elsewhere uses up the own tries and not those of whom the address belongs to.
"""
LONGEST_PATH = 300
EARLIEST_BIRTH = date(1900, 1, 1)
USER_FIELDS = ("name", "preferred_name", "language", "time_zone")
PROFILE_FIELDS = ("headline", "about", "languages", "city", "phone", "phone_for", "email_for")


def identity(address: str) -> str:
    """The one spelling of an address by which people are told apart."""
    return unicodedata.normalize("NFKC", address).strip().lower()


def one_line(text: str) -> str:
    """``text`` without line ends and double blanks, as names stand in mails and on papers."""
    return " ".join(text.split())


def register(*, email: str, name: str, by: User | None, language: str = "") -> User:
    """The account of ``email``: the one that exists, or a new one without a password."""
    address = identity(email)
    if found := User.objects.filter(email=address).first():
        return found
    user = User(email=address, name=one_line(name), **({"language": language} if language else {}))
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


def send_sign_in_link(email: str, *, path: str = "", network: str = "") -> None:
    """Mail a link that signs ``email``'s owner in once and goes on to ``path``.

    Whoever asks learns nothing: an address without an account gets a mail that says so. TooOften
    after too many tries.
    """
    address = identity(email)
    spend("link", address, network)
    person = User.objects.filter(email=address, is_active=True).first()
    if person is None:
        tell_stranger(address)
        return
    with translation.override(person.language):
        words = Words(
            subject=_("Your sign-in link"),
            text=_(
                "Open the page and press the button to sign in. The link works once, within the "
                "next hour. If you did not ask for it, you can leave it alone."
            ),
            action=_("Sign in to Wayfellow"),
        )
    _post_link(person, SIGN_IN, words, path=local(path))


def spend(what: str, address: str, network: str, words: str = "") -> list[str]:
    """Use up a try; TooOften if there is none left. What it returns can be given back."""
    return [
        rates.spend(f"{what} {key}", limit, int(TRIES_WITHIN.total_seconds()), words)
        for key, limit in (
            (f"from {network or address}", TRIES_OF_A_NETWORK),
            (f"of {address} from {network}", TRIES),
            (f"of {address}", TRIES_OF_AN_ADDRESS),
        )
    ]


def try_password(email: str, network: str) -> list[str]:
    """Use up a try at the password of ``email``, to be given back if it was the right one."""
    words = _(
        "There were many tries with this address, so it rests for a few minutes. A mailed "
        "sign-in link works now."
    )
    return spend("password", identity(email), network, words)


def send_password_mail(email: str, *, network: str = "") -> None:
    """Mail ``email`` a link to the page where a new password is chosen, or that none has it."""
    address = identity(email)
    spend("new password", address, network)
    person = User.objects.filter(email=address, is_active=True).first()
    if person is None:
        tell_stranger(address)
        return
    with translation.override(person.language):
        words = Words(
            subject=_("Choose a new password"),
            text=_(
                "Somebody, probably you, asked for a new password. The link works for the next "
                "hour. If it was not you, leave it alone: nothing changes."
            ),
            action=_("Choose a new password"),
        )
    _post_link(person, PASSWORD, words)


@transaction.atomic
def _post_link(person: User, purpose: str, words: Words, *, path: str = "") -> None:
    link = links.issue(
        purpose, address=person.email, days=LINK_HOURS / 24, person=person, path=path
    )
    post(f"{purpose}:{link.pk}", words, to=person, opens=link, priority=URGENT)


def tell_stranger(address: str) -> None:
    """Tell the owner of ``address`` that no account has it, in the language of the page."""
    words = Words(
        subject=_("No account with this address"),
        text=_(
            "Somebody, probably you, wanted to sign in to Wayfellow with this address, but no "
            "account has it. Perhaps you were invited at another address? If it was not you, "
            "you can forget this mail."
        ),
    )
    stranger = Correspondent(name="", address=address, language=translation.get_language() or "en")
    post(f"stranger:{uuid.uuid4()}", words, to=stranger, priority=URGENT)


def sign_in(link: Link) -> User:
    """Use ``link`` up; the person whom it lets in. Refused when it was used or has expired."""
    person = link.person
    if person is None or not person.is_active or not links.use(link):
        raise Refused(_("This sign-in link was used before or has expired. Ask for a new one."))
    return person


@transaction.atomic
def secure(person: User, password: str, *, by: User | None) -> None:
    """Give ``person`` a new password; links to choose one or to sign in end, and a mail says so."""
    person.set_password(password)
    person.save(update_fields=["password"])
    rows = Link.objects.open().filter(person=person, purpose__in=[SIGN_IN, PASSWORD])
    rows.update(revoked_at=now())
    record("secure", person, by=by)


@transaction.atomic
def tell_new_device(person: User) -> None:
    """The account was used in a browser that is not known for it; its owner is mailed."""
    record("use_new_device", person, by=person)


@transaction.atomic
def edit(person: User, values: dict[str, Any], *, by: User) -> None:
    """Change what ``person`` says of themself; names of changed fields are recorded, not texts."""
    own = {name: one_line(values[name]) for name in USER_FIELDS if name in values}
    more = {name: values[name] for name in PROFILE_FIELDS if name in values}
    before = User.objects.select_related("profile").get(pk=person.pk)
    changed = [name for name, value in own.items() if getattr(before, name) != value]
    changed += [name for name, value in more.items() if getattr(before.profile, name) != value]
    if not changed:
        return
    User.objects.filter(pk=person.pk).update(**own)
    Profile.objects.filter(person=person).update(**more)
    record("edit", person, by=by, changed=changed)


@transaction.atomic
def correct_birthday(person: User, born_on: date, *, by: User) -> None:
    """Put ``person``'s date of birth right, by staff who read it on a paper; never by themself.

    Once it is known, a guardian's consent hangs on it. The event says that it was done, not when
    somebody was born.
    """
    if person == by:
        raise Refused(_("Somebody else at your institution must correct your date of birth."))
    changed = Profile.objects.filter(person=person).exclude(born_on=born_on)
    if changed.update(born_on=born_on):
        record("correct_birthday", person, by=by)


def local(path: str) -> str:
    """``path`` if it stays on this site, else nothing."""
    safe = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if safe and len(path) <= LONGEST_PATH else ""
