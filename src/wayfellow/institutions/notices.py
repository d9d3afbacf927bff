"""Who is told of invitations and of roles that come and go."""

from collections.abc import Iterable

from django.urls import reverse

from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution, Invitation, Membership
from wayfellow.notifications.categories import Category
from wayfellow.notifications.notice import Correspondent, Notice, announce, silent
from wayfellow.people.models import User


def _invited(invitation: Invitation) -> list[Correspondent]:
    known = User.objects.filter(email=invitation.email).values_list("language", flat=True).first()
    language = known or invitation.institution.language
    return [Correspondent(name=invitation.name, address=invitation.email, language=language)]


def _inviter(invitation: Invitation) -> Iterable[User]:
    """Who invited; when they are gone, those who administer the institution."""
    if invitation.invited_by is not None and invitation.invited_by.is_active:
        return [invitation.invited_by]
    admins = invitation.institution.memberships.current().filter(role=Role.INSTITUTION_ADMIN)
    return User.objects.filter(pk__in=admins.values("person"))


def _invitations(invitation: Invitation) -> str:
    return _page(invitation.institution)


def _page(institution: Institution) -> str:
    return reverse("institutions:invitations", args=[institution.slug])


def _member(membership: Membership) -> list[User]:
    return [membership.person]


announce(
    *(
        Notice(
            on=f"invitation.{verb}",
            template="institutions/notices/invited",
            category=Category.JOINING,
            outside=_invited,
            link="invitation",
        )
        for verb in ("send", "resend")
    ),
    Notice(
        on="invitation.accept",
        template="institutions/notices/accepted",
        to=_inviter,
        url=_invitations,
        mail=False,
    ),
    Notice(
        on="invitation.ask",
        template="institutions/notices/asked",
        to=_inviter,
        url=_invitations,
    ),
    Notice(
        on="membership.end",
        template="institutions/notices/ended",
        category=Category.SECURITY,
        to=_member,
        url=lambda _membership: reverse("people:me"),
    ),
    category=Category.RUNNING,
)
silent(
    "institution.create",
    "institution.edit",
    "invitation.revoke",
    "membership.enrol",
    "statement.accept",
    "statement.publish",
)
