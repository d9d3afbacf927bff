"""Everything that changes a company's part in a programme. One verb, one function."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Refused
from wayfellow.events.record import record
from wayfellow.events.step import step
from wayfellow.institutions.actions import enrol
from wayfellow.institutions.lifecycle import Role
from wayfellow.partners.lifecycle import NOMINATION, PARTNER, NominationState
from wayfellow.partners.models import Nomination, Partner, PartnerContact, Pledge
from wayfellow.people.actions import identity, register
from wayfellow.people.models import User
from wayfellow.programmes.models import Programme, Term


def add(programme: Programme, values: Mapping[str, Any], *, by: User | None) -> Partner:
    """A company that may become a partner."""
    return _new(programme, values, by=by)


@transaction.atomic
def enquire(programme: Programme, values: Mapping[str, Any]) -> Partner:
    """A company asks from the public page to take part; the coordinators are told.

    ``values`` are company, name, email and message. A company that is known keeps its record and
    gets the message.
    """
    asked = {
        "asked_by": values["name"],
        "asked_from": identity(values["email"]),
        "asked": values["message"],
    }
    known = Partner.objects.filter(programme=programme, name__iexact=values["company"]).first()
    partner = known or _new(programme, {"name": values["company"]}, by=None)
    Partner.objects.filter(pk=partner.pk).update(**asked)
    partner.refresh_from_db()
    record("enquire", partner, by=None)
    return partner


def _new(programme: Programme, values: Mapping[str, Any], *, by: User | None) -> Partner:
    partner = Partner(programme=programme, **values)
    try:
        with transaction.atomic():
            partner.save(force_insert=True)
            record("add", partner, by=by)
    except IntegrityError as taken:
        raise Refused(
            _("A company of that name is in this programme already, or its dates do not fit.")
        ) from taken
    return partner


@transaction.atomic
def edit(partner: Partner, values: Mapping[str, Any], *, by: User | None) -> None:
    """Change the company's record; its state has verbs of its own."""
    rows = Partner.objects.filter(pk=partner.pk)
    stored = rows.values(*values).get()
    changed = sorted(name for name in values if stored[name] != values[name])
    if not changed:
        return
    try:
        with transaction.atomic():
            rows.update(**{name: values[name] for name in changed})
    except IntegrityError as taken:
        raise Refused(
            _("A company of that name is in this programme already, or its dates do not fit.")
        ) from taken
    partner.refresh_from_db()
    record("edit", partner, by=by, changed=changed)


def activate(partner: Partner, *, by: User | None) -> None:
    """Let the company take part, for the first time or again."""
    step(partner, PARTNER, "activate", by=by, set_={"withdrawal": ""})


def withdraw(partner: Partner, *, letter: str, by: User | None) -> None:
    """End the company's part by its letter; the groups of its mentors go on."""
    if not letter.strip():
        raise Refused(_("A withdrawal is in writing. Write or paste the letter, then go on."))
    step(partner, PARTNER, "withdraw", by=by, set_={"withdrawal": letter})


@transaction.atomic
def pledge(partner: Partner, term: Term, hours: int, *, by: User | None) -> Pledge:
    """Promise ``hours`` for ``term``, in place of what was promised for it before."""
    promise, _new_row = Pledge.objects.update_or_create(
        partner=partner, term=term, defaults={"hours": hours}
    )
    record("pledge", partner, by=by, term=term.name, hours=hours)
    return promise


@transaction.atomic
def add_contact(
    partner: Partner, person: User, *, by: User | None, phone: str = ""
) -> PartnerContact:
    """Let ``person`` speak for the company; does nothing when that is so already."""
    enrol(person, partner.programme.institution, Role.PARTNER_CONTACT, by=by)
    contact, is_new = PartnerContact.objects.get_or_create(
        partner=partner, person=person, defaults={"phone": phone}
    )
    if is_new:
        record("add", contact, by=by)
    return contact


@transaction.atomic
def welcome_contact(
    partner: Partner, *, name: str, email: str, by: User | None, phone: str = ""
) -> PartnerContact:
    """Let whoever has the address speak for the company, with a new account if need be."""
    return add_contact(partner, register(email=email, name=name, by=by), by=by, phone=phone)


@transaction.atomic
def remove_contact(contact: PartnerContact, *, by: User | None) -> None:
    """Let the person no longer speak for the company."""
    record("remove_contact", contact.partner, by=by, person=contact.person_id)
    contact.delete()


@transaction.atomic
def nominate(
    partner: Partner, *, name: str, email: str, job_title: str = "", by: User | None
) -> Nomination:
    """Put a mentor forward; the person is asked by mail to join."""
    if partner.state != "active":
        raise Refused(_("Only an active partner nominates mentors. Ask a coordinator."))
    try:
        with transaction.atomic():
            nomination = Nomination.objects.create(
                partner=partner, name=name, email=identity(email), job_title=job_title, by=by
            )
    except IntegrityError as taken:
        raise Refused(_("This mentor has been nominated by the company already.")) from taken
    record("nominate", nomination, by=by)
    return nomination


def apply(nomination: Nomination, *, by: User | None) -> None:
    """The nominated mentor has applied."""
    step(nomination, NOMINATION, "apply", by=by)


@transaction.atomic
def meet(nominations: Iterable[Nomination], *, by: User | None) -> None:
    """Whoever of ``nominations`` was only put forward so far has applied now."""
    for nomination in nominations:
        if nomination.state == NominationState.NOMINATED:
            apply(nomination, by=by)


def retract(nomination: Nomination, *, by: User | None) -> None:
    """Take the nomination back before the person has applied."""
    step(nomination, NOMINATION, "retract", by=by)
