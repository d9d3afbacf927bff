"""What programmes do when something happens in a lower room."""

from wayfellow.events.models import Event
from wayfellow.institutions.models import Invitation
from wayfellow.people.actions import identity
from wayfellow.people.models import User
from wayfellow.programmes import actions
from wayfellow.programmes.models import Office, Programme


def hear(event: Event) -> None:
    """An accepted invitation to an office in a programme makes that office."""
    invitation = event.subject
    if event.name != "invitation.accept" or not isinstance(invitation, Invitation):
        return
    if invitation.office is None or invitation.role not in Office.Role.values:
        return
    programme = Programme.objects.filter(pk=invitation.office).first()
    person = event.by or User.objects.filter(email=identity(invitation.email)).first()
    if programme is None or person is None:
        return
    actions.appoint(
        programme,
        person,
        invitation.institution,
        Office.Role(invitation.role),
        by=invitation.invited_by,
    )
