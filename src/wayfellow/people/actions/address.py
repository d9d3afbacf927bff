"""Moving an account to another address: asked for, confirmed there, undone from the old one."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.access import links, rates
from wayfellow.access.models import Link, LinkQuerySet
from wayfellow.access.refusals import Refused
from wayfellow.events.record import record
from wayfellow.events.step import move
from wayfellow.notifications import addresses
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import Letter
from wayfellow.notifications.notice import Correspondent
from wayfellow.notifications.outbox import URGENT, Words, post
from wayfellow.people.actions.accounts import PASSWORD, SIGN_IN, identity, spend
from wayfellow.people.lifecycle import ADDRESS_CHANGE, ChangeState
from wayfellow.people.models import AddressChange, User

CONFIRM, UNDO = "new-address", "old-address"
CONFIRM_DAYS = 1
UNDO_DAYS = 7
ASKS, ASKS_WITHIN = 5, timedelta(hours=1)
"""Mails to other people's addresses that one account may cause."""


@transaction.atomic
def ask_for_address(person: User, email: str, *, network: str = "") -> AddressChange:
    """Mail a link to ``email`` by which ``person`` moves there; an earlier one ends.

    Whoever asks learns nothing of other accounts: the owner of an address that is taken is told
    instead, and everything else looks the same. TooOften after too many tries.
    """
    address = identity(email)
    rates.spend(f"new address of {person.pk}", ASKS, int(ASKS_WITHIN.total_seconds()))
    spend("new address", address, network)
    _open(person).filter(purpose=CONFIRM).update(revoked_at=now())
    change = AddressChange.objects.create(person=person, before=person.email, after=address)
    owner = User.objects.filter(email=address).first()
    if owner is None:
        _post_confirmation(change)
    else:
        _tell_owner(change, owner)
    record("ask", change, by=person)
    return change


def _open(person: User) -> LinkQuerySet:
    return Link.objects.open().filter(person=person)


def _post_confirmation(change: AddressChange) -> None:
    person = change.person
    with translation.override(person.language):
        words = Words(
            subject=_("Confirm your new address"),
            text=_(
                "Somebody, probably you, wants to use this address for an account at Wayfellow. "
                "Open the page where you are signed in and press the button, within a day. If it "
                "was not you, leave it alone: nothing changes."
            ),
            action=_("Use this address"),
        )
    link = links.issue(
        CONFIRM, address=change.after, days=CONFIRM_DAYS, subject=change, person=person
    )
    _post(change, CONFIRM, words, to=_at(change.after, person), opens=link)


def _tell_owner(change: AddressChange, owner: User) -> None:
    """Whose the address is learns that somebody wanted it, and not who."""
    with translation.override(owner.language):
        words = Words(
            subject=_("Your address is used by your account"),
            text=_(
                "Somebody, perhaps you from another account, wanted to use this address at "
                "Wayfellow. It belongs to your account already, so nothing was changed. If you "
                "have two accounts, ask your coordinator which one to keep."
            ),
        )
    _post(change, "taken", words, to=_at(change.after, owner))


def _at(address: str, person: User) -> Correspondent:
    """Whoever reads at ``address``: no name, as it may be somebody else's after a slip."""
    return Correspondent(name="", address=address, language=person.language)


def _post(
    change: AddressChange, what: str, words: Words, *, to: Correspondent, opens: Link | str = ""
) -> None:
    post(f"{what}:{change.pk}", words, to=to, opens=opens, priority=URGENT)


@transaction.atomic
def confirm_address(link: Link, *, by: User) -> AddressChange:
    """Use ``link`` up and move the account; Refused when it is over or the address is taken.

    Everybody else who is signed in with the account is signed out, links mailed to the old address
    end, and what waits for it goes to the new one. The old address is told, with a way back.
    """
    change = link.subject
    if not isinstance(change, AddressChange) or change.person_id != by.pk or not links.use(link):
        raise Refused(_("This link was used before or has expired. Ask for a new one."))
    person = User.objects.get(pk=change.person_id)
    move(change, ADDRESS_CHANGE, "confirm", set_={"confirmed_at": now(), "before": person.email})
    _relocate(person, before=change.before, after=change.after)
    addresses.works(change.after)
    _post_way_back(change, person)
    change.person = person
    record("confirm", change, by=by)
    return change


def _relocate(person: User, *, before: str, after: str) -> None:
    mine = User.objects.filter(pk=person.pk, email=before)
    try:
        with transaction.atomic():
            moved = mine.update(email=after, sign_outs=F("sign_outs") + 1)
    except IntegrityError as taken:
        raise Refused(
            _("Another account has this address by now. Ask your coordinator which one to keep.")
        ) from taken
    if not moved:
        raise Refused(_("Your address was changed elsewhere meanwhile. Look at your profile."))
    # The library looks for people here as well.
    EmailAddress.objects.filter(user=person).delete()
    _open(person).filter(purpose__in=[SIGN_IN, PASSWORD, CONFIRM]).update(revoked_at=now())
    addresses.follow(person.pk, before, after)
    person.refresh_from_db()


def _post_way_back(change: AddressChange, person: User) -> None:
    with translation.override(person.language):
        words = Words(
            subject=_("Your address was changed"),
            text=_(
                "Your account at Wayfellow has another address now, and mails go there. If this "
                "was you, you need do nothing. If not, press the button within seven days: your "
                "address comes back, and everybody is signed out."
            ),
            action=_("This was not me"),
        )
    link = links.issue(UNDO, address=change.before, days=UNDO_DAYS, subject=change, person=person)
    to = Correspondent(name=person.called, address=change.before, language=person.language)
    _post(change, UNDO, words, to=to, opens=link)


def _close_answers(person: User) -> None:
    """Nobody answers any more from mails that went to the address that is left now."""
    letters = Letter.objects.filter(to=person, address=person.email, state=LetterState.SENT)
    told = letters.exclude(answers=[]).values_list("answers", flat=True)
    sent = [link for answers in told for _purpose, link, _label in answers]
    _open(person).filter(pk__in=sent).update(revoked_at=now())


@transaction.atomic
def undo_address(link: Link) -> User:
    """Bring the old address back, whatever was changed since, and lock everybody out.

    Whoever changed it knew the password or sat at an open page, so that neither works any more:
    the owner comes in by a mailed link.
    """
    change = link.subject
    if not isinstance(change, AddressChange) or not links.use(link):
        raise Refused(_("This link was used before or has expired. Write to your coordinator."))
    person = User.objects.get(pk=change.person_id)
    move(change, ADDRESS_CHANGE, "undo")
    later = AddressChange.objects.filter(person=person, state=ChangeState.CONFIRMED)
    for other in later.filter(pk__gt=change.pk):
        move(other, ADDRESS_CHANGE, "undo")
    _close_answers(person)
    _relocate(person, before=person.email, after=change.before)
    person.set_unusable_password()
    person.save(update_fields=["password"])
    change.person = person
    record("undo", change, by=None)
    return person
