"""The few places of each role: the rail on a desk, the bar at the thumb on a phone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from wayfellow.home.standing import Standing
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.queries import PLATFORM
from wayfellow.pairing.queries import is_self_directed


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Somewhere one goes often."""

    label: str
    url: str
    icon: str
    current: bool = False
    count: int = 0


def places(here: Standing, path: str) -> list[Place]:
    """The places of the role that is worn; the one that holds ``path`` is current."""
    found = [
        Place(label=_("Now"), url=reverse("home:now"), icon="home", current=path == "/"),
        *_of(here),
    ]
    holds = [place.url for place in found if place.url != "/" and path.startswith(place.url)]
    if not holds:
        return found
    at = max(holds, key=len)
    return [
        Place(
            label=place.label,
            url=place.url,
            icon=place.icon,
            current=place.url == at,
            count=place.count,
        )
        for place in found
    ]


def _of(here: Standing) -> Iterator[Place]:
    if here.hat is not None and here.hat.key == PLATFORM:
        return _platform(here)
    return ROLES.get(here.role, _nobody)(here)


def _place(label: str, icon: str, name: str, *args: object) -> Place:
    return Place(label=label, icon=icon, url=reverse(name, args=args))


def _nobody(_here: Standing) -> Iterator[Place]:
    yield _place(_("Programmes"), "book", "programmes:public_index")
    yield _place(_("My applications"), "pen", "applications:mine")


def _groups(here: Standing) -> Iterator[Place]:
    for number, group in enumerate(here.groups[:2], 1):
        word = (
            _("My group") if len(here.groups) == 1 else _("Group %(number)s") % {"number": number}
        )
        yield _place(word, "group", "home:group", group.pk)


def _student(here: Standing) -> Iterator[Place]:
    yield from _groups(here)
    yield _place(_("My applications"), "pen", "applications:mine")
    asked = here.groups and not is_self_directed(here.groups[0].cohort.programme)
    if not asked:
        yield _place(_("Requests"), "heart", "pairing:requests")
    yield _place(_("Programmes"), "book", "programmes:index")


def _mentor(here: Standing) -> Iterator[Place]:
    yield from _groups(here)
    yield _place(_("Requests"), "heart", "pairing:received")
    yield _place(_("My profile"), "pen", "applications:mine")
    yield _place(_("Programmes"), "book", "programmes:index")


def _liaison(_here: Standing) -> Iterator[Place]:
    yield _place(_("My students"), "people", "home:caseload")
    yield _place(_("To read"), "book", "mentorships:to_read")
    yield _place(_("Mailings"), "chat", "mailings:index")
    yield _place(_("Programmes"), "flag", "programmes:index")


def _coordinator(here: Standing) -> Iterator[Place]:
    for cohort in here.cohorts[:1]:
        yield _place(_("Console"), "report", "home:console", cohort.pk)
        yield _place(_("Applications"), "pen", "applications:pile", cohort.pk)
        yield _place(_("Matching"), "link", "pairing:matching", cohort.pk)
        yield _place(_("Groups"), "group", "home:groups", cohort.pk)
        yield _place(_("Companies"), "company", "partners:index", cohort.programme_id)
    yield _place(_("Mailings"), "chat", "mailings:index")
    yield _place(_("Concerns"), "hand", "safeguarding:pile")
    yield from _invitations(here)
    yield _place(_("Programmes"), "book", "programmes:index")


def _invitations(here: Standing) -> Iterator[Place]:
    """Where who may invite finds those not yet accepted, to send or take back."""
    if here.hat is not None and here.hat.institution is not None:
        slug = here.hat.institution.slug
        yield _place(_("Invitations"), "mail", "institutions:invitations", slug)


def _partner(here: Standing) -> Iterator[Place]:
    for partner in here.partners[:2]:
        yield _place(partner.name, "company", "partners:show", partner.pk)
    yield _place(_("Programmes"), "book", "programmes:index")


def _administrator(here: Standing) -> Iterator[Place]:
    if here.hat is not None and here.hat.institution is not None:
        slug = here.hat.institution.slug
        yield _place(_("Members"), "people", "institutions:show", slug)
        yield _place(_("Mailings"), "chat", "mailings:index")
        yield _place(_("Personal data"), "lock", "privacy:pile")
    yield from _invitations(here)
    yield _place(_("Programmes"), "book", "programmes:index")


def _platform(_here: Standing) -> Iterator[Place]:
    yield _place(_("Institutions"), "company", "institutions:index")
    yield _place(_("Outbox"), "mail", "notifications:outbox")
    yield _place(_("Notices"), "book", "institutions:publish")
    yield _place(_("Programmes"), "flag", "programmes:index")


ROLES: dict[Role | None, Callable[[Standing], Iterator[Place]]] = {
    Role.STUDENT: _student,
    Role.MENTOR: _mentor,
    Role.LIAISON_OFFICER: _liaison,
    Role.COORDINATOR: _coordinator,
    Role.PARTNER_CONTACT: _partner,
    Role.INSTITUTION_ADMIN: _administrator,
}
