"""How a round goes on from the one before: who agreed keeps the place, and nobody is asked twice."""

from django.utils.translation import gettext as _

from wayfellow.events.record import record
from wayfellow.events.step import move
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.pairing.lifecycle import RUN
from wayfellow.pairing.models import Proposal, Run
from wayfellow.pairing.pools import stands
from wayfellow.people.models import User

SAID = (
    "mentor_said",
    "mentor_reason",
    "mentor_asked_at",
    "mentor_answered_at",
    "mentor_reminded_day",
    "student_said",
    "student_reason",
    "student_asked_at",
    "student_answered_at",
    "student_reminded_day",
    "moved_by_hand",
)


class Overtaken(Exception):
    """The run before moved on while the next round was being found."""


def follow(run: Run, proposals: list[Proposal], *, by: User | None) -> None:
    """End the run before ``run``, and carry its answers over into ``proposals``."""
    before = run.source
    gone = _("The run before was published or put aside meanwhile. Nothing was changed.")
    if before is None:
        raise Overtaken(gone)
    try:
        move(before, RUN, "follow")
    except IllegalStep as illegal:
        raise Overtaken(gone) from illegal
    rows = {(row.student_id, row.mentor_id): row for row in before.proposals.all()}
    carried = set()
    for proposal in proposals:
        old = rows.get((proposal.student_id, proposal.mentor_id))
        if old is None or not stands(old):
            continue
        proposal.carried = True
        carried.add(proposal.student_id)
        for name in SAID:
            setattr(proposal, name, getattr(old, name))
    run.mentors_asked_at, run.students_asked_at = before.mentors_asked_at, before.students_asked_at
    Run.objects.filter(pk=run.pk).update(
        mentors_asked_at=run.mentors_asked_at, students_asked_at=run.students_asked_at
    )
    freed = sorted({row.student_id for row in rows.values()} - carried)
    record("follow", before, by=by, to=run.pk, carried=len(carried), freed=freed)
