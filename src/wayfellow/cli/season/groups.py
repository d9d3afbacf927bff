"""A work group's year in every style: agree, meet, reflect, say goodbye."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random

from django.db.models import QuerySet

from wayfellow.cli.season.founding import Stage
from wayfellow.cli.seeding.words import SENTENCES
from wayfellow.mentorships import actions as mentorships
from wayfellow.mentorships.lifecycle import (
    GroupState,
    KeyPointsState,
    MeetingState,
    ReflectionState,
)
from wayfellow.mentorships.models import KeyPoints, Meeting, Member, Reflection, WorkGroup
from wayfellow.people.models import User
from wayfellow.programmes.models import Office, Term
from wayfellow.surveys import actions as surveys

PLACES = ("At the mentor's office", "Library, meeting room 3", "Café at the science park")
GOALS = (
    "Find out which jobs my diploma opens",
    "Have a CV that an engineer has read",
    "Practise an interview until it is no longer frightening",
    "Meet three people who do the work I dream of",
)


def without[T](rows: list[T], few: int) -> list[T]:
    """All ``rows`` but a ``few``, which are spread evenly among them, the first being one."""
    left_out = {len(rows) * number // few for number in range(few)}
    return [row for index, row in enumerate(rows) if index not in left_out]


def live(stage: Stage) -> QuerySet[WorkGroup]:
    """The cohort's live groups, in a steady order."""
    rows = WorkGroup.objects.live().filter(cohort=stage.cohort).order_by("pk")
    return rows.select_related("mentor__person", "cohort__programme", "institution")


def crew(group: WorkGroup) -> list[Member]:
    """Its active students."""
    return list(group.members.active().select_related("application__person").order_by("pk"))


def agree(groups: Iterable[WorkGroup]) -> str:
    """The students draft, all sign."""
    count = 0
    for group in groups:
        members = crew(group)
        writer = members[0].application.person
        agreement = mentorships.draft_agreement(group, by=writer)
        mentorships.save_agreement(
            agreement,
            {
                "goals": "; ".join(GOALS[:2]),
                "student_commitments": "We come prepared, and we tell you early when we cannot.",
                "mentor_commitments": "I answer within two days and bring you to my workplace.",
                "meetings": "Once a month, for an hour",
                "place": PLACES[group.pk % len(PLACES)],
                "channel": "WhatsApp group",
            },
            version=agreement.version,
            by=writer,
        )
        agreement.refresh_from_db()
        mentorships.propose(agreement, by=writer)
        for person in (*(member.application.person for member in members), group.mentor.person):
            agreement.refresh_from_db()
            mentorships.sign(agreement, person.name, by=person)
        count += 1
    return f"{count} agreements are in force"


def plan(groups: Iterable[WorkGroup], at: datetime) -> str:
    """A student of each group plans a meeting; the liaison officer is told by that."""
    count = 0
    for number, group in enumerate(groups):
        starts = at + timedelta(days=number % 4, hours=number % 3)
        mentorships.plan_meeting(
            group,
            {
                "starts_at": starts,
                "ends_at": starts + timedelta(hours=1),
                "mode": Meeting.Mode.IN_PERSON,
                "place": PLACES[number % len(PLACES)],
                "activity": Meeting.Activity.CHAT,
                "agenda": "Who we are, what we hope for, what we plan.",
            },
            by=crew(group)[0].application.person,
        )
        count += 1
    return f"{count} meetings planned"


def hold(stage: Stage, chance: Random, *, forgetting: int = 0) -> str:
    """What was planned has been: students record it, and who came."""
    planned = Meeting.objects.filter(
        group__cohort=stage.cohort, group__in=live(stage), state=MeetingState.PLANNED
    ).order_by("pk")
    rows = list(planned.select_related("group__cohort__programme", "group__mentor"))
    kept = without(rows, forgetting)
    for meeting in kept:
        members = crew(meeting.group)
        came = {member.pk for member in members if chance.random() < 0.93}  # noqa: PLR2004 - a share
        came = came or {members[0].pk}
        mentorships.record_meeting(meeting, came, {}, by=members[0].application.person)
    return f"{len(kept)} meetings recorded, {forgetting} forgotten"


def send_key_points(stage: Stage, *, late: int = 0) -> str:
    """Every student tells the liaison officer what was agreed; officers acknowledge."""
    rows = KeyPoints.objects.filter(
        member__group__cohort=stage.cohort, state=KeyPointsState.DUE
    ).select_related("member__application__person", "member__group__cohort__programme")
    due = list(rows.order_by("pk"))
    sent = without(due, late)
    for key_points in sent:
        student = key_points.member.application.person
        mentorships.save_key_points(
            key_points,
            {
                "shared_goals": GOALS[key_points.pk % len(GOALS)],
                "my_commitments": "I keep the notes.",
                "planned_activities": "A visit in March, a mock interview in April.",
            },
            by=student,
        )
        mentorships.send(key_points, by=student)
        mentorships.acknowledge(key_points, by=officer_of(key_points.member))
    return f"{len(sent)} students sent their key points"


def officer_of(member: Member) -> User | None:
    """The liaison officer who looks after the student."""
    office = Office.objects.filter(charges__application=member.application_id)
    found = office.select_related("person").first()
    return found.person if found else None


def reflect(stage: Stage, chance: Random, *, term: Term | None = None, missing: int = 0) -> str:
    """Students write on their meetings, or on the ``term``, and officers acknowledge."""
    members = Member.objects.active().filter(group__in=live(stage)).order_by("pk")
    rows = list(members.select_related("application__person", "group__cohort__programme"))
    written = 0
    for member in without(rows, missing):
        student = member.application.person
        for reflection in _due(member, term, student):
            mentorships.save_reflection(
                reflection,
                {
                    "did": chance.choice(SENTENCES),
                    "learnt": chance.choice(SENTENCES),
                    "next_step": "Write to one person whom I met.",
                    "confidence": chance.randint(2, 5),
                    "shared_with_mentor": chance.random() < 0.3,  # noqa: PLR2004 - a share
                },
                version=reflection.version,
                by=student,
            )
            mentorships.hand_in(reflection, by=student)
            written += 1
    return f"{written} reflections handed in, {missing} students are late"


def _due(member: Member, term: Term | None, student: User) -> list[Reflection]:
    if term is not None:
        found = [mentorships.open_reflection(member, term=term, by=student)]
    else:
        meetings = Meeting.objects.recorded().filter(
            group=member.group_id, attendances__member=member, attendances__came=True
        )
        found = [mentorships.open_reflection(member, meeting=each, by=student) for each in meetings]
    return [each for each in found if each.state == ReflectionState.DRAFT]


def acknowledge(stage: Stage, *, leaving: int = 0) -> str:
    """Liaison officers read what was handed in; ``leaving`` wait until next week."""
    waiting = Reflection.objects.filter(
        member__group__cohort=stage.cohort, state=ReflectionState.HANDED_IN
    ).select_related("member__application__charge__office__person", "member__group__cohort")
    rows = list(waiting.order_by("pk"))
    for reflection in without(rows, leaving):
        mentorships.acknowledge(reflection, by=officer_of(reflection.member) or stage.lead)
    return f"{len(rows) - leaving} reflections acknowledged"


def aim(stage: Stage, chance: Random) -> str:
    """Every student sets a goal and moves it on."""
    members = Member.objects.active().filter(group__in=live(stage)).order_by("pk")
    for member in members.select_related("application__person", "group__cohort__programme"):
        student = member.application.person
        goal = mentorships.set_goal(
            member,
            {"title": GOALS[member.pk % len(GOALS)], "measure": "My mentor says so too"},
            by=student,
        )
        mentorships.progress(goal, chance.choice((20, 40, 60)), "A first step.", by=student)
    return f"{len(members)} goals set"


def close(stage: Stage, chance: Random) -> str:
    """Groups finish, people say how it was."""
    count = 0
    for group in live(stage):
        if group.state == GroupState.FORMED:
            mentorships.dissolve(group, by=stage.coordinators.get(group.institution_id, stage.lead))
            continue
        if group.state != GroupState.CLOSING:
            mentorships.begin_closing(group, by=None)
        for person in (group.mentor.person, *(m.application.person for m in crew(group))):
            if chance.random() < 0.8:  # noqa: PLR2004 - a share
                surveys.give_feedback(
                    group,
                    {
                        "recommend": chance.choice((7, 8, 9, 9, 10)),
                        "confidence_before": chance.randint(1, 3),
                        "confidence_now": chance.randint(3, 5),
                        "status": "studying",
                        "helped": chance.choice(SENTENCES),
                    },
                    by=person,
                )
        group.refresh_from_db()
        mentorships.complete(group, by=stage.coordinators.get(group.institution_id, stage.lead))
        count += 1
    return f"{count} groups completed"
