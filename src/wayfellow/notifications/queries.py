"""What the inbox, the outbox and the probes need to know."""

from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.timezone import now

from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import Heartbeat, Letter, Notification


def unread(person: AbstractBaseUser | AnonymousUser) -> int:
    """How many notifications ``person`` has not read."""
    return Notification.objects.unread().filter(to=person.pk).count() if person.pk else 0


def stuck(letters: QuerySet[Letter]) -> QuerySet[Letter]:
    """Of ``letters`` those that have not left: given up first, then waiting, the oldest first."""
    weight = Case(
        When(state=LetterState.FAILED, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    states = [LetterState.FAILED, LetterState.WAITING, LetterState.SENDING]
    return letters.filter(state__in=states).order_by(weight, "due_at", "pk")


def worker_age() -> timedelta | None:
    """How long ago a worker was last seen alive; None if none ever was."""
    seen = Heartbeat.objects.order_by("-at").values_list("at", flat=True).first()
    return now() - seen if seen else None


def queue_age() -> timedelta:
    """For how long the oldest letter that is due has waited; zero when none waits."""
    at = now()
    oldest = Letter.objects.due(at).order_by("due_at").values_list("due_at", flat=True).first()
    return at - oldest if oldest else timedelta()
