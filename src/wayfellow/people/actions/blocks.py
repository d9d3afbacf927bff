"""Blocking somebody, and letting them near again. Whom it concerns is not told."""

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Refused
from wayfellow.events.record import record
from wayfellow.people.models import Block, User


@transaction.atomic
def block(other: User, *, by: User) -> Block:
    """From now on nothing passes between the two; Refused when that is so already."""
    try:
        with transaction.atomic():
            row = Block.objects.create(person=by, other=other)
    except IntegrityError as twice:
        raise Refused(_("You have blocked %(name)s already.") % {"name": other.called}) from twice
    record("begin", row, by=by)
    return row


@transaction.atomic
def lift(row: Block, *, by: User) -> None:
    """Let the other near again; nothing that was held away comes after."""
    if Block.objects.standing().filter(pk=row.pk).update(lifted_at=now()):
        record("lift", row, by=by)
