"""Who may read and handle concerns and terminations; tenancy is inside every rule."""

from django.db.models import Exists, OuterRef, Q

from wayfellow.access.doors import reach
from wayfellow.access.policy import Person, Rule, grant
from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application, Part
from wayfellow.applications.permissions import own_coordinator
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.permissions import belongs
from wayfellow.mentorships.models import Member, WorkGroup
from wayfellow.mentorships.permissions import charged, known, of_group, overseen, run
from wayfellow.pairing.models import Interest
from wayfellow.partners.models import Partner
from wayfellow.people.models import User
from wayfellow.programmes.models import Office, Programme
from wayfellow.programmes.permissions import administers, serves
from wayfellow.safeguarding.lifecycle import TerminationState
from wayfellow.safeguarding.models import Check, Concern, Termination


def _applied(person: Person) -> Q:
    sent = Application.objects.filter(person=person.pk).exclude(
        state__in=[State.DRAFT, State.DECLINED]
    )
    return Q(pk__in=sent.values("cohort__programme"))


def _speaks(person: Person) -> Q:
    return Q(pk__in=Partner.objects.spoken_for_by(person.pk).values("programme"))


grant(
    Programme,
    {
        "raise_concern": Rule(_applied)
        | Rule(_speaks)
        | serves("pk", *Office.Role)
        | administers("pk")
    },
)


def _without_coordinator(_person: Person) -> Q:
    coordinators = Office.objects.current().filter(
        programme=OuterRef("programme"),
        institution=OuterRef("institution"),
        role=Office.Role.COORDINATOR,
    )
    return Q(~Exists(coordinators))


raiser = Rule(lambda person: Q(raised_by=person.pk))
# A concern must reach somebody: where there is no coordinator, the institution's administrators.
handler = serves("programme", Office.Role.COORDINATOR, institution="institution") | (
    belongs("institution", Role.INSTITUTION_ADMIN) & Rule(_without_coordinator)
)
grant(
    Concern,
    {"view": raiser | handler, "take_up": handler, "resolve": handler, "refer": handler},
)


def _met(person: Person) -> Q:
    """People with whom the person is or was in a group, or who wrote to each other."""
    groups = WorkGroup.objects.known_to(person.pk).values("pk")
    members = Member.objects.filter(group__in=groups).values("application__person")
    mentors = WorkGroup.objects.filter(pk__in=groups).values("mentor__person")
    asked = Interest.objects.filter(student__person=person.pk).values("mentor__person")
    asking = Interest.objects.filter(mentor__person=person.pk).values("student__person")
    known_ = Q(pk__in=members) | Q(pk__in=mentors) | Q(pk__in=asked) | Q(pk__in=asking)
    shown = reach(person, "application.meet").values("person")
    return (known_ | Q(pk__in=shown)) & ~Q(pk=person.pk)


grant(User, {"block": Rule(_met)})

_own_mentors = own_coordinator & Rule(lambda _person: Q(part=Part.MENTOR))
_of_own_mentors = Rule(
    lambda person: Q(mentor__in=Application.objects.filter(_own_mentors.rows(person)).values("pk"))
)
grant(Application, {"check": _own_mentors})
grant(Check, {"view": _of_own_mentors, "remove": _of_own_mentors})

grant(WorkGroup, {"draft_termination": run})
_overseers = of_group("group", run | overseen)
_issued = Rule(lambda _person: Q(state=TerminationState.ISSUED))
grant(
    Termination,
    {
        # Those whom the letter concerns read the letter, and nothing else of it.
        "view": _overseers | (of_group("group", known | charged) & _issued),
        "oversee": _overseers,
        "issue": _overseers,
        "discard": _overseers,
    },
)
