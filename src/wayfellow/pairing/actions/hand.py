"""What a coordinator does by hand: pins, moves, and places for late joiners."""

from collections import Counter

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Refused
from wayfellow.applications.models import Application
from wayfellow.events.record import record
from wayfellow.kernel.lifecycle import IllegalStep
from wayfellow.mentorships import actions as mentorships
from wayfellow.mentorships.models import Member, WorkGroup
from wayfellow.pairing.judging import Bench, Verdict
from wayfellow.pairing.lifecycle import RUN, RunState
from wayfellow.pairing.models import Pin, Proposal, Run
from wayfellow.pairing.queries.moves import Undo, held, last_move
from wayfellow.pairing.words import can_be_waived, objections
from wayfellow.people.models import User


def lock(student: Application, mentor: Application, *, by: User | None, note: str = "") -> Pin:
    """From now on every run puts the two together."""
    pin = _pin(Pin.Kind.LOCK, (student, mentor), by, note)
    record("lock", pin, by=by)
    return pin


def exclude(student: Application, mentor: Application, *, by: User | None, note: str = "") -> Pin:
    """From now on no run puts the two together."""
    pin = _pin(Pin.Kind.EXCLUDE, (student, mentor), by, note)
    record("exclude", pin, by=by)
    return pin


@transaction.atomic
def _pin(kind: Pin.Kind, pair: tuple[Application, Application], by: User | None, note: str) -> Pin:
    student, mentor = pair
    if student.cohort_id != mentor.cohort_id or not student.is_student or mentor.is_student:
        raise Refused(_("Choose a student and a mentor of the same cohort."))
    values = {"kind": kind, "by": by, "note": note, "cohort_id": student.cohort_id}
    try:
        with transaction.atomic():
            pin, _new = Pin.objects.update_or_create(
                student=student, mentor=mentor, defaults=values
            )
    except IntegrityError as error:
        raise Refused(
            _("%(name)s is already kept with another mentor. Lift that first.")
            % {"name": student.person.called}
        ) from error
    return pin


@transaction.atomic
def unpin(pin: Pin, *, by: User | None) -> None:
    """The two may be put together or not, as the engine finds."""
    rows, _each = Pin.objects.filter(pk=pin.pk).delete()
    if rows:
        record(
            "unpin",
            pin.cohort,
            by=by,
            kind=pin.kind,
            student=pin.student_id,
            mentor=pin.mentor_id,
        )


@transaction.atomic
def move(
    run: Run, student: Application, mentor: Application, *, anyway: bool = False, by: User | None
) -> Proposal:
    """Put ``student`` with ``mentor`` in a run that nobody has published; Refused if unlawful.

    ``anyway`` overrules the hard rules of the matching, but no seat and no "never together".
    """
    hold(run)
    bench = Bench(run.pool, run.configuration, current_pins(run))
    judged = _judged(bench, student, mentor, anyway=anyway)
    sizes = Counter(run.proposals.values_list("mentor", flat=True))
    before = run.proposals.filter(student=student).first()
    if before is not None and before.mentor_id == mentor.pk:
        raise Refused(_("The student is in this group already."))
    if (said_no := _in_the_way(bench, sizes, before, mentor)) is not None:
        raise Refused(said_no)
    proposal = _proposed(run, student, mentor, judged)
    cost = judged.score - (before.score if before else 0)
    record(
        "move",
        run,
        by=by,
        student=student.pk,
        mentor=mentor.pk,
        cost=cost,
        before=before.mentor_id if before else None,
        by_hand=bool(before and before.moved_by_hand),
        overruled=list(judged.broken),
    )
    return proposal


def _judged(bench: Bench, student: Application, mentor: Application, *, anyway: bool) -> Verdict:
    """What the matching says of the pair; Refused where that cannot be overruled."""
    try:
        judged = bench.judge(student.pk, mentor.pk)
    except LookupError as error:
        raise Refused(_("Only people of this run can be moved. Run the matching again.")) from error
    broken = [each for each in judged.broken if not (anyway and can_be_waived(each))]
    if broken:
        said = get_text_list(objections(broken), _("and"))
        raise Refused(_("This pair cannot be made: %(reasons)s.") % {"reasons": said})
    return judged


def _proposed(run: Run, student: Application, mentor: Application, judged: Verdict) -> Proposal:
    proposal, _new = Proposal.objects.update_or_create(
        run=run,
        student=student,
        defaults={
            "mentor": mentor,
            "score": judged.score,
            "because": [list(each) for each in judged.values.items()],
            "listed": judged.listed,
            "moved_by_hand": True,
            "carried": False,
            "against": list(judged.broken),
            "kept_by_hand": not judged.lawful,
            "student_said": Proposal.Said.NOTHING,
            "student_asked_at": None,
            "mentor_asked_at": None,
        },
    )
    # A yes was said to the group as it was; the mentor is asked again about the new one.
    run.proposals.filter(mentor=mentor).update(mentor_said=Proposal.Said.NOTHING)
    return proposal


@transaction.atomic
def undo(run: Run, *, by: User | None) -> Undo:
    """Take the last move by hand back; Refused when others have changed the groups meanwhile."""
    hold(run)
    last = last_move(run)
    if last is None:
        raise Refused(_("There is no move to take back."))
    now = run.proposals.filter(student=last.student, mentor=last.mentor).first()
    if now is None:
        raise Refused(_("The student has been moved on meanwhile. Move by hand instead."))
    bench = held(run)
    sizes = Counter(run.proposals.values_list("mentor", flat=True))
    if last.before is None:
        fewest, _most = bench.seats(last.mentor.pk)
        if 0 < sizes[last.mentor.pk] - 1 < fewest:
            raise Refused(_("The group that the student would leave needs %(n)d.") % {"n": fewest})
        now.delete()
    else:
        if (said_no := _in_the_way(bench, sizes, now, last.before)) is not None:
            raise Refused(said_no)
        judged = bench.judge(last.student.pk, last.before.pk)
        now.mentor, now.score, now.listed = last.before, judged.score, judged.listed
        now.because = [list(each) for each in judged.values.items()]
        now.moved_by_hand = last.by_hand
        # Whether a pair that was brought in breaks a rule is for a coordinator to say anew.
        now.against = list(judged.broken) if run.kind == Run.Kind.BROUGHT else []
        now.kept_by_hand = False
        now.save()
    record("undo", run, by=by, student=last.student.pk, mentor=last.mentor.pk)
    return last


def _in_the_way(
    bench: Bench, sizes: Counter[int], before: Proposal | None, mentor: Application
) -> str | None:
    """What the sizes of both groups have against the move; None when nothing."""
    fewest, most = bench.seats(mentor.pk)
    if sizes[mentor.pk] + 1 > most:
        return _("%(name)s has no place left.") % {"name": mentor.person.called}
    if sizes[mentor.pk] + 1 < fewest:
        return _("%(name)s would guide one student alone; a group there needs %(n)d.") % {
            "name": mentor.person.called,
            "n": fewest,
        }
    if before is not None:
        rest = sizes[before.mentor_id] - 1
        fewest, _most = bench.seats(before.mentor_id)
        if 0 < rest < fewest:
            return _("The group that the student would leave needs %(n)d.") % {"n": fewest}
    return None


def hold(run: Run) -> None:
    """Wait until nobody else changes ``run``; IllegalStep unless it is ready to look at."""
    rows = Run.objects.filter(pk=run.pk, state=RunState.READY)
    if not rows.update(number=F("number")):
        raise IllegalStep(RUN.subject, "change", "already moved on")


def current_pins(run: Run) -> list[tuple[str, str, str]]:
    """The pins of the cohort as they are now, as the engine reads them."""
    rows = Pin.objects.filter(cohort=run.cohort_id).values_list("kind", "student", "mentor")
    return [(kind, str(student), str(mentor)) for kind, student, mentor in rows]


def place(group: WorkGroup, student: Application, *, by: User | None) -> Member:
    """A student who has no group takes a free place in one that runs."""
    return mentorships.add_member(group, student, by=by)
