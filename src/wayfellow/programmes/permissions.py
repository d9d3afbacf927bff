"""Who may do what in a programme; ``serves`` is used by every higher room."""

from django.db.models import Exists, OuterRef, Q

from wayfellow.access.policy import Person, Rule
from wayfellow.programmes.models import Office


def serves(programme: str, *roles: Office.Role, institution: str = "") -> Rule:
    """Rows whose programme, found at path ``programme``, has the person in one of ``roles``.

    With ``institution``, a path too, only those of the institution for which the person serves:
    in a joint programme one institution's students are never shown to another's staff.
    """

    def rows(person: Person) -> Q:
        offices = Office.objects.current().filter(
            person=person.pk, role__in=roles, programme=OuterRef(programme)
        )
        if institution:
            offices = offices.filter(institution=OuterRef(institution))
        return Q(Exists(offices))

    return Rule(rows)
