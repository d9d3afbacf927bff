"""What a person stands in the middle of, in the role worn now; read once a request."""

from dataclasses import dataclass, field

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest

from wayfellow.institutions import hats
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.queries import Hat
from wayfellow.mentorships.models import WorkGroup
from wayfellow.partners.models import Partner
from wayfellow.people.models import User
from wayfellow.programmes.lifecycle import CohortState
from wayfellow.programmes.models import Cohort, Office, Programme

_KEPT = "standing"
_BUSY = (CohortState.MATCHING, CohortState.OPEN, CohortState.RUNNING, CohortState.CLOSING)


@dataclass(slots=True)
class Standing:
    """The role, and the rows that its places lead to."""

    hat: Hat | None
    cohorts: list[Cohort] = field(default_factory=list)
    """Those that a coordinator runs, the one with most to do first."""
    groups: list[WorkGroup] = field(default_factory=list)
    """Those that a student or a mentor is part of, live ones first."""
    programmes: list[Programme] = field(default_factory=list)
    partners: list[Partner] = field(default_factory=list)

    @property
    def role(self) -> Role | None:
        return self.hat.role if self.hat else None


def standing(request: HttpRequest) -> Standing:
    """Where the signed-in person stands; one query beside those for the hats."""
    if not hasattr(request, _KEPT):
        setattr(request, _KEPT, _read(request))
    found: Standing = getattr(request, _KEPT)
    return found


def _read(request: HttpRequest) -> Standing:
    person = request.user
    hat = hats.current(request)
    found = Standing(hat)
    if hat is None or not isinstance(person, User):
        return found
    match hat.role:
        case Role.COORDINATOR:
            found.cohorts = list(coordinated(person, hat))
        case Role.STUDENT | Role.MENTOR:
            found.groups = list(groups_of(person, hat.role))
        case Role.LIAISON_OFFICER:
            serving = Programme.objects.staffed_by(person.pk, Office.Role.LIAISON_OFFICER)
            found.programmes = list(serving.order_by("name"))
        case Role.PARTNER_CONTACT:
            found.partners = list(
                Partner.objects.spoken_for_by(person.pk).select_related("programme")
            )
    return found


def coordinated(person: User, hat: Hat) -> QuerySet[Cohort]:
    """Cohorts that ``person`` runs for the hat's institution, the busiest first."""
    offices = Office.objects.current().filter(
        person=person, role=Office.Role.COORDINATOR, institution=hat.institution
    )
    order = [When(state=state, then=Value(n)) for n, state in enumerate(_BUSY)]
    rows = Cohort.objects.filter(programme__in=offices.values("programme"))
    return (
        rows.exclude(state=CohortState.CANCELLED)
        .select_related("programme__institution")
        .annotate(busy=Case(*order, default=Value(9), output_field=IntegerField()))
        .order_by("busy", "-starts_on", "pk")
    )


def groups_of(person: User, role: Role) -> QuerySet[WorkGroup]:
    """Groups that ``person`` is or was part of in ``role``, live ones first."""
    rows = WorkGroup.objects.known_to(person.pk)
    if role == Role.MENTOR:
        rows = rows.filter(mentor__person=person)
    else:
        rows = rows.exclude(mentor__person=person)
    return rows.select_related("mentor__person", "cohort__programme").order_by(
        "ended_at", "-formed_at", "pk"
    )
