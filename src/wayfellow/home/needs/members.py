"""Landing pages of those who are in work groups: students and mentors."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Subquery
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.applications.models import Part
from wayfellow.home.needs.joining import joining
from wayfellow.home.needs.landing import Empty, Landing, ordered
from wayfellow.home.standing import Standing
from wayfellow.institutions.lifecycle import Role
from wayfellow.mentorships.lifecycle import GoalState, WithdrawalState
from wayfellow.mentorships.models import Goal, Meeting, Progress, Withdrawal, WorkGroup
from wayfellow.mentorships.queries import Todo, cards, todo
from wayfellow.pairing.queries import (
    proposed_to,
    waiting_for,
    waiting_replacements,
)
from wayfellow.people.models import User
from wayfellow.ui.dates import since, when

QUIET = timedelta(days=45)
"""How long a goal may stand still before somebody asks."""
SOON = timedelta(days=3)


def student(person: User, here: Standing) -> Landing:
    """A student's day."""
    groups = _groups(here.groups, person)
    found = [
        *todo(person, Role.STUDENT),
        *joining(person, Part.STUDENT),
        *_goals(groups),
        *_leaving(groups),
    ]
    needs, coming = ordered(found)
    if groups:
        empty = Empty(
            title=_("Nothing waits for you"),
            text=_("A good moment to write to your mentor, or to plan the next meeting."),
            url=reverse("mentorships:plan", args=[groups[0].pk]) if groups[0].is_live else "",
            action=_("Plan a meeting") if groups[0].is_live else "",
        )
    else:
        empty = _to_join(coming)
    return Landing(needs=needs, coming=coming, groups=groups, empty=empty)


def mentor(person: User, here: Standing) -> Landing:
    """A mentor's day."""
    groups = _groups(here.groups, person)
    found = [
        *_requests(person),
        *_proposals(person),
        *_takeovers(person),
        *todo(person, Role.MENTOR),
        *joining(person, Part.MENTOR),
        *_leaving(groups),
    ]
    needs, coming = ordered(found)
    empty = Empty(
        title=_("Nothing waits for you"),
        text=_("When a student asks you, or a meeting needs your word, it stands here."),
    )
    return Landing(needs=needs, coming=coming, groups=groups, empty=empty)


def _to_join(coming: list[Todo]) -> Empty:
    if coming:
        return Empty(
            title=_("Nothing to do for now"),
            text=_("What you have started is with somebody else; you will get a mail."),
        )
    return Empty(
        title=_("Everything begins with a programme"),
        text=_("Read what each one offers, then apply. It takes about a quarter of an hour."),
        url=reverse("programmes:public_index"),
        action=_("See the programmes"),
    )


def _groups(groups: Iterable[WorkGroup], person: User) -> list[WorkGroup]:
    """The live groups as cards, each with the next meeting and what is quiet in it."""
    coming = Meeting.objects.planned().filter(group=OuterRef("pk"), ends_at__gte=now())
    moved = Progress.objects.filter(goal=OuterRef("pk"), at__gte=now() - QUIET)
    still = Goal.objects.filter(
        ~Exists(moved),
        member__group=OuterRef("pk"),
        member__application__person=person,
        state=GoalState.OPEN,
        at__lt=now() - QUIET,
    )
    wishes = Withdrawal.objects.filter(
        group=OuterRef("pk"),
        by=person,
        state__in=[WithdrawalState.ASKED, WithdrawalState.ACKNOWLEDGED],
    )
    rows = cards(WorkGroup.objects.live().filter(pk__in=[group.pk for group in groups]))
    return list(
        rows.annotate(
            next_meeting_at=Subquery(coming.order_by("starts_at").values("starts_at")[:1]),
            still_goal=Subquery(still.order_by("at").values("title")[:1]),
            wish=Subquery(wishes.values("pk")[:1]),
            wish_at=Subquery(wishes.values("at")[:1]),
        ).order_by(F("next_meeting_at").asc(nulls_last=True), "pk")
    )


def _goals(groups: list[WorkGroup]) -> Iterator[Todo]:
    for group in groups:
        title: str = group.still_goal or ""  # type: ignore[attr-defined]
        if title:
            yield Todo(
                title=_("How is your goal coming on?"),
                text=title,
                url=reverse("mentorships:goals", args=[group.pk]),
                action=_("Note my progress"),
                tone="info",
            )


def _leaving(groups: list[WorkGroup]) -> Iterator[Todo]:
    for group in groups:
        wish: int | None = group.wish  # type: ignore[attr-defined]
        if wish:
            yield Todo(
                title=_("You have asked to leave %(group)s") % {"group": group},
                text=_("A coordinator will talk with you within two working days."),
                when=since(group.wish_at),  # type: ignore[attr-defined]
                url=reverse("mentorships:withdrawal", args=[group.pk, wish]),
                action=_("See how it stands"),
                tone="quiet",
            )


def _requests(person: User) -> Iterator[Todo]:
    for row in waiting_for(person):
        by = row.answer_by
        late = by is not None and by < now() + SOON
        yield Todo(
            title=_("%(name)s asks you to be the mentor") % {"name": row.student.person.called},
            when=_("Answer by %(day)s") % {"day": when(by)} if by else since(row.sent_at),
            url=reverse("pairing:request", args=[row.pk]),
            action=_("Read the request"),
            tone="harm" if late else "waits",
        )


def _proposals(person: User) -> Iterator[Todo]:
    for run in proposed_to(person):
        yield Todo(
            title=_("A group is proposed to you in %(programme)s")
            % {"programme": run.cohort.programme.name},
            when=since(run.mentors_asked_at),
            url=reverse("pairing:answer", args=[run.pk]),
            action=_("See the group"),
        )


def _takeovers(person: User) -> Iterator[Todo]:
    for row in waiting_replacements(person):
        yield Todo(
            title=_("A group in %(programme)s has lost its mentor and asks you")
            % {"programme": row.group.cohort.programme.name},
            when=since(row.at),
            url=reverse("pairing:replacement", args=[row.pk]),
            action=_("See the group"),
        )
