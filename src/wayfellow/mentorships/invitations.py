"""Meetings as calendars know them."""

from wayfellow.calendars import Appointment, Guest, invitation
from wayfellow.calendars.invitations import ADDRESS
from wayfellow.mentorships.lifecycle import MeetingState
from wayfellow.mentorships.models import Meeting
from wayfellow.people.models import Profile, User


def invitation_to(meeting: Meeting) -> str:
    """The calendar file of a meeting as it stands, or the one that takes it out again."""
    return invitation(appointment(meeting)).decode()


def appointment(meeting: Meeting) -> Appointment:
    """The meeting; it names only those who let their group see their address."""
    group = meeting.group
    institution = group.institution
    return Appointment(
        uid=f"wayfellow-meeting-{meeting.pk}-{group.formed_at:%Y%m%d%H%M%S}",
        sequence=meeting.sequence,
        summary=f"{group.cohort.programme.name}: {meeting.get_kind_display()}",
        start=meeting.starts_at,
        end=meeting.ends_at,
        zone=institution.time_zone,
        stamp=meeting.planned_at,
        organizer=Guest(group.cohort.programme.name, institution.contact_email),
        guests=tuple(_guests(meeting)),
        location=meeting.place,
        cancelled=meeting.state == MeetingState.CANCELLED,
    )


def _guests(meeting: Meeting) -> list[Guest]:
    people: list[User] = list(
        meeting.group.people().filter(profile__email_for=Profile.Audience.GROUP).order_by("pk")
    )
    return [Guest(p.name, p.email) for p in people if ADDRESS.fullmatch(p.email)]
