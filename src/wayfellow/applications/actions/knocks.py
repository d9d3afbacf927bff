"""The way in for people without an account: by a mail to their own address."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wayfellow.access import links, rates
from wayfellow.access.models import Link
from wayfellow.access.refusals import Refused
from wayfellow.applications import policy
from wayfellow.applications.actions.drafts import start
from wayfellow.applications.models import Application, Knock, Part
from wayfellow.events.record import record
from wayfellow.institutions.models import Institution
from wayfellow.people.actions import identity, register
from wayfellow.programmes.models import Cohort


def count_knock(email: str, network: str) -> None:
    """TooOften for whoever asks again and again, be it for one address or for many."""
    address, hour = identity(email), 60 * 60
    words = _("We have mailed links to this address. Look for them, or ask again in an hour.")
    rates.spend(f"join from {network}", policy.KNOCKS_OF_A_NETWORK, hour)
    rates.spend(f"join of {address} from {network}", policy.KNOCKS_AN_HOUR, hour, words)


@transaction.atomic
def knock(
    cohort: Cohort, part: Part, institution: Institution, *, name: str, email: str, by: None = None
) -> None:
    """Mail a link that opens the application, whether or not the address has an account.

    An address gets some such mails an hour at most; of what others asked for it, the page tells
    nothing.
    """
    address = identity(email)
    recent = Knock.objects.filter(email=address, at__gt=now() - timedelta(hours=1))
    if recent.count() >= policy.KNOCKS_OF_AN_ADDRESS:
        return
    knocked = Knock.objects.create(
        cohort=cohort,
        part=part,
        institution=institution,
        name=name.strip(),
        email=address,
        language=(get_language() or "en")[:12],
    )
    link = links.issue("join", address=address, days=policy.KNOCK_DAYS, subject=knocked)
    record("send", knocked, by=by, link=str(link.pk))


@transaction.atomic
def walk_in(link: Link) -> Application:
    """Use the mailed link up: the account, made now if there is none, and its application."""
    knocked = link.subject
    if not isinstance(knocked, Knock) or not links.use(link):
        raise Refused(_("This link has been used or has expired. Ask for a new one."))
    person = register(email=knocked.email, name=knocked.name, by=None, language=knocked.language)
    if not person.is_active:
        raise Refused(_("This account has been closed. Write to the institution."))
    return start(knocked.cohort, person, Part(knocked.part), knocked.institution, by=person)


def forget_knocks(at: datetime) -> int:
    """Forget those who knocked a month before ``at``; how many."""
    old = Knock.objects.filter(at__lt=at - timedelta(days=policy.FORGET_KNOCKS_AFTER_DAYS))
    return old.delete()[0]
