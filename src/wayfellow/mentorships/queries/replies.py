"""Who has said what about a planned meeting, and the meetings of one's own calendar."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from wayfellow.mentorships.models import Meeting, Member, Reply, WorkGroup
from wayfellow.people.models import User

TONES = {Reply.Coming.YES: "good", Reply.Coming.MAYBE: "waits", Reply.Coming.NO: "harm"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who is asked to a meeting, and the answer if there is one."""

    person: User
    reply: Reply | None

    @property
    def tone(self) -> str:
        return TONES[Reply.Coming(self.reply.coming)] if self.reply else "quiet"


def asked(meeting: Meeting) -> list[Asked]:
    """Everybody in the group, by name, with what they have answered."""
    replies = {reply.person_id: reply for reply in meeting.replies.all()}
    people = meeting.group.people().order_by("name", "pk")
    return [Asked(person, replies.get(person.pk)) for person in people]


def calendar_of(person: User) -> QuerySet[Meeting, Meeting]:
    """All meetings of the living groups that ``person`` is in or looks after, cancelled ones too.

    Nothing of a group that has ended, and nothing for an account that is closed.
    """
    mine = WorkGroup.objects.joined_by(person.pk) | WorkGroup.objects.charged_to(person.pk)
    members = Member.objects.active().select_related("application__person__profile")
    return (
        Meeting.objects.filter(group__in=mine.live().values("pk"))
        .select_related("group__cohort__programme", "group__institution", "group__mentor__person")
        .prefetch_related(Prefetch("group__members", members, to_attr="active_members"))
        .order_by("starts_at", "pk")
    )
