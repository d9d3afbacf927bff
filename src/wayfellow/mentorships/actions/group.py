"""Forming a work group, and its way through its states."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Refused
from wayfellow.applications.models import Application
from wayfellow.events import record as events
from wayfellow.events import step as steps
from wayfellow.institutions.models import Institution
from wayfellow.mentorships.actions import guests, seats
from wayfellow.mentorships.lifecycle import MEMBER, WORK_GROUP, GroupState
from wayfellow.mentorships.models import Member, WorkGroup
from wayfellow.people.models import User
from wayfellow.programmes.models import Cohort


@transaction.atomic
def form_group(
    cohort: Cohort,
    mentor: Application,
    students: Sequence[Application],
    *,
    institution: Institution,
    by: User | None,
) -> WorkGroup:
    """A new work group; Refused, saying who and why, when a seat or a condition is missing."""
    seats.take_turns(cohort)
    lead = seats.mentor_for(cohort, mentor)
    seats.check_students(cohort, students, institution, lead)
    seats.check_apart([lead.person_id, *(student.person_id for student in students)])
    count = len({student.pk for student in students})
    seats.check_seats(cohort, lead, new=count, size=count)
    programme = cohort.programme
    review = programme.rolling or cohort.ends_on is None
    group = WorkGroup.objects.create(
        cohort=cohort,
        institution=institution,
        mentor=lead,
        review_on=localdate() + timedelta(days=programme.review_after_days) if review else None,
    )
    Member.objects.bulk_create(
        Member(group=group, application_id=pk) for pk in sorted({each.pk for each in students})
    )
    events.record("form", group, by=by, students=[student.pk for student in students])
    return group


@transaction.atomic
def add_member(group: WorkGroup, application: Application, *, by: User | None) -> Member:
    """A late joiner takes a free place in ``group``."""
    member = _seat(group, application)
    events.record("join", member, by=by)
    guests.invite(group, application.person, by=by)
    return member


@transaction.atomic
def move(member: Member, group: WorkGroup, *, by: User | None) -> Member:
    """The student changes from one work group to another of the same cohort and institution."""
    steps.move(member, MEMBER, "move", set_={"left_at": now()})
    place = _seat(group, member.application)
    events.record("move", member, by=by, to=group.pk)
    guests.release(member.group, member.application.person, by=by)
    guests.invite(group, member.application.person, by=by)
    return place


def _seat(group: WorkGroup, application: Application) -> Member:
    seats.take_turns(group.cohort)
    seats.hold(group)
    seats.check_students(group.cohort, [application], group.institution, group.mentor)
    there = group.members.active().values_list("application__person", flat=True)
    seats.check_apart([group.mentor.person_id, application.person_id, *there])
    lead = Application.objects.select_related("mentor", "person").get(pk=group.mentor_id)
    size = group.members.active().count() + 1
    # One who joins a group that is too small helps it, even if the group stays too small.
    fewest = group.cohort.programme.fewest_mentees
    seats.check_seats(group.cohort, lead, new=1, size=max(size, fewest))
    return Member.objects.create(group=group, application=application)


def activate(group: WorkGroup, *, by: User | None) -> None:
    """The group begins: its agreement is in force, or its initiation is recorded."""
    steps.step(group, WORK_GROUP, "activate", by=by)


def begin(group: WorkGroup, *, by: User | None) -> None:
    """Activate ``group`` if it has not begun yet."""
    group.refresh_from_db(fields=["state"])
    if group.state == GroupState.FORMED:
        activate(group, by=by)


def pause(group: WorkGroup, *, by: User | None) -> None:
    """The group rests; nobody is reminded of meetings."""
    steps.step(group, WORK_GROUP, "pause", by=by)


def resume(group: WorkGroup, *, by: User | None) -> None:
    """The group goes on after a rest."""
    steps.step(group, WORK_GROUP, "resume", by=by)


def begin_closing(group: WorkGroup, *, by: User | None) -> None:
    """The last weeks: what is owed is finished."""
    steps.step(group, WORK_GROUP, "begin_closing", by=by)


@transaction.atomic
def complete(group: WorkGroup, *, by: User | None) -> None:
    """The group has reached its end, and its students with it."""
    steps.move(group, WORK_GROUP, "complete", set_={"ended_at": now()})
    for member in group.members.active():
        steps.step(member, MEMBER, "complete", by=by, set_={"left_at": now()})
    events.record("complete", group, by=by)


@transaction.atomic
def waive_minimum(group: WorkGroup, *, by: User | None) -> None:
    """The group may go on with fewer students than the programme asks for."""
    if not WorkGroup.objects.live().filter(pk=group.pk).update(below_minimum_waived=True):
        raise Refused(_("This work group has ended."))
    group.below_minimum_waived = True
    events.record("waive_minimum", group, by=by)
