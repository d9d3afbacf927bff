"""What the inbox, the outbox and the probes need to know."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import (
    Case,
    Count,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Lower
from django.utils.timezone import now

from wayfellow.notifications.lifecycle import IN_HAND, STUCK, LetterState
from wayfellow.notifications.line import oldest_due
from wayfellow.notifications.models import (
    ORDINARY,
    Heartbeat,
    Letter,
    Notification,
    Undeliverable,
)


def unread(person: AbstractBaseUser | AnonymousUser) -> int:
    """How many notifications ``person`` has not read."""
    return Notification.objects.unread().filter(to=person.pk).count() if person.pk else 0


OUTBOX = {
    "failed": (LetterState.FAILED,),
    "parked": (LetterState.PARKED,),
    "held": (LetterState.HELD,),
    "waiting": (LetterState.WAITING, *IN_HAND),
}
"""The parts of the outbox: what asks for a decision, and what moves on by itself."""


def stuck(letters: QuerySet[Letter]) -> QuerySet[Letter]:
    """Of ``letters`` those that have not left: what asks for somebody first, then by age."""
    places = [
        When(state__in=states, then=Value(place)) for place, states in enumerate(OUTBOX.values())
    ]
    states = [state for part in OUTBOX.values() for state in part]
    refused = Undeliverable.objects.filter(address=Lower(OuterRef("address")))
    return (
        letters.filter(state__in=states)
        .annotate(refused_address=Subquery(refused.values("pk")[:1]))
        .order_by(Case(*places, output_field=IntegerField()), "due_at", "pk")
    )


def counted(letters: QuerySet[Letter]) -> dict[str, int]:
    """How many of ``letters`` there are in each part of the outbox."""
    rows = letters.order_by()
    waiting = rows.filter(state=LetterState.WAITING)
    # Asked as the indexes have them: of all letters that ever left, only few are in a part.
    found = {state: rows.filter(state=state).count() for state in STUCK + IN_HAND} | {
        LetterState.WAITING: waiting.filter(behind=None).count()
        + waiting.filter(behind__isnull=False).count()
    }
    return {part: sum(found[state] for state in states) for part, states in OUTBOX.items()}


def at_the_door(
    person: AbstractBaseUser | AnonymousUser,
) -> tuple[int, Undeliverable | None]:
    """How many notifications ``person`` has not read, and the refusal that holds back their mail.

    One query, as every page asks for both.
    """
    rows = Notification.objects.unread().filter(to=OuterRef("pk")).order_by().values("to")
    refused = Undeliverable.objects.filter(address=person.get_username().lower())
    unread_, held = (
        get_user_model()
        .objects.filter(pk=person.pk or 0)
        .values_list(
            Subquery(rows.annotate(count=Count("pk")).values("count")),
            Subquery(refused.values("pk")[:1]),
        )
        .get()
    )
    return unread_ or 0, refused.filter(pk=held).first() if held else None


def worker_age() -> timedelta | None:
    """How long ago a worker was last seen alive; None if none ever was."""
    seen = Heartbeat.objects.order_by("-at").values_list("at", flat=True).first()
    return now() - seen if seen else None


def queue_age() -> timedelta:
    """For how long the oldest letter that is due has waited; zero when none waits.

    What waits for an earlier letter to its address, or leaves when nothing else does, is not late.
    """
    at = now()
    oldest = oldest_due(at, at_least=ORDINARY)
    return at - oldest if oldest else timedelta()
