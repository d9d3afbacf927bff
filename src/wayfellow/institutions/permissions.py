"""Who may do what at an institution; ``belongs`` is used by every higher room."""

from django.db.models import Exists, OuterRef, Q

from wayfellow.access.policy import Person, Rule
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Membership


def belongs(path: str, *roles: Role) -> Rule:
    """Rows whose institution, found at ``path``, counts the person among its ``roles``."""

    def rows(person: Person) -> Q:
        held = Membership.objects.held_by(person.pk, *roles)
        return Q(Exists(held.filter(institution=OuterRef(path))))

    return Rule(rows)
