"""What people of a work group see of each other: never more than they need."""

from dataclasses import dataclass
from typing import Any

from wayfellow.applications.models import Application
from wayfellow.mentorships.models import Member, WorkGroup
from wayfellow.people.models import Profile, User
from wayfellow.people.queries import are_apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A person as shown inside a work group; email and phone only where the person allows it."""

    person: User
    about: str = ""
    headline: str = ""
    course: str = ""
    company: str = ""
    job_title: str = ""
    aspiration: str = ""
    interests: list[str]
    languages: list[str]
    help_areas: list[str]
    email: str = ""
    phone: str = ""


def card_of_student(member: Member, reader: User) -> Card:
    """A student: name, course, interests, aspiration and languages."""
    application = member.application
    answers = getattr(application, "student", None)
    return Card(
        person=application.person,
        course=answers.course if answers else "",
        aspiration=answers.aspiration if answers else "",
        interests=application.interests,
        languages=application.languages,
        help_areas=[],
        **_said(application, reader, live=member.group.is_live),
    )


def card_of_mentor(group: WorkGroup, reader: User) -> Card:
    """The mentor, as the group's students see them."""
    application = group.mentor
    answers = getattr(application, "mentor", None)
    return Card(
        person=application.person,
        company=answers.company if answers else "",
        job_title=answers.job_title if answers else "",
        interests=application.interests,
        languages=application.languages,
        help_areas=answers.help_areas if answers else [],
        **_said(application, reader, live=group.is_live, address=_programme_address(answers)),
    )


def _programme_address(answers: Any) -> str:
    return answers.programme_email if answers else ""


def _said(
    application: Application, reader: User, *, live: bool, address: str = ""
) -> dict[str, str]:
    profile = Profile.objects.filter(person=application.person_id).first()
    if profile is None:
        return {}
    said = {"about": profile.about, "headline": profile.headline}
    live = live and not are_apart(application.person_id, reader.pk)
    if live and profile.email_for == Profile.Audience.GROUP:
        said["email"] = address or application.person.email
    if live and profile.phone_for == Profile.Audience.GROUP:
        said["phone"] = profile.phone
    return said
