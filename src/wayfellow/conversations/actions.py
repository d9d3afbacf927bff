"""What is written in a work group stays as it was written."""

from django.db import transaction
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Invalid, Refused
from wayfellow.conversations.models import Message
from wayfellow.events.record import record
from wayfellow.mentorships.models import WorkGroup
from wayfellow.people.models import User

LONGEST = 4000


@transaction.atomic
def write(group: WorkGroup, body: str, *, by: User) -> Message:
    """``by`` writes to everybody in ``group``; Refused once the group has ended."""
    text = body.strip()
    if not text or len(text) > LONGEST:
        raise Invalid(_("Write something, up to 4000 characters."), field="body")
    if not WorkGroup.objects.live().joined_by(by.pk).filter(pk=group.pk).exists():
        raise Refused(_("This work group has ended. Its messages stay readable."))
    message = Message.objects.create(group=group, author=by, body=text)
    record("write", message, by=by)
    return message
