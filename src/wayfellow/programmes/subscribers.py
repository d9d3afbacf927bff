"""What programmes do when something happens in a lower room."""

from wayfellow.events.models import Event
from wayfellow.institutions.models import Invitation, Membership
from wayfellow.people.actions import identity
from wayfellow.people.models import User
from wayfellow.programmes import actions
from wayfellow.programmes.models import Office, Programme


def hear(event: Event) -> None:
    """Offices begin with an accepted invitation and end with the role at the institution."""
    subject = event.subject
    if event.name == "invitation.accept" and isinstance(subject, Invitation):
        _appoint(subject, event.by)
    elif event.name == "membership.end" and isinstance(subject, Membership):
        offices = Office.objects.current().filter(
            person=subject.person_id, institution=subject.institution_id, role=subject.role
        )
        for office in offices:
            actions.release(office, by=event.by)


def _appoint(invitation: Invitation, by: User | None) -> None:
    if invitation.office is None or invitation.role not in Office.Role.values:
        return
    programme = Programme.objects.filter(pk=invitation.office).first()
    person = by or User.objects.filter(email=identity(invitation.email)).first()
    if programme is None or person is None:
        return
    actions.appoint(
        programme,
        person,
        invitation.institution,
        Office.Role(invitation.role),
        by=invitation.invited_by,
    )
