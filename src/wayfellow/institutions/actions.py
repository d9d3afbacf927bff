"""Everything that changes an institution and who belongs to it."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.access import links, rates
from wayfellow.access.models import Link
from wayfellow.access.refusals import Refused
from wayfellow.events.record import record
from wayfellow.events.step import move, step
from wayfellow.institutions.lifecycle import INVITATION, INVITATION_DAYS, InvitationState, Role
from wayfellow.institutions.models import (
    Acceptance,
    Institution,
    Invitation,
    Membership,
    Statement,
)
from wayfellow.people.actions import identity, register
from wayfellow.people.models import User

PURPOSE = "invitation"
ASKS_A_DAY = 3
FIELDS = (
    "name",
    "short_name",
    "country",
    "time_zone",
    "language",
    "contact_email",
    "emergency_number",
)


@transaction.atomic
def create(values: dict[str, Any], *, by: User | None) -> Institution:
    """A new tenant; with ``admin_email`` its first administrator is invited too."""
    own = {name: values[name] for name in ("slug", *FIELDS) if name in values}
    try:
        with transaction.atomic():
            institution = Institution.objects.create(**own)
    except IntegrityError as taken:
        raise Refused(_("Another institution has this short address already.")) from taken
    record("create", institution, by=by)
    if email := values.get("admin_email"):
        name = values.get("admin_name") or email
        invite(institution, email=email, name=name, role=Role.INSTITUTION_ADMIN, by=by)
    return institution


@transaction.atomic
def edit(institution: Institution, values: dict[str, Any], *, by: User) -> None:
    """Change the details of ``institution``; its short address stays for ever."""
    own = {name: values[name] for name in FIELDS if name in values}
    Institution.objects.filter(pk=institution.pk).update(**own)
    record("edit", institution, by=by, changed=sorted(own))


@transaction.atomic
def enrol(
    person: User, institution: Institution, role: Role, *, by: User | None, student_number: str = ""
) -> Membership:
    """Make ``person`` a member in ``role``; does nothing when that is so already."""
    membership, is_new = Membership.objects.get_or_create(
        institution=institution,
        person=person,
        role=role,
        defaults={"student_number": student_number},
    )
    if is_new:
        record("enrol", membership, by=by)
    elif membership.ended_at is not None:
        Membership.objects.filter(pk=membership.pk).update(ended_at=None, since=now())
        membership.ended_at = None
        record("enrol", membership, by=by)
    return membership


@transaction.atomic
def end(membership: Membership, *, by: User | None) -> None:
    """End a role; Refused for the last administrator, whom nobody could replace."""
    # The lock makes two administrators who end each other wait for one another.
    Institution.objects.select_for_update().get(pk=membership.institution_id)
    if membership.role == Role.INSTITUTION_ADMIN:
        others = Membership.objects.current().filter(
            institution=membership.institution_id, role=Role.INSTITUTION_ADMIN
        )
        if not others.exclude(pk=membership.pk).exists():
            raise Refused(
                _("This is the last administrator. Invite another one first, then end this role.")
            )
    rows = Membership.objects.current().filter(pk=membership.pk)
    if not rows.update(ended_at=now()):
        raise Refused(_("This role has ended already. Nothing was changed."))
    membership.refresh_from_db()
    record("end", membership, by=by)


@transaction.atomic
def invite(
    institution: Institution,
    *,
    email: str,
    name: str,
    role: Role,
    by: User | None,
    programme_id: int | None = None,
) -> Invitation:
    """Offer ``role`` to ``email``; an invitation to the same that is still open is sent again."""
    address = identity(email)
    offer = {"institution": institution, "email": address, "role": role, "office": programme_id}
    held = Membership.objects.current().filter(
        institution=institution, person__email=address, role=role
    )
    if programme_id is None and held.exists():
        raise Refused(
            _("%(address)s is %(role)s here already.")
            % {"address": address, "role": Role(role).label}
        )
    open_one = Invitation.objects.filter(**offer, state=InvitationState.SENT).first()
    if open_one is not None:
        resend(open_one, by=by)
        return open_one
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(**offer, name=name.strip(), invited_by=by)
    except IntegrityError:
        # Somebody invited the same person a moment earlier.
        return Invitation.objects.get(**offer, state=InvitationState.SENT)
    record("send", invitation, by=by, link=str(_issue(invitation).pk))
    return invitation


def _issue(invitation: Invitation) -> Link:
    links.revoke(invitation, PURPOSE)
    return links.issue(PURPOSE, address=invitation.email, days=INVITATION_DAYS, subject=invitation)


@transaction.atomic
def resend(invitation: Invitation, *, by: User | None) -> None:
    """Mail a new link; the one before stops working."""
    link = _issue(invitation)
    step(invitation, INVITATION, "resend", by=by, set_={"at": now()}, link=str(link.pk))


@transaction.atomic
def revoke(invitation: Invitation, *, by: User | None) -> None:
    """Take the offer back; the mailed link says so from now on."""
    links.revoke(invitation, PURPOSE)
    step(invitation, INVITATION, "revoke", by=by)


@transaction.atomic
def accept(invitation: Invitation, *, by: User) -> None:
    """``by``, to whose address it was sent, takes the role; higher rooms hear of it."""
    if by.email != invitation.email:
        raise Refused(_("This invitation was sent to another address."))
    move(invitation, INVITATION, "accept")
    enrol(by, invitation.institution, Role(invitation.role), by=by)
    links.revoke(invitation, PURPOSE)
    record("accept", invitation, by=by, person=by.pk)


@transaction.atomic
def accept_by_link(invitation: Invitation, link: Link) -> User:
    """Use ``link`` up and take the role; the person, with a new account if there was none."""
    if not links.use(link):
        raise Refused(_("This invitation was used before, withdrawn or has expired."))
    person = register(
        email=invitation.email,
        name=invitation.name,
        by=None,
        language=invitation.institution.language,
    )
    if not person.is_active:
        raise Refused(_("The account with this address is closed. Ask who invited you."))
    accept(invitation, by=person)
    return person


@transaction.atomic
def ask(invitation: Invitation) -> None:
    """The invited person asks for a new link; the inviter is told. TooOften after three a day."""
    rates.spend(f"ask for invitation {invitation.pk}", ASKS_A_DAY, 24 * 60 * 60)
    record("ask", invitation, by=None)


@transaction.atomic
def publish_statement(kind: str, *, title: str, body: str, by: User | None) -> Statement:
    """The next version of ``kind``, which everybody is asked to accept at their next page."""
    before = Statement.objects.filter(kind=kind).aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            statement = Statement.objects.create(
                kind=kind, number=before + 1, title=title, body=body
            )
    except IntegrityError as twice:
        raise Refused(
            _("Somebody published a new version a moment ago. Look at it before you go on.")
        ) from twice
    record("publish", statement, by=by)
    return statement


@transaction.atomic
def accept_statements(person: User, ids: Iterable[int], *, by: User) -> None:
    """Remember that ``person`` accepted the current statements among ``ids``, and when."""
    wanted = Statement.objects.current().unaccepted_by(person.pk).filter(pk__in=list(ids))
    for statement in wanted:
        _acceptance, is_new = Acceptance.objects.get_or_create(person=person, statement=statement)
        if is_new:
            record("accept", statement, by=by)
