"""A liaison officer's landing page."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.home.addresses import to
from wayfellow.home.needs.landing import Empty, Figure, Landing, ordered
from wayfellow.home.queries import health
from wayfellow.home.standing import Standing
from wayfellow.institutions.lifecycle import Role
from wayfellow.mentorships.models import Meeting, Member, WorkGroup
from wayfellow.mentorships.queries import Todo, todo
from wayfellow.people.models import User
from wayfellow.ui.dates import when

COMING = 5
_READ_ELSEWHERE = {"key_points_waiting", "reflections_waiting"}


def liaison_officer(person: User, _here: Standing) -> Landing:
    """What the students of one liaison officer need."""
    groups = WorkGroup.objects.live().charged_to(person.pk)
    counted = health.tally(groups)
    found = [
        *_flagged(counted),
        *todo(person, Role.LIAISON_OFFICER),
        *_meetings(groups),
    ]
    needs, coming = ordered(found)
    students = Member.objects.active().charged_to(person.pk).count()
    return Landing(
        needs=needs,
        coming=coming,
        empty=Empty(
            title=_("All your students are well"),
            text=_("What they send you, and groups that fall silent, appear here."),
            url=reverse("home:caseload"),
            action=_("See my students"),
        ),
        figures=[
            Figure(label=_("students"), value=students, url=reverse("home:caseload")),
            Figure(label=_("groups"), value=counted["live"]),
        ],
    )


def _flagged(counted: dict[str, int]) -> Iterator[Todo]:
    for name, flag in health.ALL.items():
        if counted[name] and name not in _READ_ELSEWHERE:
            yield Todo(
                title=_("Groups: %(flag)s") % {"flag": flag.label},
                count=counted[name],
                url=to("home:caseload", flag=name),
                action=_("See the students"),
                tone=flag.tone,
            )


def _meetings(groups: QuerySet[WorkGroup, WorkGroup]) -> Iterator[Todo]:
    rows = Meeting.objects.planned().filter(group__in=groups, starts_at__gte=now())
    for row in rows.select_related("group__mentor__person").order_by("starts_at")[:COMING]:
        yield Todo(
            title=_("%(group)s meets") % {"group": row.group},
            text=row.place,
            when=when(row.starts_at),
            url=reverse("mentorships:meeting", args=[row.group_id, row.pk]),
            action=_("See the meeting"),
            tone="quiet",
        )
