"""Publishing a run: atomic, once, and told to everybody."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Refused
from wayfellow.applications.models import Application
from wayfellow.events.record import record
from wayfellow.events.step import move
from wayfellow.mentorships import actions as mentorships
from wayfellow.mentorships.lifecycle import LIVE
from wayfellow.mentorships.models import Member, WorkGroup
from wayfellow.pairing.lifecycle import RUN
from wayfellow.pairing.models import Proposal, Run
from wayfellow.pairing.pool import Seats, seats
from wayfellow.pairing.queries.answers import agreed
from wayfellow.people.models import User
from wayfellow.programmes.models import Cohort
from wayfellow.programmes.policy import Party


@transaction.atomic
def publish(run: Run, *, by: User | None) -> list[WorkGroup]:
    """Make the proposed groups real; Refused, naming who, when somebody's state has changed.

    Taking the cohort's count first lets only one publication go at a time, on both databases:
    the other waits, and then finds the run published or the students placed.
    """
    Cohort.objects.filter(pk=run.cohort_id).update(publications=F("publications") + 1)
    if not run.is_for_real:
        raise Refused(_("This run is only looked at: it is never published."))
    move(run, RUN, "publish", set_={"published_at": now()})
    proposed = _proposed(run)
    _check_students(run, [student for group in proposed.values() for student in group])
    mentors = Application.objects.select_related("person", "mentor").in_bulk(proposed)
    left = seats(run.cohort, run.institution, mentors.values())
    _check_mentors(mentors, left, proposed)
    groups = [
        _form(run, mentors[pk], left[pk], proposed[pk], by)
        for pk in sorted(proposed, key=lambda pk: (mentors[pk].person.name, pk))
    ]
    placed = sum(map(len, proposed.values()))
    record("publish", run, by=by, groups=len(groups), students=placed)
    return groups


def _proposed(run: Run) -> dict[int, list[Application]]:
    """The groups by mentor: only those to whom everybody has said yes whose yes is wanted."""
    _check_by_hand(run)
    rows = agreed(run).select_related("student__person").order_by("student__person__name", "pk")
    found: dict[int, list[Application]] = {}
    for row in rows:
        found.setdefault(row.mentor_id, []).append(row.student)
    asks = run.cohort.programme.policy.pairing.yes
    if asks & {Party.MENTOR, Party.MENTEE}:
        # Where some have refused, the rest of their group waits for the next round.
        fewest = {int(pk): int(row["fewest"]) for pk, row in run.pool["mentors"].items()}
        found = {pk: group for pk, group in found.items() if len(group) >= fewest.get(pk, 1)}
    if found:
        return found
    if Party.MENTOR in asks and not run.proposals.filter(mentor_said=Proposal.Said.YES).exists():
        raise Refused(_("No mentor has said yes yet. Ask the mentors, then publish."))
    if Party.MENTEE in asks and run.proposals.exists():
        raise Refused(_("No group has enough students who said yes. Ask them, then publish."))
    raise Refused(_("This run placed nobody, so there is nothing to publish."))


def _check_by_hand(run: Run) -> None:
    """A pair that breaks a rule needs a coordinator's word that it is wanted all the same."""
    rows = run.proposals.exclude(against=[]).filter(kept_by_hand=False)
    _refuse(
        _("Nothing was published. These students' pairs break a rule: %(names)s. Keep each pair by"
          " hand, or move the student."),
        (row.student for row in rows.select_related("student__person")),
    )  # fmt: skip


def _check_students(run: Run, students: list[Application]) -> None:
    ids = [student.pk for student in students]
    ready = Application.objects.students().placeable().filter(
        cohort=run.cohort_id, institution=run.institution_id, pk__in=ids
    )  # fmt: skip
    placed = Member.objects.active().filter(
        group__cohort=run.cohort_id, group__state__in=LIVE, application__in=ids
    )
    fit = set(ready.exclude(pk__in=placed.values("application")).values_list("pk", flat=True))
    _refuse(
        _("Nothing was published. Since this run, something changed for %(names)s: they have a"
          " group, have withdrawn, or lack a consent. Run the matching again."),
        (student for student in students if student.pk not in fit),
    )  # fmt: skip


def _check_mentors(
    mentors: dict[int, Application],
    left: dict[int, Seats],
    proposed: dict[int, list[Application]],
) -> None:
    open_ = Application.objects.mentors().accepted().filter(is_paused=False, pk__in=proposed)
    there = set(open_.values_list("pk", flat=True))
    _refuse(
        _("Nothing was published. Since this run, these mentors withdrew, paused or have fewer"
          " places: %(names)s. Run the matching again."),
        (
            mentor
            for pk, mentor in mentors.items()
            if pk not in there or pk not in left or left[pk].most < len(proposed[pk])
        ),
    )  # fmt: skip


def _refuse(message: str, people: Iterable[Application]) -> None:
    names = sorted(row.person.called for row in people)
    if names:
        raise Refused(message % {"names": ", ".join(names)})


def _form(
    run: Run, mentor: Application, left: Seats, students: list[Application], by: User | None
) -> WorkGroup:
    """A new group, or the one that the mentor leads already."""
    if left.group is None:
        return mentorships.form_group(
            run.cohort, mentor, students, institution=run.institution, by=by
        )
    group = WorkGroup.objects.get(pk=left.group)
    for student in students:
        mentorships.add_member(group, student, by=by)
    return group
