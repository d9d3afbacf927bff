"""Who takes part: groups of one mentor and two students, and a session for each mentor."""

from dataclasses import dataclass

from django.conf import settings  # noqa: TID251 - which backend signs in
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command

from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application, MentorAnswers, Part, StudentAnswers
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Membership
from wayfellow.mentorships.models import Member, WorkGroup
from wayfellow.people.models import User
from wayfellow.testing.world import World

STUDENTS = 2


@dataclass(frozen=True, slots=True)
class Seat:
    """A mentor who is signed in, and the group in which they write."""

    group: int
    person: int
    session: str


def seats(count: int) -> list[Seat]:
    """Build the tables and ``count`` groups in them."""
    call_command("migrate", interactive=False, verbosity=0, run_syncdb=True)
    call_command("createcachetable", verbosity=0)
    world = World()
    mentors = _people("mentor", count, Role.MENTOR, Part.MENTOR, world)
    students = _people("student", STUDENTS * count, Role.STUDENT, Part.STUDENT, world)
    MentorAnswers.objects.bulk_create(
        MentorAnswers(application=offer, years_experience=9) for offer in mentors
    )
    StudentAnswers.objects.bulk_create(StudentAnswers(application=row) for row in students)
    groups = WorkGroup.objects.bulk_create(
        WorkGroup(cohort=world.cohort, institution=world.merlion, mentor=offer) for offer in mentors
    )
    Member.objects.bulk_create(
        Member(group=groups[number % count], application=application)
        for number, application in enumerate(students)
    )
    return [
        Seat(group.pk, offer.person_id, _session(offer.person))
        for group, offer in zip(groups, mentors, strict=True)
    ]


def _people(name: str, count: int, role: Role, part: Part, world: World) -> list[Application]:
    people = User.objects.bulk_create(
        User(name=f"{name.title()} {number}", email=f"{name}{number}@example.com")
        for number in range(count)
    )
    Membership.objects.bulk_create(
        Membership(institution=world.merlion, person=person, role=role) for person in people
    )
    return Application.objects.bulk_create(
        Application(
            cohort=world.cohort,
            person=person,
            part=part,
            institution=world.merlion,
            state=State.ACCEPTED,
            languages=["English"],
        )
        for person in people
    )


def _session(person: User) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    return str(store.session_key)
