"""Saying how a season was."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Invalid, Refused
from wayfellow.events.record import record
from wayfellow.mentorships.models import WorkGroup
from wayfellow.people.models import User
from wayfellow.surveys.models import Feedback
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
    try:
        feedback.clean_fields()
    except ValidationError as wrong:
        raise Invalid(" ".join(wrong.messages)) from wrong
    try:
        with transaction.atomic():
            feedback.save(force_insert=True)
    except IntegrityError as twice:
        raise Refused(_("You have said how it was. Thank you; once is enough.")) from twice
    record("give", feedback, by=by)
    return feedback
