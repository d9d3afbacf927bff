"""What people change in their inbox, and what keepers change in the outbox."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now

from wayfellow.events.record import record
from wayfellow.events.step import step
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.notifications import addresses
from wayfellow.notifications.lifecycle import LETTER, LetterState
from wayfellow.notifications.models import Letter, Notification, Undeliverable

AT_ONCE = 500
"""Letters that are sent again in one transaction."""
SET_ASIDE = "set aside by hand"


def read(notification: Notification, *, by: AbstractBaseUser) -> None:
    """Mark one's own notification as read; its first reading counts."""
    Notification.objects.unread().filter(pk=notification.pk, to=by.pk).update(read_at=now())


def read_all(person: AbstractBaseUser, *, by: AbstractBaseUser, category: str = "") -> int:
    """Mark all that ``person`` was told, or all of ``category``, as read; how many there were."""
    rows = Notification.objects.unread().filter(to=person.pk).about(category)
    return rows.update(read_at=now())


def retry(letter: Letter, *, by: AbstractBaseUser | None) -> None:
    """Send ``letter`` again now, whatever went wrong before."""
    step(letter, LETTER, "retry", by=by, set_={"due_at": now()})


def retry_all(letters: QuerySet[Letter], *, by: AbstractBaseUser) -> int:
    """Send again all of ``letters`` that were given up; how many. In portions: they may be many."""
    count = 0
    given_up = letters.filter(state=LetterState.FAILED).order_by("pk")
    while portion := list(given_up[:AT_ONCE]):
        count += _retry_some(portion, by)
    return count


@transaction.atomic
def _retry_some(letters: list[Letter], by: AbstractBaseUser) -> int:
    for letter in letters:
        try:
            retry(letter, by=by)
        except IllegalStep:
            continue  # another hand was quicker
    return len(letters)


def release(letter: Letter, *, by: AbstractBaseUser) -> None:
    """Send a parked ``letter`` although it may have arrived: ``by`` takes that upon them."""
    step(letter, LETTER, "release", by=by, set_={"due_at": now(), "reason": ""})


def set_aside(letter: Letter, *, by: AbstractBaseUser) -> None:
    """Never send ``letter``: it has arrived, or is no longer wanted."""
    step(letter, LETTER, "set_aside", by=by, set_={"reason": SET_ASIDE})


@transaction.atomic
def try_again(address: Undeliverable, *, by: AbstractBaseUser) -> int:
    """Believe that ``address`` works: what was held back leaves; how many letters."""
    record("try_again", address, by=by)
    return addresses.works(address.address)
