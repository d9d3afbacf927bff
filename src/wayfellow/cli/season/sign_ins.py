"""One person for each role of the demonstration."""

from collections.abc import Iterator

from wayfellow.cli.season import groups
from wayfellow.cli.season.founding import Stage
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Membership
from wayfellow.partners.models import PartnerContact
from wayfellow.people.models import User
from wayfellow.programmes.models import Office


def cast(assigned: Stage, directed: Stage, circles: Stage) -> Iterator[tuple[str, User]]:
    """Roles and people, those of the assigned groups first."""
    first = assigned.institutions[0]
    # The first groups are those that take their time; this one has met and plans to meet again.
    group = groups.live(assigned).filter(institution=first)[3]
    student = groups.crew(group)[0].application
    admin = Membership.objects.filter(institution=first, role=Role.INSTITUTION_ADMIN)
    contact = PartnerContact.objects.filter(partner__programme=assigned.programme).order_by("pk")
    yield "coordinator", assigned.lead
    yield "institution admin", admin.select_related("person")[0].person
    yield "liaison officer", Office.objects.get(charges__application=student).person
    yield "mentor", group.mentor.person
    yield "student", student.person
    yield "partner contact", contact.select_related("person")[0].person
    for name, stage in (("self-directed", directed), ("circles", circles)):
        other = groups.live(stage)[0]
        yield f"{name} coordinator", stage.lead
        yield f"{name} mentor", other.mentor.person
        yield f"{name} student", groups.crew(other)[0].application.person
