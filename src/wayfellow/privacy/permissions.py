"""Who asks about their own data, who answers, and who decides how long data is kept."""

from django.db.models import Exists, OuterRef, Q

from wayfellow.access.policy import Person, Rule, grant, platform_admin
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution, Membership
from wayfellow.institutions.permissions import belongs
from wayfellow.privacy.models import DataRequest, Hold

asker = Rule(lambda person: Q(person=person.pk))


def _of_somebody_else(person: Person) -> Q:
    """Nobody decides about what they have asked themselves."""
    return ~Q(person=person.pk)


def _without_keeper(_person: Person) -> Q:
    keepers = Membership.objects.current().filter(
        institution=OuterRef("institution"), role=Role.INSTITUTION_ADMIN
    )
    return Q(~Exists(keepers.exclude(person=OuterRef("person"))))


# A request must reach somebody: where there is no administrator, those of the platform.
keeper = (
    belongs("institution", Role.INSTITUTION_ADMIN) | (platform_admin & Rule(_without_keeper))
) & Rule(_of_somebody_else)

grant(
    DataRequest,
    {
        "view": asker | keeper,
        "answer": keeper,
        "fulfil": keeper,
        "refuse": keeper,
        "take_back": asker,
    },
)

_keeps = belongs("pk", Role.INSTITUTION_ADMIN)
grant(Institution, {"keep_data": _keeps})
_keeps_here = belongs("institution", Role.INSTITUTION_ADMIN)
grant(Hold, {"view": _keeps_here, "lift": _keeps_here})
