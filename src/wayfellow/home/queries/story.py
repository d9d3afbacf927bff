"""One timeline of a group, in words, without anybody's private writing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wayfellow.events.models import Event
from wayfellow.mentorships.models import (
    Agreement,
    Goal,
    KeyPoints,
    Meeting,
    Member,
    Reflection,
    WorkGroup,
)
from wayfellow.mentorships.queries.workspace import Workspace
from wayfellow.people.models import User
from wayfellow.ui.dates import day

LATEST = 12

WORDS: dict[str, tuple[str | Promise, str]] = {
    "workgroup.form": (gettext_lazy("The group was formed"), "group"),
    "workgroup.activate": (gettext_lazy("The group began its work"), "leaf"),
    "workgroup.pause": (gettext_lazy("The group rests for a while"), "clock"),
    "workgroup.resume": (gettext_lazy("The group goes on"), "leaf"),
    "workgroup.begin_closing": (gettext_lazy("The closing began"), "flag"),
    "workgroup.complete": (gettext_lazy("The group completed its way"), "check"),
    "workgroup.dissolve": (gettext_lazy("The group ended early"), "close"),
    "workgroup.terminate": (gettext_lazy("The institution ended the group"), "alert"),
    "workgroup.waive_minimum": (gettext_lazy("The small group may go on"), "check"),
    "member.join": (gettext_lazy("%(who)s joined"), "person"),
    "member.leave": (gettext_lazy("%(who)s left"), "person"),
    "member.move": (gettext_lazy("%(who)s moved to another group"), "person"),
    "agreement.draft": (gettext_lazy("The agreement was begun"), "pen"),
    "agreement.propose": (gettext_lazy("The agreement was laid out to sign"), "pen"),
    "agreement.revise": (gettext_lazy("The agreement was taken up again"), "edit"),
    "agreement.sign": (gettext_lazy("The agreement was signed"), "pen"),
    "agreement.enter_into_force": (gettext_lazy("The agreement is in force"), "check"),
    "meeting.plan": (gettext_lazy("A meeting was planned for %(when)s"), "calendar"),
    "meeting.reschedule": (gettext_lazy("A meeting was moved to %(when)s"), "calendar"),
    "meeting.cancel": (gettext_lazy("The meeting of %(when)s was cancelled"), "close"),
    "meeting.record": (gettext_lazy("The meeting of %(when)s was recorded"), "check"),
    "meeting.log": (gettext_lazy("The meeting of %(when)s was recorded"), "check"),
    "meeting.correct": (gettext_lazy("The record of %(when)s was corrected"), "edit"),
    "keypoints.send": (gettext_lazy("Key points went to the liaison officer"), "mail"),
    "keypoints.acknowledge": (gettext_lazy("The liaison officer read the key points"), "eye"),
    "reflection.hand_in": (gettext_lazy("A reflection was handed in"), "book"),
    "reflection.return": (gettext_lazy("The liaison officer asked about a reflection"), "chat"),
    "reflection.acknowledge": (gettext_lazy("A reflection was acknowledged"), "eye"),
    "goal.set": (gettext_lazy("A goal was set"), "target"),
    "goal.achieve": (gettext_lazy("A goal was achieved"), "check"),
}
"""Events that a timeline tells; ``%(who)s`` and ``%(when)s`` are filled in."""

STAFF_KNOWS = ("workgroup", "member", "agreement", "meeting", "keypoints", "reflection")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline."""

    at: datetime
    title: str
    by: str = ""
    icon: str = "dot"
    url: str = ""
    text: str = ""


def story(seen: Workspace) -> list[Entry]:
    """The latest that happened in one group, as far as the reader may know of it."""
    group = WorkGroup.objects.filter(pk=seen.group.pk)
    own = Member.objects.filter(pk=seen.member.pk) if seen.member else Member.objects.none()
    return told(
        {
            WorkGroup: group,
            Member: Member.objects.filter(group__in=group),
            Agreement: Agreement.objects.filter(group__in=group),
            Meeting: Meeting.objects.filter(group__in=group),
            # What a student writes is nobody else's, not even that it was written.
            KeyPoints: KeyPoints.objects.filter(member__in=own),
            Reflection: Reflection.objects.filter(member__in=own),
            Goal: Goal.objects.filter(member__in=own),
        }
    )


def told(rows: dict[type[Model], QuerySet[Model]], *, named: bool = False) -> list[Entry]:
    """The latest events about ``rows`` in words, each with its group if ``named``; four queries."""
    kinds = ContentType.objects.get_for_models(*rows)
    about = Q(pk__in=[])
    for model, some in rows.items():
        about |= Q(subject_type=kinds[model], subject_id__in=some.order_by().values("pk"))
    events = list(
        Event.objects.filter(about, name__in=WORDS)
        .select_related("by")
        .order_by("-at", "-pk")[:LATEST]
    )
    ids = {model: _ids(events, kinds[model]) for model in rows}
    meetings = Meeting.objects.select_related("group__mentor__person").in_bulk(ids.get(Meeting, []))
    members = Member.objects.select_related("application__person", "group__mentor__person").in_bulk(
        ids.get(Member, [])
    )
    groups = WorkGroup.objects.select_related("mentor__person").in_bulk(ids.get(WorkGroup, []))
    subjects = {
        kinds[Meeting].pk: meetings,
        kinds[Member].pk: members,
        kinds[WorkGroup].pk: groups,
    }
    return [
        _entry(event, subjects.get(event.subject_type_id, {}).get(event.subject_id), named=named)  # type: ignore[attr-defined]
        for event in events
    ]


def _ids(events: Iterable[Event], kind: ContentType) -> list[int]:
    return [event.subject_id for event in events if event.subject_type_id == kind.pk]


def _entry(event: Event, subject: object, *, named: bool) -> Entry:
    words, icon = WORDS[event.name]
    filled = {
        "who": subject.application.person.called if isinstance(subject, Member) else _("Somebody"),
        "when": day(subject.starts_at) if isinstance(subject, Meeting) else "",
    }
    by = event.by.called if isinstance(event.by, User) else ""
    group = subject if isinstance(subject, WorkGroup) else getattr(subject, "group", None)
    return Entry(
        at=event.at,
        title=str(words) % filled,
        text=str(group) if named and group else "",
        by=by,
        icon=icon,
    )
