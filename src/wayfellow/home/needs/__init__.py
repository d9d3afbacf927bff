"""What needs somebody now: for each role a function that reads it live."""

from collections.abc import Callable

from wayfellow.home.needs.administrators import institution_admin, platform_admin
from wayfellow.home.needs.coordinator import coordinator
from wayfellow.home.needs.joining import outsider
from wayfellow.home.needs.landing import Landing
from wayfellow.home.needs.liaison import liaison_officer
from wayfellow.home.needs.members import mentor, student
from wayfellow.home.needs.partners import partner_contact
from wayfellow.home.standing import Standing
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.queries import PLATFORM
from wayfellow.people.models import User

ROLES: dict[Role | None, Callable[[User, Standing], Landing]] = {
    Role.STUDENT: student,
    Role.MENTOR: mentor,
    Role.LIAISON_OFFICER: liaison_officer,
    Role.COORDINATOR: coordinator,
    Role.PARTNER_CONTACT: partner_contact,
    Role.INSTITUTION_ADMIN: institution_admin,
}


def landing(person: User, here: Standing) -> Landing:
    """What ``person`` sees first, in the role worn now."""
    if here.hat is not None and here.hat.key == PLATFORM:
        return platform_admin(person, here)
    return ROLES.get(here.role, outsider)(person, here)


__all__ = ["Landing", "landing"]
