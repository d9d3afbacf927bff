"""Who may do what at an institution; ``belongs`` is used by every higher room."""

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from wayfellow.access.doors import may
from wayfellow.access.policy import Person, Rule, grant, platform_admin, widen
from wayfellow.events.models import Event
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution, Invitation, Membership


def belongs(path: str, *roles: Role) -> Rule:
    """Rows whose institution, found at ``path``, counts the person among its ``roles``."""

    def rows(person: Person) -> Q:
        held = Membership.objects.held_by(person.pk, *roles)
        return Q(Exists(held.filter(institution=OuterRef(path))))

    return Rule(rows)


manages = belongs("pk", Role.INSTITUTION_ADMIN) | platform_admin
grant(
    Institution,
    {
        "view": belongs("pk") | platform_admin,
        "manage": manages,
        "edit": manages,
        "invite": manages | belongs("pk", Role.COORDINATOR),
    },
)

oneself = Rule(lambda person: Q(person=person.pk))
keeps = belongs("institution", Role.INSTITUTION_ADMIN) | platform_admin
students = Rule(lambda _person: Q(role=Role.STUDENT, ended_at=None))
grant(
    Membership,
    {"view": oneself | keeps, "end": keeps, "correct_birthday": keeps & students},
)

invited = Rule(lambda person: Q(email__iexact=person.get_username()))
inviter = Rule(lambda person: Q(invited_by=person.pk)) & belongs("institution", Role.COORDINATOR)
grant(
    Invitation,
    {
        "view": invited | inviter | keeps,
        "accept": invited,
        "resend": inviter | keeps,
        "revoke": inviter | keeps,
    },
)


def _letters(person: Person) -> Q:
    kept = Membership.objects.held_by(person.pk, Role.INSTITUTION_ADMIN).values("institution")
    members = Membership.objects.current().filter(institution__in=kept).values("person")
    invitations = Invitation.objects.filter(institution__in=kept).values("pk")
    events = Event.objects.filter(
        subject_type__app_label="institutions",
        subject_type__model="invitation",
        subject_id__in=invitations,
    )
    return Q(to__in=members) | Q(event__in=events.values("pk"))


letters = Rule(_letters)
"""Letters to the members of an institution that the person administers, and its invitations."""
for _verb in ("view", "retry", "release", "set_aside"):
    widen(f"letter.{_verb}", letters)


def _addresses(person: Person) -> Q:
    kept = Membership.objects.held_by(person.pk, Role.INSTITUTION_ADMIN).values("institution")
    members = Membership.objects.current().filter(institution__in=kept)
    return Q(address__in=members.values(email=Lower("person__email")))


for _verb in ("view", "try_again"):
    widen(f"undeliverable.{_verb}", Rule(_addresses))

COORDINATORS_INVITE = (Role.STUDENT, Role.MENTOR, Role.LIAISON_OFFICER, Role.PARTNER_CONTACT)


def roles_to_offer(person: Person, institution: Institution) -> list[Role]:
    """The roles to which ``person`` may invite at ``institution``."""
    if may(person, "institution.manage", institution):
        return list(Role)
    return list(COORDINATORS_INVITE) if may(person, "institution.invite", institution) else []
