"""A message that was stopped, or whose reader has left the list, does not leave."""

from datetime import timedelta

from django.utils.timezone import now

from wayfellow.mailings.actions import still_there
from wayfellow.mailings.lifecycle import MailingState
from wayfellow.mailings.models import Mailing, Recipient
from wayfellow.notifications.models import Letter
from wayfellow.notifications.recheck import recheck

FRESH = timedelta(minutes=5)
"""For so long what was asked when the letter was written is good enough."""


def _stopped(mailing: Mailing, letter: Letter) -> str:
    if mailing.state == MailingState.CANCELLED:
        return "the message was cancelled"
    if now() - letter.at < FRESH:
        return ""
    found = Recipient.objects.filter(letter=letter.pk).select_related(
        "mailing__by", "mailing__institution"
    )
    recipient = found.first()
    if recipient is not None and not still_there(recipient):
        return "the reader is no longer on the list, or the sender may not write to them any more"
    return ""


recheck("mailing.send", by=_stopped)
