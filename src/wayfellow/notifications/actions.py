"""What people change in their inbox, and what keepers change in the outbox."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.timezone import now

from wayfellow.events.step import step
from wayfellow.notifications.lifecycle import LETTER
from wayfellow.notifications.models import Letter, Notification
from wayfellow.notifications.tasks import send_soon


def read(notification: Notification, *, by: AbstractBaseUser) -> None:
    """Mark one's own notification as read; its first reading counts."""
    Notification.objects.unread().filter(pk=notification.pk, to=by.pk).update(read_at=now())


def read_all(person: AbstractBaseUser, *, by: AbstractBaseUser) -> int:
    """Mark everything that ``person`` was told as read; how many there were."""
    return Notification.objects.unread().filter(to=person.pk).update(read_at=now())


@transaction.atomic
def retry(letter: Letter, *, by: AbstractBaseUser | None) -> None:
    """Send ``letter`` again now, whatever went wrong before."""
    step(letter, LETTER, "retry", by=by, set_={"due_at": now()})
    send_soon()
