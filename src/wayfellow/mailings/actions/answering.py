"""What a recipient does: open the message, and answer its question once."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Invalid, Refused
from wayfellow.events.record import record
from wayfellow.mailings.models import Recipient
from wayfellow.people.models import User


def open_(recipient: Recipient) -> None:
    """Note that the message was opened, the first time."""
    Recipient.objects.filter(pk=recipient.pk, opened_at=None).update(opened_at=now())


@transaction.atomic
def answer(recipient: Recipient, place: int, *, by: User) -> None:
    """Give the answer at ``place``, once; Refused where one was given before."""
    if not recipient.wording.option(place):
        raise Invalid(_("Please choose one of the answers."), field="answer")
    first = Recipient.objects.filter(pk=recipient.pk, answer=None)
    if not first.update(answer=place, answered_at=now()):
        raise Refused(_("You have answered already. Your first answer holds."))
    recipient.refresh_from_db()
    record("answer", recipient, by=by, answer=place)
