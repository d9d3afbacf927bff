"""Meetings as calendars know them: as invitations, and in a person's own calendar."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayfellow.answers.relay import mailbox
from wayfellow.applications.models import is_minor
from wayfellow.calendars import Appointment, Guest, address_of, feed, invitation
from wayfellow.calendars.invitations import ADDRESS
from wayfellow.mentorships.lifecycle import MeetingState
from wayfellow.mentorships.models import Meeting, Member
from wayfellow.people.models import Profile, User

REMIND = timedelta(hours=1)


def invitation_to(meeting: Meeting) -> str:
    """The calendar file of a meeting as it stands, or the one that takes it out again.

    One file goes to everybody, so it speaks the institution's language and not the planner's.
    """
    with translation.override(meeting.group.institution.language):
        return invitation(_appointment(meeting, guests=tuple(_guests(meeting)))).decode()


def release_from(meeting: Meeting, guest: User) -> str:
    """The calendar file by which ``guest`` alone takes the meeting out, for whom it goes on no more.

    It names nobody else, so that no calendar believes the meeting off for the others.
    """
    named = (Guest(guest.name, guest.email),) if ADDRESS.fullmatch(guest.email) else ()
    with translation.override(meeting.group.institution.language):
        return invitation(replace(_appointment(meeting, guests=named), cancelled=True)).decode()


def calendar_file(person: User, meetings: Iterable[Meeting]) -> bytes:
    """The meetings as the calendar that ``person`` has fetched by a secret address.

    Students under the programme's age of consent are counted, not named: nobody knows into how
    many programs and devices the address is copied.
    """
    with translation.override(person.language):
        rows = [
            _appointment(meeting, foreword=_together(meeting, person), guests=())
            for meeting in meetings
        ]
        return feed(_("Mentoring meetings"), rows)


def _appointment(meeting: Meeting, *, guests: tuple[Guest, ...], foreword: str = "") -> Appointment:
    """The meeting, without a word of what people have written but the place."""
    group = meeting.group
    institution, programme = group.institution, group.cohort.programme
    page = address_of(reverse("mentorships:meeting", args=[group.pk, meeting.pk]))
    what = f"{meeting.get_activity_display()}, {meeting.get_mode_display()}"
    pointer = _("Everything else is on the page of the meeting: %(page)s") % {"page": page}
    return Appointment(
        uid=str(meeting.uid),
        sequence=meeting.sequence,
        summary=f"{programme.name}: {meeting.get_kind_display()}",
        start=meeting.starts_at,
        end=meeting.ends_at,
        zone=institution.time_zone,
        stamp=meeting.changed_at,
        # Calendars answer to the organiser.
        organizer=Guest(programme.name, mailbox() or institution.contact_email),
        guests=guests,
        location=meeting.place,
        description="\n".join(line for line in (foreword, what, pointer) if line),
        url=page,
        cancelled=meeting.state == MeetingState.CANCELLED,
        remind=REMIND,
    )


def _guests(meeting: Meeting) -> list[Guest]:
    """Those who let their group see their address."""
    people: list[User] = list(
        meeting.group.people().filter(profile__email_for=Profile.Audience.GROUP).order_by("pk")
    )
    said = {reply.person_id: reply.says for reply in meeting.replies.all()}
    return [
        Guest(person.name, person.email, said.get(person.pk, "NEEDS-ACTION"))
        for person in people
        if ADDRESS.fullmatch(person.email)
    ]


def _together(meeting: Meeting, reader: User) -> str:
    """The others of the group in words; needs ``active_members``."""
    group = meeting.group
    members: list[Member] = group.active_members
    minors = [member for member in members if _is_minor(member, group.cohort.programme.consent_age)]
    adults = [member.application.person for member in members if member not in minors]
    names = [each.called for each in (group.mentor.person, *adults) if each.pk != reader.pk]
    others = sum(member.application.person_id != reader.pk for member in minors)
    if others:
        counted = ngettext("%(count)s student", "%(count)s students", others)
        names.append(counted % {"count": others})
    return _("With %(names)s") % {"names": ", ".join(names)} if names else ""


def _is_minor(member: Member, age: int) -> bool:
    application = member.application
    return application.consent_needed or is_minor(application.person.profile.born_on, age)
