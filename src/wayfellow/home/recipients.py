"""The lists of the console and the caseload, to whose people staff write."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wayfellow.applications.models import Application
from wayfellow.home.queries import caseload, console, health, stages
from wayfellow.institutions.models import Institution
from wayfellow.mailings.listing import EVERYBODY, Listing, Scope, accounts, behind, listings
from wayfellow.mentorships.lifecycle import GroupState
from wayfellow.mentorships.models import Member
from wayfellow.people.models import User
from wayfellow.programmes.models import Cohort, Office, Programme

_ON_THE_LIST = _("Everybody on the list")
_COORDINATOR, _LIAISON = Office.Role.COORDINATOR, Office.Role.LIAISON_OFFICER


def _words(scope: Scope) -> str:
    return scope.asked.get("q", "").strip()[:100]


def _known(scope: Scope, name: str, values: Any) -> str:
    asked = scope.asked.get(name, "")
    return asked if asked in values else ""


def _joined(*parts: Any) -> str:
    return ", ".join(str(part) for part in parts if part)


def _at(name: str) -> Any:
    def page(scope: Scope) -> str:
        return f"{reverse(name, args=[scope.place.pk])}?{scope.asked.urlencode()}"

    return page


def _coordinated(person: User, cohort: Cohort) -> QuerySet[Institution]:
    offices = Office.objects.current().filter(
        programme=cohort.programme_id, person=person, role=_COORDINATOR
    )
    return Institution.objects.filter(pk__in=offices.values("institution"))


def _programme(cohort: Cohort) -> Programme:
    return cohort.programme


def _persons(rows: QuerySet[Any]) -> QuerySet[User]:
    return accounts(rows.values("person"))


# People at a stage of the way ------------------------------------------------------------------


def _stage(scope: Scope) -> str:
    return _known(scope, "stage", stages.STAGES) or "students"


listings(
    Listing(
        name="people",
        label=_("People"),
        place=behind("cohort.coordinate"),
        institutions=_coordinated,
        programme=_programme,
        rows=lambda scope: console.people(
            scope.place, [scope.institution], stage=_stage(scope), words=_words(scope)
        ).order_by(),
        whom={EVERYBODY: (_ON_THE_LIST, _persons)},
        said=lambda scope: _joined(stages.STAGES[_stage(scope)].label, _words(scope)),
        page=_at("home:people"),
    )
)


# Groups ----------------------------------------------------------------------------------------


def _flag(scope: Scope) -> str:
    return _known(scope, "flag", [*health.ALL, "well"])


def _state(scope: Scope) -> str:
    return _known(scope, "state", ["live", *GroupState.values])


def _said_of_groups(scope: Scope) -> str:
    flag, state = _flag(scope), _state(scope)
    label = console.WELL if flag == "well" else health.ALL[flag].label if flag else ""
    kind = _("Going on") if state == "live" else GroupState(state).label if state else ""
    return _joined(label, kind, _words(scope))


def _mentors(rows: QuerySet[Any]) -> QuerySet[User]:
    return accounts(rows.values("mentor__person"))


def _students(rows: QuerySet[Any]) -> QuerySet[User]:
    members = Member.objects.active().filter(group__in=rows.values("pk"))
    return accounts(members.values("application__person"))


def _both(rows: QuerySet[Any]) -> QuerySet[User]:
    return _mentors(rows) | _students(rows)


listings(
    Listing(
        name="groups",
        label=_("Groups"),
        place=behind("cohort.coordinate"),
        institutions=_coordinated,
        programme=_programme,
        rows=lambda scope: console.groups(
            scope.place,
            [scope.institution],
            flag=_flag(scope),
            state=_state(scope),
            words=_words(scope),
        ).order_by(),
        whom={
            "everybody": (_("Mentors and students"), _both),
            "mentors": (_("Mentors"), _mentors),
            "students": (_("Students"), _students),
        },
        said=_said_of_groups,
        page=_at("home:groups"),
    ),
    Listing(
        name="officers",
        label=_("Liaison officers"),
        place=behind("cohort.coordinate"),
        institutions=_coordinated,
        programme=_programme,
        rows=lambda scope: console.officers(scope.place, [scope.institution]).order_by(),
        whom={EVERYBODY: (_ON_THE_LIST, _persons)},
        said=lambda _scope: "",
        page=_at("home:console"),
    ),
)


# A liaison officer's own students --------------------------------------------------------------


def _office(person: User, pk: int) -> User | None:
    """The list hangs at the officer's own account."""
    offices = Office.objects.current().filter(person=person, role=_LIAISON)
    return person if pk == person.pk and person.is_active and offices.exists() else None


def _served(person: User, _place: User) -> QuerySet[Institution]:
    offices = Office.objects.current().filter(person=person, role=_LIAISON)
    return Institution.objects.filter(pk__in=offices.values("institution"))


def _in_charge(scope: Scope) -> QuerySet[Application]:
    flag = _known(scope, "flag", caseload.SECTIONS)
    found = caseload.rows(scope.sender, words=_words(scope))
    shown = [row for section in caseload.sections(found, flag) for row in section.rows]
    return Application.objects.filter(
        pk__in=[row.application.pk for row in shown], institution=scope.institution
    )


def _said_of_charges(scope: Scope) -> str:
    flag = _known(scope, "flag", caseload.SECTIONS)
    return _joined(caseload.SECTIONS[flag] if flag else "", _words(scope))


listings(
    Listing(
        name="caseload",
        label=_("My students"),
        place=_office,
        institutions=_served,
        rows=_in_charge,
        whom={EVERYBODY: (_ON_THE_LIST, _persons)},
        said=_said_of_charges,
        page=lambda scope: f"{reverse('home:caseload')}?{scope.asked.urlencode()}",
    )
)
