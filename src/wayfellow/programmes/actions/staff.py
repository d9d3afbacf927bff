from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Refused
from wayfellow.events.record import record
from wayfellow.institutions import actions as institutions
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution, Membership
from wayfellow.people.actions import identity
from wayfellow.people.models import User
from wayfellow.programmes.models import Office, Programme


@transaction.atomic
def appoint(
    programme: Programme,
    person: User,
    institution: Institution,
    role: Office.Role,
    *,
    by: User | None,
    school: str = "",
) -> Office:
    """Give ``person`` the office and the membership it needs; does nothing if it is held."""
    institutions.enrol(person, institution, Role(role.value), by=by)
    office, is_new = Office.objects.get_or_create(
        programme=programme,
        person=person,
        institution=institution,
        role=role,
        defaults={"school": school},
    )
    if not is_new:
        again = Office.objects.filter(pk=office.pk).exclude(ended_at=None)
        is_new = bool(again.update(ended_at=None, since=now(), school=school))
        office.refresh_from_db()
    if is_new:
        record("appoint", office, by=by)
    return office


@transaction.atomic
def appoint_by_mail(  # noqa: PLR0913 - an office is all of this
    programme: Programme,
    institution: Institution,
    role: Office.Role,
    *,
    name: str,
    email: str,
    school: str = "",
    by: User | None,
) -> Office | None:
    """Appoint the institution's member of that address at once; invite anybody else.

    None says that an invitation has left and the office begins when it is accepted.
    """
    members = Membership.objects.current().filter(institution=institution)
    known = User.objects.filter(
        email=identity(email), is_active=True, pk__in=members.values("person")
    ).first()
    if known is not None:
        return appoint(programme, known, institution, role, by=by, school=school)
    institutions.invite(
        institution,
        email=email,
        name=name,
        role=Role(role.value),
        by=by,
        programme_id=programme.pk,
    )
    return None


@transaction.atomic
def release(office: Office, *, by: User | None) -> None:
    """End the office; refused when it was the programme's last coordinator."""
    others = office.programme.offices.filter(ended_at=None, role=Office.Role.COORDINATOR)
    if office.role == Office.Role.COORDINATOR and not others.exclude(pk=office.pk).exists():
        raise Refused(
            _("A programme needs a coordinator. Appoint another one first, then release this one.")
        )
    at = now()
    if Office.objects.filter(pk=office.pk, ended_at=None).update(ended_at=at):
        office.ended_at = at
        record("release", office, by=by)
