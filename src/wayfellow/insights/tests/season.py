"""A small season with known figures, over yesterday."""

from datetime import datetime, time, timedelta

from django.utils.timezone import get_current_timezone, localdate, now

from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application, Consent, MentorAnswers
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution, Membership
from wayfellow.mentorships.models import (
    Agreement,
    Attendance,
    Meeting,
    Member,
    Reflection,
    Withdrawal,
    WorkGroup,
)
from wayfellow.partners.models import Pledge
from wayfellow.people.models import User
from wayfellow.programmes.models import Aim, Audience, Term
from wayfellow.surveys.models import Feedback
from wayfellow.testing.world import World, person


def student(world: World, name: str, at: Institution, state: State) -> Application:
    """A student of ``at`` who applied in state ``state`` 40 days ago."""
    who = person(name)
    Membership.objects.create(institution=at, person=who, role=Role.STUDENT)
    application = world.applies(who, state=state)
    Application.objects.filter(pk=application.pk).update(submitted_at=now() - timedelta(days=40))
    return application


def moment(days_ago: int, hour: int = 12) -> datetime:
    day = localdate() - timedelta(days=days_ago)
    return datetime.combine(day, time(hour), tzinfo=get_current_timezone())


def held(group: WorkGroup, days_ago: int, *, told: bool = True, late: bool = False) -> Meeting:
    """A recorded meeting of two hours, to which everybody came."""
    starts = moment(days_ago)
    ends = starts + timedelta(hours=2)
    meeting = Meeting.objects.create(
        group=group,
        starts_at=starts,
        ends_at=ends,
        state="recorded",
        liaison_told_at=starts - timedelta(days=2) if told else None,
        recorded_at=ends + timedelta(days=9 if late else 1),
    )
    for member in group.members.all():
        Attendance.objects.create(meeting=meeting, member=member)
    return meeting


def season(world: World) -> WorkGroup:
    """At Merlion: one group completed its term, one student waits for consent, one for a mentor.

    Seven students: Dina (draft), Eli (waits for review), Fay (declined), Gus (accepted, consent
    missing), Hal (accepted), Ada and Ben (placed with Maya, of Harbour Works). At Kallang: Kim,
    accepted. The term ended ten days ago.
    """
    today = localdate()
    Term.objects.filter(pk=world.term.pk).update(
        starts_on=today - timedelta(days=100), ends_on=today - timedelta(days=10)
    )
    world.applies(_enrolled(world, "Dina Draft"))
    student(world, "Eli Waiting", world.merlion, State.SUBMITTED)
    student(world, "Fay Declined", world.merlion, State.DECLINED)
    gus = student(world, "Gus Young", world.merlion, State.ACCEPTED)
    Application.objects.filter(pk=gus.pk).update(consent_needed=True)
    Consent.objects.create(application=gus, guardian_name="Gia", email="gia@example.org")
    student(world, "Hal Free", world.merlion, State.ACCEPTED)
    student(world, "Kay Kallang", world.kallang, State.ACCEPTED)
    group = world.group(state="completed", formed_at=moment(95))
    Application.objects.filter(places__group=group).update(submitted_at=moment(97, 1))
    MentorAnswers.objects.filter(application=group.mentor).update(partner=world.harbour)
    Member.objects.filter(group=group).update(state="completed", joined_at=moment(95))
    Agreement.objects.create(group=group, state="in force", in_force_at=moment(80))
    first = held(group, 60)
    Meeting.objects.filter(pk=first.pk).update(kind="initiation")
    held(group, 30, told=False, late=True)
    Pledge.objects.create(partner=world.harbour, term=world.term, hours=8)
    _written(world, group, first)
    _said(world, group)
    Aim.objects.create(
        programme=world.programme,
        audience=Audience.STUDENT,
        kind=Aim.Kind.OUTCOME,
        text="Every student knows somebody who does the work",
    )
    return group


def _enrolled(world: World, name: str) -> User:
    who = person(name)
    Membership.objects.create(institution=world.merlion, person=who, role=Role.STUDENT)
    return who


def _written(world: World, group: WorkGroup, meeting: Meeting) -> None:
    ada, ben = group.members.order_by("application__person__name")
    Reflection.objects.create(
        member=ada, meeting=meeting, state="acknowledged", handed_in_at=moment(55),
        acknowledged_at=moment(50),
    )  # fmt: skip
    Reflection.objects.create(
        member=ben, meeting=meeting, state="handed in", handed_in_at=moment(40)
    )
    Reflection.objects.create(
        member=ada, term=world.term, state="handed in", handed_in_at=moment(8)
    )


def _said(world: World, group: WorkGroup) -> None:
    Feedback.objects.create(
        group=group, person=world.ada, recommend=10, confidence_before=2, confidence_now=4,
        status="studying", helped="The visit to the yard.", may_quote=True,
    )  # fmt: skip
    Feedback.objects.create(group=group, person=world.maya, recommend=8, helped="Do not quote me.")
    Withdrawal.objects.create(
        group=group, by=world.ben, reason="workload", state="effective",
        effective_at=moment(20),
    )  # fmt: skip
