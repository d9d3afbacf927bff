"""A liaison officer's students, each under what needs attention first."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application
from wayfellow.applications.queries.pile import consent_missing
from wayfellow.home.queries import health
from wayfellow.mentorships.flags import Flag
from wayfellow.mentorships.lifecycle import LIVE, KeyPointsState
from wayfellow.mentorships.models import KeyPoints, Meeting, Member, Reflection, WorkGroup
from wayfellow.people.models import User

MOST = 200
"""So many students are on one page."""
_OF_STUDENT = {
    "consent_missing": Flag("consent_missing", _("a guardian's consent is missing"), "harm", Q),
    "key_points_waiting": Flag("key_points_waiting", _("key points to read"), "info", Q),
    "reflections_waiting": Flag("reflections_waiting", _("reflections to read"), "info", Q),
}
"""What is a student's own, and not the whole group's."""
NO_GROUP = Flag("no_group", _("no group yet"), "waits", Q)
NOT_INITIATED = Flag("not_initiated", _("not yet initiated"), "waits", Q)
SECTIONS: dict[str, str | Promise] = {
    "leaving": _("Somebody has asked to leave"),
    "consent_missing": _("A guardian's consent is missing"),
    "too_few": _("Too few students in the group"),
    "no_initiation": _("Initiation not planned"),
    "no_meeting": _("No meeting this term"),
    "unrecorded": _("A meeting is not recorded"),
    "key_points_waiting": _("Key points to read"),
    "reflections_waiting": _("Reflections to read"),
    "not_told": _("You were not told before a meeting"),
    "no_group": _("No group yet"),
    "not_initiated": _("Not yet initiated"),
    "well": _("All is well"),
}
"""The order in which students are shown; each stands once, under the first that fits."""


@dataclass(slots=True)
class Row:
    """One student with what there is to know at a glance."""

    application: Application
    group: WorkGroup | None = None
    member: Member | None = None
    flags: list[Flag] = field(default_factory=list)
    reflections: list[Reflection] = field(default_factory=list)
    key_points: KeyPoints | None = None

    @property
    def section(self) -> str:
        names = {flag.name for flag in self.flags}
        return next((name for name in SECTIONS if name in names), "well")


@dataclass(frozen=True, slots=True)
class Section:
    """Students who need the same thing first."""

    name: str
    title: str | Promise
    rows: list[Row]


def charges(person: User) -> QuerySet[Application]:
    """Accepted students whom ``person`` looks after."""
    return Application.objects.students().filter(
        charge__office__person=person, charge__office__ended_at=None, state=State.ACCEPTED
    )


def rows(person: User, *, words: str = "") -> list[Row]:
    """Every student of ``person``; five queries."""
    wanted = charges(person)
    if words:
        wanted = wanted.filter(
            Q(person__name__icontains=words)
            | Q(student__course__icontains=words)
            | Q(places__group__mentor__person__name__icontains=words)
        ).distinct()
    lacking = Exists(Application.objects.filter(consent_missing(), pk=OuterRef("pk")))
    found = [
        Row(application)
        for application in wanted.select_related("person", "student", "cohort__programme")
        .annotate(lacks_consent=lacking)
        .order_by("person__name", "pk")[:1000]
    ]
    by_application = {row.application.pk: row for row in found}
    members = list(
        Member.objects.active().filter(application__in=wanted.values("pk"), group__state__in=LIVE)
    )
    groups = _groups(members)
    writing = _writing(members)
    for member in members:
        row = by_application.get(member.application_id)
        if row is not None:
            row.member, row.group = member, groups.get(member.group_id)
            row.key_points, row.reflections = writing.get(member.pk, (None, []))
    for row in found:
        row.flags = _flags(row)
    return found


def _groups(members: list[Member]) -> dict[int, WorkGroup]:
    begun = Meeting.objects.recorded().filter(group=OuterRef("pk"))
    listed = health.listed(WorkGroup.objects.filter(pk__in={m.group_id for m in members}))
    return {group.pk: group for group in listed.annotate(begun=Exists(begun))}


def _writing(members: list[Member]) -> dict[int, tuple[KeyPoints | None, list[Reflection]]]:
    pks = [member.pk for member in members]
    sent = KeyPoints.objects.filter(member__in=pks, state=KeyPointsState.SENT)
    points = {row.member_id: row for row in sent}
    waiting: dict[int, list[Reflection]] = {}
    handed_in = Reflection.objects.waiting().filter(member__in=pks)
    for row in handed_in.select_related("meeting", "term").order_by("handed_in_at", "pk"):
        waiting.setdefault(row.member_id, []).append(row)
    return {pk: (points.get(pk), waiting.get(pk, [])) for pk in {*points, *waiting}}


def _flags(row: Row) -> list[Flag]:
    found = []
    if row.application.lacks_consent:  # type: ignore[attr-defined]
        found.append(_OF_STUDENT["consent_missing"])
    if row.group is None:
        return [*found, NO_GROUP]
    found += [flag for flag in health.raised(row.group) if flag.name not in _OF_STUDENT]
    if row.key_points is not None:
        found.append(_OF_STUDENT["key_points_waiting"])
    if row.reflections:
        found.append(_OF_STUDENT["reflections_waiting"])
    if not row.group.begun and not any(flag.name == "no_initiation" for flag in found):  # type: ignore[attr-defined]
        found.append(NOT_INITIATED)
    return found


def sections(found: list[Row], flag: str = "") -> list[Section]:
    """``found`` under headings; with ``flag`` only those who carry it."""
    if flag == "well":
        found = [row for row in found if not row.flags]
    elif flag:
        found = [row for row in found if any(each.name == flag for each in row.flags)]
        return [Section(flag, SECTIONS[flag], found)] if found else []
    by_name: dict[str, list[Row]] = {}
    for row in found:
        by_name.setdefault(row.section, []).append(row)
    return [
        Section(name, title, by_name[name]) for name, title in SECTIONS.items() if name in by_name
    ]


def tally(found: list[Row]) -> dict[str, int]:
    """How many students carry each flag."""
    counted = dict.fromkeys(SECTIONS, 0)
    for row in found:
        for flag in row.flags:
            counted[flag.name] += 1
        counted["well"] += not row.flags
    return counted
