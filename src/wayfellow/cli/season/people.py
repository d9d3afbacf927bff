"""What the made-up people do in every style: come in, be reviewed, be consented to."""

from random import Random

from wayfellow.applications import actions as applications
from wayfellow.applications.lifecycle import ConsentState, State
from wayfellow.applications.models import Application, ApplicationQuerySet, Consent, Part
from wayfellow.cli.fault import Fault
from wayfellow.cli.season.founding import SAMPLES, Stage
from wayfellow.imports import actions as imports
from wayfellow.imports.models import Kind
from wayfellow.institutions.models import Institution
from wayfellow.people.models import User
from wayfellow.programmes.models import Document
from wayfellow.programmes.queries import current_document

KIND_NO = (
    "Thank you for offering your time. This year we look for people from other fields; we would "
    "be glad to ask you again in August."
)


def bring_in(stage: Stage, kind: Kind, path: str, at: Institution) -> str:
    """Import a file of the samples as the coordinator of ``at``; Fault when it has faults."""
    outcome = imports.bring_in(
        kind=kind,
        cohort=stage.cohort,
        institution=at,
        filename=path.rpartition("/")[2],
        data=(SAMPLES / path).read_bytes(),
        by=stage.coordinators[at.pk],
    )
    if outcome.faults:
        first = outcome.faults[0]
        raise Fault(f"{path}: {len(outcome.faults)} faults, the first: {first}")
    return f"{path}: {outcome.new} new, {outcome.changed} changed, {outcome.unchanged} unchanged"


def review(stage: Stage, part: Part, *, declined: int = 0) -> str:
    """Coordinators read the pile: nearly all are accepted, ``declined`` are not."""
    waiting = list(pile(stage, part).filter(state=State.SUBMITTED))
    for number, application in enumerate(waiting):
        by = coordinator_of(stage, application)
        if number < declined:
            applications.decline(application, reason=KIND_NO, by=by)
            continue
        note = "" if application.is_student else "Spoke with them; a good listener."
        applications.accept(application, by=by, note=note)
    return f"{len(waiting) - declined} {part}s accepted, {declined} declined"


def pile(stage: Stage, part: Part) -> ApplicationQuerySet:
    """Everybody who applied for ``part``, in a steady order."""
    rows = Application.objects.filter(cohort=stage.cohort, part=part).order_by("pk")
    return rows.select_related("person", "cohort__programme", "institution", "student", "mentor")


def coordinator_of(stage: Stage, application: Application) -> User:
    """Who decides on ``application``."""
    return stage.coordinators.get(application.institution_id, stage.lead)


def guardians_answer(stage: Stage, chance: Random, *, until_silent: int = 2) -> str:
    """Guardians open their mail: most say yes, one says no, the last few stay silent."""
    asked = Consent.objects.filter(
        application__cohort=stage.cohort, state=ConsentState.REQUESTED
    ).order_by("pk")
    rows = list(asked)[: -until_silent or None]
    text = current_document(stage.programme, Document.Kind.CONSENT)
    for number, consent in enumerate(rows):
        if number == 0:
            applications.refuse(consent, by=None, signature=consent.guardian_name)
            continue
        values = {
            "takes_part": True,
            "visits": chance.random() < 0.9,  # noqa: PLR2004 - a share
            "direct_contact": chance.random() < 0.8,  # noqa: PLR2004 - a share
            "photographs": chance.random() < 0.5,  # noqa: PLR2004 - a share
            "emergency_contact": f"{consent.guardian_name}, +65 6000 {number:04d}",
            "signature": consent.guardian_name,
            "text": text.pk if text else None,
        }
        applications.grant(consent, values, by=None)
    return f"{max(0, len(rows) - 1)} guardians consented, 1 refused, {until_silent} are silent"
