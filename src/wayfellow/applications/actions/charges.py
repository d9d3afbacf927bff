"""Which liaison officer looks after whom."""

from django.db import transaction
from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Invalid, Refused
from wayfellow.applications.models import Application, Charge
from wayfellow.applications.queries import offices_for
from wayfellow.events.record import record
from wayfellow.people.models import User
from wayfellow.programmes.lifecycle import CohortState
from wayfellow.programmes.models import Office
from wayfellow.programmes.policy import Need

_OVER = (CohortState.CLOSED, CohortState.CANCELLED)


@transaction.atomic
def charge(application: Application, office: Office, *, by: User | None) -> Charge:
    """Let ``office``'s holder look after the student, in the place of whoever did before."""
    if not application.is_student or not offices_for(application).filter(pk=office.pk).exists():
        raise Invalid(_("Choose a liaison officer of the student's institution."), field="office")
    found, is_new = Charge.objects.get_or_create(
        application=application, defaults={"office": office}
    )
    if not is_new:
        if found.office_id == office.pk:
            return found
        Charge.objects.filter(pk=found.pk).update(office=office, since=now())
        found.refresh_from_db()
    record("charge", application, by=by, office=office.pk)
    return found


def charge_automatically(application: Application, *, by: User | None = None) -> Charge | None:
    """Give a student without one a liaison officer: of the same school, else the least charged.

    None where the institution has no liaison officer yet.
    """
    if found := Charge.objects.filter(application=application).first():
        return found
    office = _nearest(application)
    return charge(application, office, by=by) if office else None


def _nearest(application: Application) -> Office | None:
    school = application.student.school
    own, any_school, other = Value(0), Value(1), Value(2)
    offices = offices_for(application).annotate(
        nearness=Case(
            When(~Q(school="") & Q(school__iexact=school), then=own),
            When(school="", then=any_school),
            default=other,
            output_field=IntegerField(),
        ),
        load=Count("charges"),
    )
    return offices.order_by("nearness", "load", "pk").first()


@transaction.atomic
def hand_over(office: Office, *, by: User | None) -> int:
    """Give the students of a liaison officer who leaves to the others; how many.

    Refused where each student must have one and nobody else is there.
    """
    rows = Charge.objects.filter(office=office).exclude(application__cohort__state__in=_OVER)
    people = ("application__person", "application__student", "application__cohort__programme")
    charges = list(rows.select_related(*people).order_by("pk"))
    for held in charges:
        successor = _nearest(held.application)
        if successor is not None:
            charge(held.application, successor, by=by)
        elif held.application.cohort.programme.liaison == Need.REQUIRED:
            raise Refused(
                _(
                    "Students would be without a liaison officer. Appoint another one first, then release this one."
                )
            )
    return len(charges)
