"""A student's own list of mentors, in order."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Invalid, Refused
from wayfellow.applications.models import Application, StudentAnswers
from wayfellow.events.record import record
from wayfellow.mentorships.actions.seats import take_turns
from wayfellow.mentorships.lifecycle import LIVE
from wayfellow.mentorships.models import Member
from wayfellow.pairing.queries.wishes import who_can_be_ranked
from wayfellow.people.models import User


@transaction.atomic
def rank(
    student: Application, mentors: Sequence[int], *, only: bool = False, by: User | None
) -> None:
    """Keep the student's choices in order; the next run honours them.

    ``only``: the student stays without a place rather than go to a mentor who is not among them.
    """
    take_turns(student.cohort)
    placed = Member.objects.active().filter(application=student, group__state__in=LIVE)
    if placed.exists():
        raise Refused(_("You have a group already, so your choices stay as they were."))
    most = student.cohort.programme.ranked_choices
    known = set(who_can_be_ranked(student).filter(pk__in=mentors).values_list("pk", flat=True))
    if len(set(mentors)) != len(mentors) or len(mentors) > most or not set(mentors) <= known:
        raise Invalid(_("Choose different mentors of this programme."))
    if only and not (mentors and student.cohort.programme.only_choices):
        raise Invalid(_("In this programme every mentor who fits may be given to you."))
    StudentAnswers.objects.filter(application=student).update(
        preferred_mentors=list(mentors), only_preferred=only
    )
    record("rank", student, by=by, choices=list(mentors), only=only)
