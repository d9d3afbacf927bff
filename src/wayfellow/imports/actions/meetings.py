"""Meetings that took place before the group kept its own record here."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models.functions import Lower
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.imports.actions.accounts import addresses
from wayfellow.imports.actions.order import Importer, Order, rewrite
from wayfellow.imports.reading import Line, Reading, Values
from wayfellow.mentorships.lifecycle import MeetingState, MemberState
from wayfellow.mentorships.models import Attendance, Meeting, Member, WorkGroup

_ACTIVITIES: Mapping[str, Meeting.Activity] = {
    "visit": Meeting.Activity.VISIT,
    "shadow": Meeting.Activity.VISIT,
    "event": Meeting.Activity.EVENT,
    "option": Meeting.Activity.OPTIONS,
    "gap": Meeting.Activity.OPTIONS,
    "explor": Meeting.Activity.EXPLORE,
    "trend": Meeting.Activity.EXPLORE,
    "develop": Meeting.Activity.DEVELOP,
    "mock": Meeting.Activity.DEVELOP,
    "cv": Meeting.Activity.DEVELOP,
    "goal": Meeting.Activity.DEVELOP,
}
"""What stands in people's own words -> what it is; a chat session where nothing fits."""
_ONLINE = ("online", "virtual", "remote", "video", "zoom", "teams")
_INITIATION = "initiation"


@dataclass(slots=True)
class Known:
    """A group with its places by the students' addresses, and its meetings by their start."""

    group: WorkGroup
    places: dict[str, Member]
    meetings: dict[datetime, Meeting] = field(default_factory=dict)
    initiation: datetime | None = None


class Meetings(Importer):
    """Each row a recorded meeting of a group of the cohort, found by its mentor and students."""

    def __init__(self, order: Order, reading: Reading) -> None:
        super().__init__(order, reading)
        self.initiations: dict[int, tuple[datetime, int]] = {}
        """Group -> the start and line of the initiation that the file brings."""
        self.starts: dict[tuple[int, datetime], int] = {}

    def judge(self, lines: Sequence[Line]) -> None:
        groups = self._groups(lines)
        for line in lines:
            known = _group_of(line.values, groups)
            if known is None:
                self.reading.fault(
                    line.line,
                    "mentor_email",
                    _("No group of this cohort has this mentor and these students."),
                )
            else:
                self._judge_time(line, known)

    def _judge_time(self, line: Line, known: Known) -> None:
        start, end = _times(line.values, known.group)
        there = known.meetings.get(start)
        if end > now():
            self.reading.fault(line.line, "date", _("This meeting has not taken place yet."))
        elif there is not None and there.state == MeetingState.PLANNED:
            words = _("A meeting is planned for this time. Record it on the group's own page.")
            self.reading.fault(line.line, "start", words)
        elif (first := self.starts.setdefault((known.group.pk, start), line.line)) != line.line:
            words = _("Line %(first)d has a meeting of this group at the same time.")
            self.reading.fault(line.line, "start", words % {"first": first})
        elif _is_initiation(line.values):
            self._judge_initiation(line, known, start)

    def _judge_initiation(self, line: Line, known: Known, start: datetime) -> None:
        at, first = self.initiations.setdefault(known.group.pk, (start, line.line))
        if at != start:
            words = _("Line %(first)d has this group's initiation already.") % {"first": first}
            self.reading.fault(line.line, "activity", words)
        elif known.initiation not in (None, start):
            words = _("This group has had its initiation at another time.")
            self.reading.fault(line.line, "activity", words)

    def _groups(self, lines: Sequence[Line]) -> dict[str, list[Known]]:
        """The cohort's groups by their mentor's address; three queries, however many they are."""
        rows = (
            WorkGroup.objects.filter(cohort=self.order.cohort)
            .annotate(key=Lower("mentor__person__email"))
            .filter(key__in=addresses(lines, "mentor_email"))
            .select_related("institution", "mentor__person")
            .order_by("-formed_at", "-pk")
        )
        if self.order.institution is not None:
            rows = rows.filter(institution=self.order.institution)
        known = {group.pk: Known(group, {}) for group in rows}
        places = Member.objects.filter(group__in=known).select_related("application__person")
        for member in places.order_by("pk"):
            address = member.application.person.email.lower()
            if member.state != MemberState.MOVED or address not in known[member.group_id].places:
                known[member.group_id].places[address] = member
        held = Meeting.objects.filter(group__in=known).exclude(state=MeetingState.CANCELLED)
        for meeting in held:
            about = known[meeting.group_id]
            about.meetings[meeting.starts_at] = meeting
            if meeting.kind == Meeting.Kind.INITIATION:
                about.initiation = meeting.starts_at
        found: dict[str, list[Known]] = defaultdict(list)
        for about in known.values():
            found[about.group.mentor.person.email.lower()].append(about)
        return found

    def work(self, lines: Sequence[Line], *, write: bool) -> None:
        groups = self._groups(lines)
        came = self._attendance(groups)
        new: list[tuple[Meeting, Line, Known]] = []
        changed: list[tuple[Meeting, Line, Known]] = []
        for line in lines:
            known = _group_of(line.values, groups)
            assert known is not None  # noqa: S101 - judged before
            values = self._values(line.values, known)
            meeting = known.meetings.get(values["starts_at"])
            if meeting is None:
                new.append((self._meeting(values, known), line, known))
            elif _differs(meeting, values) or came.get(meeting.pk) != _came(line.values, known):
                for name, value in values.items():
                    setattr(meeting, name, value)
                changed.append((meeting, line, known))
        self.tally["new"] += len(new)
        self.tally["changed"] += len(changed)
        self.tally["unchanged"] += len(lines) - len(new) - len(changed)
        if write:
            self._write(new, changed)

    def _attendance(self, groups: Mapping[str, list[Known]]) -> dict[int, dict[int, bool]]:
        ids = [known.group.pk for mentors in groups.values() for known in mentors]
        found: dict[int, dict[int, bool]] = defaultdict(dict)
        rows = Attendance.objects.filter(meeting__group__in=ids)
        for meeting, member, came in rows.values_list("meeting", "member", "came"):
            found[meeting][member] = came
        return found

    def _values(self, values: Values, known: Known) -> Values:
        start, end = _times(values, known.group)
        mode, words = values.get("mode", "").casefold(), values.get("activity", "")
        online = any(word in mode for word in _ONLINE)
        known_words = [kind for part, kind in _ACTIVITIES.items() if part in words.casefold()]
        return {
            "kind": Meeting.Kind.INITIATION if _is_initiation(values) else Meeting.Kind.MEETING,
            "starts_at": start,
            "ends_at": end,
            "mode": Meeting.Mode.ONLINE if online else Meeting.Mode.IN_PERSON,
            "place": values.get("place", ""),
            "activity": known_words[0] if known_words else Meeting.Activity.CHAT,
            # What they called it themselves is kept, whatever we take it for.
            "agenda": "\n".join(filter(None, [words, values.get("note", "")])),
        }

    def _meeting(self, values: Values, known: Known) -> Meeting:
        return Meeting(
            group=known.group,
            state=MeetingState.RECORDED,
            planned_by=self.order.by,
            recorded_by=self.order.by,
            recorded_at=now(),
            **values,
        )

    def _write(
        self,
        new: list[tuple[Meeting, Line, Known]],
        changed: list[tuple[Meeting, Line, Known]],
    ) -> None:
        made = Meeting.objects.bulk_create(meeting for meeting, _line, _known in new)
        edited = [meeting for meeting, _line, _known in changed]
        rewrite(edited, ["kind", "ends_at", "mode", "place", "activity", "agenda"])
        Attendance.objects.bulk_create(
            (
                Attendance(meeting=meeting, member_id=member, came=came)
                for meeting, line, known in [*new, *changed]
                for member, came in _came(line.values, known).items()
            ),
            update_conflicts=True,
            update_fields=["came"],
            unique_fields=["meeting", "member"],
        )
        self.happened("bring_in", [*made, *edited])


def _group_of(values: Values, groups: Mapping[str, list[Known]]) -> Known | None:
    """The newest group of the mentor in which all of the row's students have or had a place."""
    wanted = set(values["student_emails"])
    for known in groups.get(values["mentor_email"], ()):
        if wanted <= known.places.keys():
            return known
    return None


def _times(values: Values, group: WorkGroup) -> tuple[datetime, datetime]:
    zone = ZoneInfo(group.institution.time_zone)
    start = datetime.combine(values["date"], values["start"], zone)
    return start, datetime.combine(values["date"], values["end"], zone)


def _is_initiation(values: Values) -> bool:
    return _INITIATION in values.get("activity", "").casefold()


def _differs(meeting: Meeting, values: Values) -> bool:
    return any(getattr(meeting, name) != value for name, value in values.items())


def _came(values: Values, known: Known) -> dict[int, bool]:
    """The places of those who were there, and of those who have one and were not."""
    there = set(values["student_emails"])
    return {
        member.pk: address in there
        for address, member in known.places.items()
        if address in there or member.state == MemberState.ACTIVE
    }
