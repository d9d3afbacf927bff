"""Who may take a place, counted under one lock so that no two hands give the same seat."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Refused
from wayfellow.applications.models import Application, Charge
from wayfellow.events.step import step
from wayfellow.institutions.models import Institution
from wayfellow.mentorships.lifecycle import LIVE, MEMBER
from wayfellow.mentorships.models import Member, WorkGroup
from wayfellow.people.models import Block, User
from wayfellow.programmes.models import Cohort
from wayfellow.programmes.policy import Need


def take_turns(cohort: Cohort) -> None:
    """Wait until nobody else gives places in ``cohort``; ends with the transaction.

    An UPDATE that changes nothing locks the row on PostgreSQL, and SQLite has one writer anyway.
    """
    Cohort.objects.filter(pk=cohort.pk).update(publications=F("publications"))


def hold(group: WorkGroup) -> None:
    """Wait until nobody else changes ``group``; Refused when it has ended meanwhile."""
    rows = WorkGroup.objects.live().filter(pk=group.pk)
    if not rows.update(below_minimum_waived=F("below_minimum_waived")):
        raise Refused(_("This work group has ended. It can be read, but nothing is added to it."))


def mentor_for(cohort: Cohort, mentor: Application) -> Application:
    """``mentor`` as it stands now; Refused unless accepted in ``cohort`` and taking people."""
    rows = Application.objects.mentors().accepted().filter(cohort=cohort, is_paused=False)
    found = rows.select_related("mentor", "person").filter(pk=mentor.pk).first()
    if found is None:
        raise Refused(
            _("%(name)s is not an accepted mentor here, or takes nobody new at the moment.")
            % {"name": mentor.person.called}
        )
    return found


def check_students(
    cohort: Cohort, students: Sequence[Application], institution: Institution, mentor: Application
) -> None:
    """Refused, with names, unless every student may be placed in a group of ``institution``."""
    ids = {student.pk for student in students}
    this = OuterRef("pk")
    ready = Application.objects.placeable().filter(cohort=cohort, institution=institution, pk=this)
    placed = Member.objects.active().filter(group__state__in=LIVE, application=this)
    if cohort.programme.rolling:
        placed = placed.filter(group__mentor=mentor.pk)
    cared_for = Charge.objects.filter(application=this, office__ended_at=None)
    rows = Application.objects.students().filter(pk__in=ids).select_related("person")
    asked = rows.annotate(ready=Exists(ready), placed=Exists(placed), cared_for=Exists(cared_for))
    found: list[Any] = list(asked)
    _refuse(
        _("Not ready for a place: %(names)s. Students must be accepted at %(institution)s, with a"
          " guardian's consent where one is needed."),
        (row for row in found if not row.ready),
        institution=institution.short_name,
    )  # fmt: skip
    _refuse(_("Already in a work group: %(names)s."), (row for row in found if row.placed))
    if cohort.programme.liaison == Need.REQUIRED:
        _refuse(
            _("Without a liaison officer: %(names)s. Say first who looks after them."),
            (row for row in found if not row.cared_for),
        )


def check_apart(people: Iterable[int]) -> None:
    """Refused, with names, when one of ``people`` wants nothing of another of them."""
    found = Block.objects.standing().among(people).select_related("person", "other").first()
    if found is not None:
        names = ", ".join(sorted([found.person.called, found.other.called]))
        raise Refused(
            _("%(names)s: these two are kept apart at the wish of one of them.") % {"names": names}
        )


def _refuse(message: str, rows: Iterable[Application], **words: str) -> None:
    names = ", ".join(sorted(row.person.called for row in rows))
    if names:
        raise Refused(message % {"names": names, **words})


def check_seats(cohort: Cohort, mentor: Application, *, new: int, size: int) -> None:
    """Refused unless a group of ``size``, ``new`` of them newcomers, fits programme and mentor.

    The mentor's own numbers are totals over all the groups that the mentor has in the cohort.
    """
    programme = cohort.programme
    if not programme.fewest_mentees <= size <= programme.most_mentees:
        raise Refused(
            _("A work group here has %(fewest)d to %(most)d students; this one would have %(n)d.")
            % {"fewest": programme.fewest_mentees, "most": programme.most_mentees, "n": size}
        )
    fewest, most = seats_of(cohort, mentor)
    total = taken(mentor) + new
    name = mentor.person.called
    if most is not None and total > most:
        left = max(most - total + new, 0)
        raise Refused(_("%(name)s has room for %(left)d more.") % {"name": name, "left": left})
    if total < fewest:
        raise Refused(
            _("%(name)s wants to guide at least %(n)d students.") % {"name": name, "n": fewest}
        )


def seats_of(cohort: Cohort, mentor: Application) -> tuple[int, int | None]:
    """The fewest and the most students in all that ``mentor`` guides; None is no limit."""
    answers = getattr(mentor, "mentor", None)
    fewest = (answers and answers.fewest) or 0
    most = answers.most if answers else None
    if most is None and not cohort.programme.rolling:
        most = cohort.programme.most_mentees
    return fewest, most


def taken(mentor: Application) -> int:
    """How many students the mentor guides now, in all live groups."""
    rows = Member.objects.active().filter(group__mentor=mentor.pk, group__state__in=LIVE)
    return rows.count()


def end(member: Member, *, by: User | None) -> None:
    """A student's place ends with the group."""
    step(member, MEMBER, "end", by=by, set_={"left_at": now()})
