"""Reading requests about personal data; every function costs a constant number of queries."""

from datetime import date

from django.db.models import Case, Q, QuerySet, Value, When

from wayfellow.access.doors import reach
from wayfellow.applications.models import Application
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution, Membership
from wayfellow.mentorships.models import WorkGroup
from wayfellow.people.models import User
from wayfellow.privacy.lifecycle import RequestState
from wayfellow.privacy.models import DataRequest
from wayfellow.programmes.models import Office

OPEN, ANSWERED, LATE = "open", "answered", "late"
"""By what keepers narrow the list."""


def institutions_of(person: User) -> QuerySet[Institution]:
    """Wherever data of ``person`` is kept, also after they have left."""
    return Institution.objects.filter(
        Q(pk__in=Membership.objects.filter(person=person).values("institution"))
        | Q(pk__in=Office.objects.filter(person=person).values("institution"))
        | Q(pk__in=Application.objects.filter(person=person).values("institution"))
        | Q(pk__in=WorkGroup.objects.filter(mentor__person=person).values("institution"))
    )


def asked_by(person: User) -> QuerySet[DataRequest]:
    """What ``person`` has asked, open ones first, then the newest."""
    rows = DataRequest.objects.filter(person=person).select_related("institution")
    return rows.annotate(is_over=_is_over()).order_by("is_over", "-at", "-pk")


def to_answer(person: User, *, show: str = "", day: date) -> QuerySet[DataRequest]:
    """What ``person`` answers as keeper: those that are open first, by the day they are due."""
    rows: QuerySet[DataRequest] = reach(person, "datarequest.answer")
    if show == OPEN:
        rows = rows.filter(state=RequestState.OPEN)
    elif show == LATE:
        rows = rows.filter(state=RequestState.OPEN, due_on__lt=day)
    elif show == ANSWERED:
        rows = rows.exclude(state=RequestState.OPEN)
    rows = rows.select_related("person", "institution").defer("text", "answer")
    return rows.annotate(is_over=_is_over()).order_by("is_over", "due_on", "pk")


def kept_by(person: User) -> QuerySet[Institution]:
    """Institutions for which ``person`` says how long data is kept."""
    rows: QuerySet[Institution] = reach(person, "institution.keep_data")
    return rows.order_by("name")


def is_keeper(person: User) -> bool:
    """Whether requests about personal data come to ``person``, or would."""
    held = Membership.objects.held_by(person.pk, Role.INSTITUTION_ADMIN)
    return person.is_platform_admin or held.exists()


def _is_over() -> Case:
    return Case(When(state=RequestState.OPEN, then=Value(0)), default=Value(1))
