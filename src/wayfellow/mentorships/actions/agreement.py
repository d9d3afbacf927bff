"""The agreement: drafted together, proposed, signed by all, in force."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Invalid, Refused
from wayfellow.events.record import record
from wayfellow.events.step import move, step
from wayfellow.mentorships.actions import group as groups
from wayfellow.mentorships.actions import seats
from wayfellow.mentorships.lifecycle import AGREEMENT, AgreementState
from wayfellow.mentorships.models import Agreement, Signature, WorkGroup
from wayfellow.people.models import User
from wayfellow.programmes.models import Document, DocumentVersion
from wayfellow.programmes.policy import Need


@transaction.atomic
def draft_agreement(group: WorkGroup, *, by: User | None) -> Agreement:
    """The agreement to write on: a new draft, or the one that is open already.

    Where one is in force, the draft begins with its text and replaces it once all have signed.
    """
    if group.cohort.programme.agreement == Need.NONE:
        raise Refused(_("This programme works without an agreement."))
    seats.hold(group)
    if (found := group.agreements.open().first()) is not None:
        return found
    last = group.agreements.aggregate(n=Max("number"))["n"] or 0
    agreement = Agreement.objects.create(
        group=group,
        number=last + 1,
        drafted_by=by,
        text=_programme_text(group),
        **_opening(group),
    )
    record("draft", agreement, by=by)
    return agreement


def _programme_text(group: WorkGroup) -> DocumentVersion | None:
    texts = DocumentVersion.objects.filter(
        document__programme=group.cohort.programme_id, document__kind=Document.Kind.AGREEMENT
    )
    return texts.order_by("-at", "-number").first()


def _opening(group: WorkGroup) -> dict[str, Any]:
    before = group.agreements.in_force().first()
    if before is not None:
        return {name: getattr(before, name) for name in Agreement.TERMS}
    programme = group.cohort.programme
    how = _("face to face") if programme.face_to_face else _("online or face to face")
    meets = _("about every %(days)d days, an hour, %(how)s") % {
        "days": programme.advised_meeting_days,
        "how": how,
    }
    return {
        "meetings": meets,
        "notice": _("24 hours"),
        "student_commitments": _(
            "We arrange the meetings, come prepared and keep to what we agree."
        ),
        "mentor_commitments": _("I listen, tell how it really is and keep to what we agree."),
        "confidentiality": _(
            "What is said in the group stays in the group, unless somebody is at risk of harm."
        ),
    }


@transaction.atomic
def save_agreement(
    agreement: Agreement, values: Mapping[str, Any], *, version: int, by: User | None
) -> None:
    """Keep the text; Refused when somebody else has saved or proposed since ``version``."""
    terms = {name: values[name] for name in Agreement.TERMS if name in values}
    rows = Agreement.objects.filter(pk=agreement.pk, state=AgreementState.DRAFT, version=version)
    if not rows.update(version=F("version") + 1, **terms):
        raise Refused(_("Somebody else has changed the agreement while you were writing."))
    agreement.refresh_from_db()
    record("save", agreement, by=by)


@transaction.atomic
def propose(agreement: Agreement, *, by: User | None) -> None:
    """Put the text before everybody to be signed."""
    agreement.refresh_from_db()
    if not agreement.goals.strip():
        raise Refused(_("Write your shared goals first. Then everybody can sign."))
    seats.hold(agreement.group)
    step(agreement, AGREEMENT, "propose", by=by)


@transaction.atomic
def revise(agreement: Agreement, *, by: User | None) -> None:
    """Take the text back to change it; every signature under it is void."""
    move(agreement, AGREEMENT, "revise", set_={"version": F("version") + 1})
    agreement.refresh_from_db()
    void, _rows = agreement.signatures.all().delete()
    record("revise", agreement, by=by, void=void)


@transaction.atomic
def sign(
    agreement: Agreement, typed_name: str, *, by: User, version: int | None = None
) -> Signature:
    """``by`` signs the text as it was read, ``version``; the last signature puts it in force."""
    if _loose(typed_name) != _loose(by.name):
        raise Invalid(
            _("Type your name as it is written here: %(name)s.") % {"name": by.name},
            field="typed_name",
        )
    seen = agreement.version if version is None else version
    rows = Agreement.objects.filter(pk=agreement.pk, state=AgreementState.PROPOSED, version=seen)
    # The UPDATE changes nothing; it holds the row, so that a revision waits or has gone before.
    if not rows.update(version=seen):
        raise Refused(_("The text has changed since you read it. Read it again, then sign."))
    if by.pk not in signatories(agreement.group):
        raise Refused(_("Only the mentor and the students of this work group sign."))
    signature, new = Signature.objects.get_or_create(
        agreement=agreement, person=by, defaults={"typed_name": " ".join(typed_name.split())}
    )
    if new:
        record("sign", agreement, by=by)
        settle(agreement)
    return signature


def signatories(group: WorkGroup) -> set[int]:
    """The people whose names belong under the group's agreement."""
    students = group.members.active().values_list("application__person", flat=True)
    return {group.mentor.person_id, *students}


def settle(agreement: Agreement) -> None:
    """Put ``agreement`` in force when nobody's signature is missing."""
    signed = set(agreement.signatures.values_list("person", flat=True))
    if signatories(agreement.group) <= signed:
        enter_into_force(agreement, by=None)


@transaction.atomic
def enter_into_force(agreement: Agreement, *, by: User | None) -> None:
    """Everybody has signed: the agreement holds, and the one before it no longer does."""
    group = agreement.group
    for before in group.agreements.in_force():
        supersede(before, by=by)
    move(agreement, AGREEMENT, "enter_into_force", set_={"in_force_at": now()})
    if agreement.channel:
        WorkGroup.objects.filter(pk=group.pk).update(channel=agreement.channel[:120])
    groups.begin(group, by=by)
    record("enter_into_force", agreement, by=by)


def supersede(agreement: Agreement, *, by: User | None) -> None:
    """A newer agreement takes the place of this one."""
    step(agreement, AGREEMENT, "supersede", by=by)


def _loose(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
