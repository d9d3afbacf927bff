"""What pages and higher rooms need to know about institutions and their people."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from wayfellow.events.models import Event
from wayfellow.institutions.lifecycle import InvitationState, Role
from wayfellow.institutions.models import Institution, Invitation, Membership, Statement
from wayfellow.notifications.models import Letter
from wayfellow.people.models import User

PLATFORM = "platform"
_RANK = {
    role: rank
    for rank, role in enumerate(
        (
            Role.COORDINATOR,
            Role.LIAISON_OFFICER,
            Role.INSTITUTION_ADMIN,
            Role.MENTOR,
            Role.PARTNER_CONTACT,
            Role.STUDENT,
        )
    )
}


@dataclass(frozen=True, slots=True)
class Hat:
    """One role that a person can act in; ``role`` is None for the platform administrator."""

    key: str
    label: str
    institution: Institution | None = None
    role: Role | None = None


def hats(person: User | AnonymousUser) -> list[Hat]:
    """Every role that ``person`` holds, those with most to look after first."""
    if not person.is_authenticated:
        return []
    rows = Membership.objects.held_by(person.pk).select_related("institution")
    held = [_hat(membership) for membership in rows]
    held.sort(key=lambda hat: _RANK[hat.role] if hat.role else len(_RANK))
    if person.is_platform_admin:
        held.append(Hat(key=PLATFORM, label=_("Platform administrator")))
    return held


def _hat(membership: Membership) -> Hat:
    role, place = Role(membership.role), membership.institution
    key = f"{place.slug}-{role.value.replace(' ', '-')}"
    label = f"{str(role.label).capitalize()}, {place.short_name}"
    return Hat(key=key, label=label, institution=place, role=role)


def with_counts(institutions: QuerySet[Institution]) -> QuerySet[Institution]:
    """``institutions`` with ``members``, ``admins`` and ``invited``, reckoned in one query."""
    current = Membership.objects.current().filter(institution=OuterRef("pk")).order_by()
    grouped = current.values("institution")
    members = grouped.annotate(n=Count("person", distinct=True)).values("n")
    admins = grouped.filter(role=Role.INSTITUTION_ADMIN).annotate(n=Count("pk")).values("n")
    waiting = Invitation.objects.filter(institution=OuterRef("pk"), state=InvitationState.SENT)
    invited = waiting.order_by().values("institution").annotate(n=Count("pk")).values("n")
    return institutions.annotate(
        members=Coalesce(Subquery(members), 0),
        admins=Coalesce(Subquery(admins), 0),
        invited=Coalesce(Subquery(invited), 0),
    )


def members(institution: Institution, *, role: str = "", words: str = "") -> QuerySet[Membership]:
    """Current members, by role and by words in name, address or student number."""
    rows = institution.memberships.current().select_related("person")
    if role:
        rows = rows.filter(role=role)
    for word in words.split():
        rows = rows.filter(
            Q(person__name__icontains=word)
            | Q(person__preferred_name__icontains=word)
            | Q(person__email__icontains=word)
            | Q(student_number__icontains=word)
        )
    return rows.order_by("person__name", "pk")


def invitations(institution: Institution) -> QuerySet[Invitation]:
    """Invitations that wait for an answer first, then the others, the newest first."""
    rows = institution.invitations.select_related("invited_by")
    is_open = Case(When(state=InvitationState.SENT, then=Value(0)), default=Value(1))
    return rows.order_by(is_open, "-at", "-pk")


def letters(institution: Institution, among: QuerySet[Letter]) -> QuerySet[Letter]:
    """Of ``among`` the letters to members of ``institution`` and to those it invited."""
    current = institution.memberships.current().values("person")
    events = Event.objects.filter(
        subject_type__app_label="institutions",
        subject_type__model="invitation",
        subject_id__in=institution.invitations.values("pk"),
    )
    return among.filter(Q(to__in=current) | Q(event__in=events.values("pk")))


def statements_due(person: User) -> QuerySet[Statement]:
    """Current statements that ``person`` has not accepted yet."""
    return Statement.objects.current().unaccepted_by(person.pk)
