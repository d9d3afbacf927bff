"""Who joins a group is invited to what is planned already; who leaves it is taken off again."""

from django.db.models import F
from django.utils.timezone import now

from wayfellow.events.record import record
from wayfellow.mentorships.invitations import invitation_to, release_from
from wayfellow.mentorships.models import Meeting, WorkGroup
from wayfellow.people.models import User


def invite(group: WorkGroup, guest: User, *, by: User | None) -> None:
    """``guest`` alone gets the invitations to the group's meetings as they stand now.

    For the others nothing has changed, so the SEQUENCE stays and their calendars are not troubled.
    """
    for meeting in _ahead(group):
        meeting.guest = guest
        record("invite", meeting, by=by, calendar=invitation_to(meeting))


def release(group: WorkGroup, guest: User, *, by: User | None) -> None:
    """``guest`` alone is told that these meetings are not theirs; their calendar takes them out.

    Calendars obey only what is newer than all they have, so the SEQUENCE grows.
    """
    for meeting in _ahead(group):
        meeting.replies.filter(person=guest).delete()
        Meeting.objects.filter(pk=meeting.pk).update(sequence=F("sequence") + 1, changed_at=now())
        meeting.refresh_from_db(fields=["sequence", "changed_at"])
        meeting.guest = guest
        record("release", meeting, by=by, calendar=release_from(meeting, guest))


def _ahead(group: WorkGroup) -> list[Meeting]:
    planned = group.meetings.planned().filter(starts_at__gt=now())
    return list(planned.select_related("group__institution", "group__cohort__programme"))
