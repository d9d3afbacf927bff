"""Through which door people come in: the programme's entrance, and whose people may use it."""

from django.db.models import QuerySet
from django.utils.timezone import localdate

from wayfellow.applications.models import Part
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution, Membership
from wayfellow.people.models import User
from wayfellow.programmes.models import Cohort, Programme
from wayfellow.programmes.queries import Entrance, entrances


def door_of(programme: Programme, part: str) -> Entrance:
    """The programme's entrance for ``part`` today."""
    return entrances(programme, localdate())[part]


def takes(cohort: Cohort, part: str) -> bool:
    """Whether ``cohort`` takes applications for ``part`` today."""
    door = door_of(cohort.programme, part)
    return door.is_open and door.cohort == cohort


def institutions_for(
    programme: Programme, part: str, person: User | None = None
) -> QuerySet[Institution]:
    """Through which institutions one may join; a student only through the own one."""
    everywhere = programme.institutions.all()
    if person is None or part != Part.STUDENT:
        return everywhere
    studies = Membership.objects.held_by(person.pk, Role.STUDENT).values("institution")
    own = everywhere.filter(pk__in=studies)
    return own if own.exists() else everywhere
