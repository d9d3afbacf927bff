from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Refused
from wayfellow.events.record import record
from wayfellow.events.step import step
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution, Membership
from wayfellow.people.models import User
from wayfellow.programmes.actions.staff import appoint
from wayfellow.programmes.actions.values import change, refusing_duplicates
from wayfellow.programmes.lifecycle import PROGRAMME
from wayfellow.programmes.models import Office, Programme
from wayfellow.programmes.policy import Policy


@transaction.atomic
def create(
    *,
    institution: Institution,
    name: str,
    slug: str,
    policy: Policy,
    by: User | None,
    institutions: Iterable[Institution] = (),
) -> Programme:
    """A draft at the point ``policy``; a coordinator who creates it coordinates it."""
    programme = Programme(institution=institution, name=name, slug=slug)
    programme.policy = policy
    with refusing_duplicates():
        programme.save(force_insert=True)
    programme.institutions.set({institution, *institutions})
    if by is not None and _coordinates(by, institution):
        appoint(programme, by, institution, Office.Role.COORDINATOR, by=by)
    record("create", programme, by=by)
    return programme


def _coordinates(person: User, institution: Institution) -> bool:
    held = Membership.objects.held_by(person.pk, Role.COORDINATOR)
    return held.filter(institution=institution).exists()


@transaction.atomic
def edit(programme: Programme, values: dict[str, Any], *, by: User | None) -> None:
    """Set axes and facts; ``institutions`` may be among ``values``, the leading one stays."""
    columns = {name: value for name, value in values.items() if name != "institutions"}
    changed = change(programme, columns)
    if "institutions" in values:
        wanted = {programme.institution, *values["institutions"]}
        if wanted != set(programme.institutions.all()):
            _refuse_leaving_offices(programme, wanted)
            programme.institutions.set(wanted)
            changed.append("institutions")
    if changed:
        record("edit", programme, by=by, changed=changed)


def _refuse_leaving_offices(programme: Programme, wanted: set[Institution]) -> None:
    held = programme.offices.filter(ended_at=None).exclude(institution__in=wanted)
    if office := held.select_related("institution").first():
        raise Refused(
            _(
                "%(institution)s still has staff in this programme. "
                "Release them first; nothing was changed."
            )
            % {"institution": office.institution}
        )


def publish(programme: Programme, *, by: User | None) -> None:
    """Make the programme active; it must say what it is for."""
    if not programme.aims.exists():
        raise Refused(
            _(
                "A programme says what it is for before it is published. "
                "Add at least one aim, then publish it."
            )
        )
    step(programme, PROGRAMME, "publish", by=by)


def archive(programme: Programme, *, by: User | None) -> None:
    """Close the programme for good; its pages stay readable for its people."""
    step(programme, PROGRAMME, "archive", by=by)
