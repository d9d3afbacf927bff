"""Handing out everything that is kept about a person, to nobody but this person."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from wayfellow.access import links
from wayfellow.access.models import Link
from wayfellow.access.refusals import Refused
from wayfellow.events.record import record
from wayfellow.notifications.outbox import URGENT, Words, post
from wayfellow.people.models import User
from wayfellow.privacy.portable import packed

COPY = "my-data"
LINK_HOURS = 1


@transaction.atomic
def mail_link(person: User) -> None:
    """Mail ``person``, who has no password, a link that hands the copy out once."""
    with translation.override(person.language):
        words = Words(
            subject=_("The copy of your data"),
            text=_(
                "Open the page where you are signed in and press the button. The link works once,"
                " within the next hour. If you did not ask for it, you can leave it alone."
            ),
            action=_("Take the copy"),
        )
    link = links.issue(COPY, address=person.email, days=LINK_HOURS / 24, person=person)
    post(f"{COPY}:{link.pk}", words, to=person, opens=link, priority=URGENT)


@transaction.atomic
def take_copy(person: User, link: Link | None = None) -> bytes:
    """The copy as a file; a link is used up by it."""
    if link is not None and not links.use(link):
        raise Refused(_("This link was used already, or its hour is over. Ask for another."))
    made = packed(person)
    record("take_copy", person, by=person)
    return made
