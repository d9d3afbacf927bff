"""Everything that changes an institution and who belongs to it."""

from django.db import transaction
from django.utils.timezone import now

from wayfellow.events.record import record
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution, Membership
from wayfellow.people.models import User


@transaction.atomic
def enrol(
    person: User, institution: Institution, role: Role, *, by: User | None, student_number: str = ""
) -> Membership:
    """Make ``person`` a member in ``role``; does nothing when that is so already."""
    membership, is_new = Membership.objects.get_or_create(
        institution=institution,
        person=person,
        role=role,
        defaults={"student_number": student_number},
    )
    if is_new:
        record("enrol", membership, by=by)
    elif membership.ended_at is not None:
        Membership.objects.filter(pk=membership.pk).update(ended_at=None, since=now())
        record("enrol", membership, by=by)
    return membership
