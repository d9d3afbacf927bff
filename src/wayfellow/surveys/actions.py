"""Saying how a season goes, how it was, and what came of it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Invalid, Refused
from wayfellow.events.record import record
from wayfellow.mentorships.models import WorkGroup
from wayfellow.people.models import User
from wayfellow.surveys.models import Feedback, Outcome, Pulse
from wayfellow.surveys.occasions import months_after, occasion_of
from wayfellow.surveys.queries import ASKED

FIELDS = (
    "recommend",
    "confidence_before",
    "confidence_now",
    "status",
    "helped",
    "better",
    "may_quote",
)


@transaction.atomic
def give_feedback(group: WorkGroup, values: Mapping[str, Any], *, by: User) -> Feedback:
    """``by`` says once how it was in ``group``, when it closes or has ended."""
    rows = WorkGroup.objects.known_to(by.pk).filter(pk=group.pk)
    if not rows.exists():
        raise Refused(_("You were not in this work group to its end."))
    if not rows.filter(state__in=ASKED).exists():
        raise Refused(_("Feedback opens when the group begins to close."))
    given = {name: values[name] for name in FIELDS if name in values}
    feedback = Feedback(group=group, person=by, **given)
    _keep(feedback, _("You have said how it was. Thank you; once is enough."))
    record("give", feedback, by=by)
    return feedback


@transaction.atomic
def give_pulse(group: WorkGroup, values: Mapping[str, Any], *, by: User) -> Pulse:
    """``by`` says once how it is going, while the group is at work."""
    if not WorkGroup.objects.live().joined_by(by.pk).filter(pk=group.pk).exists():
        raise Refused(_("This is asked of people in a group that is at work."))
    given = {name: values[name] for name in ("going", "wish", "wants_talk") if name in values}
    occasion, about = occasion_of(group)
    pulse = Pulse(group=group, person=by, occasion=occasion, about=about, **given)
    _keep(pulse, _("You have said how it is going. Thank you; once is enough."))
    record("give", pulse, by=by)
    return pulse


@transaction.atomic
def tell_outcome(group: WorkGroup, values: Mapping[str, Any], *, by: User) -> Outcome:
    """``by``, a student to the group's end, tells what came of it, once each time it is asked."""
    months = months_after(group)
    if months is None:
        raise Refused(_("You are asked half a year after the group's end, and after a year."))
    given = {name: values[name] for name in ("doing", "through") if name in values}
    outcome = Outcome(group=group, person=by, months=months, **given)
    _keep(outcome, _("You have told us. Thank you; once is enough."))
    record("tell", outcome, by=by)
    return outcome


def _keep(answer: Feedback | Pulse | Outcome, once: str) -> None:
    """Write what was said; Refused with ``once`` when it was said before."""
    try:
        answer.clean_fields()
    except ValidationError as wrong:
        raise Invalid(" ".join(wrong.messages)) from wrong
    try:
        with transaction.atomic():
            answer.save(force_insert=True)
    except IntegrityError as twice:
        raise Refused(once) from twice
