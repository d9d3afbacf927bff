"""A student's ranked mentors, and what has become of each wish."""

from dataclasses import dataclass

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from wayfellow.applications.models import Application
from wayfellow.mentorships.lifecycle import LIVE
from wayfellow.mentorships.models import Member
from wayfellow.pairing.lifecycle import RunState
from wayfellow.pairing.models import Proposal
from wayfellow.pairing.pool import seats
from wayfellow.pairing.pools import stands


class Fate(TextChoices):
    """What has become of a choice, as far as the student may know."""

    YOURS = "yours", _("your mentor")
    WAITS_FOR_YOU = "waits for you", _("waits for your answer")
    SAID_YES = "said yes", _("you said yes")
    SAID_NO = "said no", _("you said no")
    DECLINED = "declined", _("cannot take you this time")
    GONE = "gone", _("takes nobody new at the moment")
    FULL = "full", _("full at the moment")
    OPEN = "open", _("open: counts in the next matching")


PASSED = (Fate.SAID_NO, Fate.DECLINED, Fate.GONE, Fate.FULL)
"""Fates at which the next choice counts."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One choice with its place in the list."""

    number: int
    mentor: Application
    fate: Fate
    is_next: bool
    """Whether the next matching looks at this choice first."""


def who_can_be_ranked(student: Application) -> QuerySet[Application]:
    """The mentors among whom the student may choose."""
    rows = Application.objects.mentors().accepted().filter(
        cohort=student.cohort_id, is_paused=False
    )  # fmt: skip
    rows = rows.exclude(person=student.person_id).select_related("person", "mentor")
    return rows.order_by("person__name", "pk")


def wishes(student: Application) -> list[Wish]:
    """The student's choices in order, each with what has become of it; the same few queries."""
    ranked: list[int] = student.student.preferred_mentors
    rows = Application.objects.select_related("person", "mentor").in_bulk(ranked)
    open_ = set(who_can_be_ranked(student).filter(pk__in=ranked).values_list("pk", flat=True))
    left = seats(student.cohort, student.institution, list(rows.values()))
    said = _said(student)
    own = set(
        Member.objects.active()
        .filter(application=student, group__state__in=LIVE)
        .values_list("group__mentor", flat=True)
    )
    found: list[Wish] = []
    # While a mentor is proposed, nothing else counts before that one is answered and settled.
    pending = any(row.student_asked_at and stands(row) for row in said.values())
    waiting = not own and not pending
    for mentor in (rows[pk] for pk in ranked if pk in rows):
        fate = _fate(mentor.pk, own, open_, set(left), said)
        is_next = waiting and fate not in PASSED
        waiting = waiting and not is_next
        found.append(Wish(len(found) + 1, mentor, fate, is_next))
    return found


def _said(student: Application) -> dict[int, Proposal]:
    """The latest proposal of each mentor that reached this student, or was refused by the mentor."""
    rows = Proposal.objects.filter(
        student=student,
        run__state__in=[RunState.READY, RunState.FOLLOWED, RunState.PUBLISHED],
    ).order_by("run__number")
    return {row.mentor_id: row for row in rows.defer("because")}


def _fate(
    mentor: int, own: set[int], open_: set[int], left: set[int], said: dict[int, Proposal]
) -> Fate:
    if mentor in own:
        return Fate.YOURS
    row = said.get(mentor)
    if row is not None and row.mentor_said in (Proposal.Said.NO, Proposal.Said.SILENT):
        return Fate.DECLINED
    if row is not None and row.student_asked_at is not None:
        return {
            Proposal.Said.YES: Fate.SAID_YES,
            Proposal.Said.NOTHING: Fate.WAITS_FOR_YOU,
        }.get(Proposal.Said(row.student_said), Fate.SAID_NO)
    if mentor not in open_:
        return Fate.GONE
    return Fate.OPEN if mentor in left else Fate.FULL
