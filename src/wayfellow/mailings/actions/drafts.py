"""A mailing before it is sent: begun on a list, written, tried and perhaps thrown away."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import override

from wayfellow.access.rates import spend
from wayfellow.access.refusals import Refused
from wayfellow.events.record import record
from wayfellow.events.step import step
from wayfellow.institutions.models import Institution
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.mailings.lifecycle import MAILING, MailingState
from wayfellow.mailings.listing import Listing
from wayfellow.mailings.models import Custom, Mailing
from wayfellow.mailings.queries.reading import values_for
from wayfellow.mailings.wording import Wording
from wayfellow.notifications.outbox import Words, post
from wayfellow.people.models import User

TESTS_AN_HOUR = 20
HOUR = 3600
OF_TERMS = ("whom", "path", "per_minute", "replies_to_sender", "language")
"""What is chosen of a mailing beside its words."""


@transaction.atomic
def begin(
    listing: Listing,
    place: Any,
    institution: Institution,
    *,
    asked: str,
    picked: list[int],
    by: User,
) -> Mailing:
    """A draft to everybody on the list; the same one again while nothing is written in it."""
    values = {
        "institution": institution,
        "programme": listing.programme(place),
        "listing": listing.name,
        "place": place.pk,
        "asked": asked[:500],
    }
    User.objects.select_for_update().get(pk=by.pk)
    again = Mailing.objects.untouched().filter(by=by, **values)
    found = next((row for row in again if row.picked == picked), None)
    return found or Mailing.objects.create(
        by=by, picked=picked, language=by.language, whom=next(iter(listing.whom)), **values
    )


def save(mailing: Mailing, language: str, wording: Wording, *, version: int, window: str) -> None:
    """Keep the words in ``language``, however unfinished; none at all are taken away.

    ``version`` is the count of saves that the writer has seen. The ``window`` that saved last may
    go on saving; any other one that is behind is refused.
    """
    _keep(mailing, {}, {language: wording}, version=version, window=window)


def save_terms(
    mailing: Mailing,
    terms: Mapping[str, Any],
    wording: Wording,
    *,
    version: int,
    window: str,
) -> None:
    """The same of the first language, and of everything that is not words."""
    given = {name: terms[name] for name in OF_TERMS if name in terms}
    first = given.get("language", mailing.language)
    _keep(mailing, given, {first: wording}, version=version, window=window)


@transaction.atomic
def _keep(
    mailing: Mailing,
    given: Mapping[str, Any],
    words: Mapping[str, Wording],
    *,
    version: int,
    window: str,
) -> None:
    row = Mailing.objects.select_for_update().get(pk=mailing.pk)
    texts = dict(row.texts)
    if given.get("language", row.language) != row.language:
        texts.pop(row.language, None)
    for language, wording in words.items():
        texts.pop(language, None)
        if wording:
            texts[language] = wording.kept()
    same_window = Q(saved_in=window) & ~Q(saved_in="")
    current = Mailing.objects.filter(
        Q(version=version) | same_window, pk=mailing.pk, state=MailingState.DRAFT
    )
    values = {**given, "texts": texts, "version": F("version") + 1, "saved_in": window}
    if not current.update(**values, at=now()):
        raise Refused(
            _(
                "This message was changed in another window. What you typed here is still in the form."
            )
        )
    mailing.refresh_from_db()


def discard(mailing: Mailing, *, by: User) -> None:
    """Throw a draft away."""
    step(mailing, MAILING, "discard", by=by)


def test(mailing: Mailing, language: str, *, by: User) -> None:
    """Mail what is kept in ``language`` to the sender's own address, and to no other."""
    if mailing.state != MailingState.DRAFT:
        raise IllegalStep("mailing", "test", mailing.state)
    wording = mailing.wording(language)
    if wording.wrong():
        raise Refused(_("Put right what stands in curly braces first. Nothing was sent."))
    spend(f"mailing-test:{by.pk}", TESTS_AN_HOUR, HOUR)
    words = wording.filled(values_for(mailing, by))
    with override(language):
        subject = _("[Test] %(subject)s") % {"subject": words.subject}
        buttons = [f"[ {option} ]" for option in words.options]
        note = _("These answers are buttons in the real mail.") if buttons else ""
        parts = (words.text, words.question, "\n".join(buttons), note)
        tried = Words(
            subject=subject,
            text="\n\n".join(filter(None, parts)),
            action=words.label or _("Open the message"),
        )
    with transaction.atomic():
        event = record("test", mailing, by=by)
        post(f"{event.pk}:mailings/test:{by.pk}", tried, to=by, opens=mailing.path)


@transaction.atomic
def allow(institution: Institution, *, own_addresses: bool, by: User) -> None:
    """What staff of ``institution`` may choose in their mailings."""
    Custom.objects.update_or_create(
        institution=institution, defaults={"own_addresses": own_addresses}
    )
    record("allow_in_mailings", institution, by=by, own_addresses=own_addresses)
