"""What mentors have shown before they meet students: recorded by coordinators, and when it ends."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Invalid, Refused
from wayfellow.applications.models import Application
from wayfellow.events.record import record
from wayfellow.people.models import User
from wayfellow.safeguarding.models import Check

FIELDS = ("kind", "done_on", "expires_on", "note")


@transaction.atomic
def keep(mentor: Application, values: Mapping[str, Any], *, by: User) -> Check:
    """Record a check; Refused when the same one of that day is there, Invalid with its field."""
    check = Check(mentor=mentor, by=by, **{name: values.get(name) for name in FIELDS})
    try:
        check.clean_fields(exclude=["by"])
        check.validate_constraints(exclude=["mentor"])
    except ValidationError as wrong:
        raise Invalid(" ".join(wrong.messages)) from wrong
    try:
        with transaction.atomic():
            check.save(force_insert=True)
    except IntegrityError as twice:
        raise Refused(_("This check of that day is recorded already.")) from twice
    record("keep", check, by=by)
    return check


@transaction.atomic
def remove(check: Check, *, by: User) -> None:
    """Take out what was recorded by mistake; the event stays."""
    record("remove", check, by=by, kind=check.kind, done_on=str(check.done_on))
    check.delete()


def latest() -> QuerySet[Check]:
    """Of each kind, what a mentor has shown last in the programme, with an end, while accepted."""
    person = {
        "mentor__person": OuterRef("mentor__person"),
        "mentor__cohort__programme": OuterRef("mentor__cohort__programme"),
    }
    newer = Check.objects.filter(kind=OuterRef("kind"), **person).filter(
        Q(done_on__gt=OuterRef("done_on")) | Q(done_on=OuterRef("done_on"), pk__gt=OuterRef("pk"))
    )
    still = (
        Application.objects.mentors()
        .accepted()
        .filter(
            person=OuterRef("mentor__person"),
            cohort__programme=OuterRef("mentor__cohort__programme"),
        )
    )
    rows = Check.objects.filter(~Exists(newer), Exists(still), expires_on__isnull=False)
    return rows.select_related("mentor__person", "mentor__cohort__programme", "mentor__institution")


def of_mentor(mentor: Application) -> QuerySet[Check]:
    """Everything that the mentor has shown in the programme, in whatever year."""
    rows = Check.objects.filter(
        mentor__person=mentor.person_id, mentor__cohort__programme=mentor.cohort.programme_id
    )
    return rows.select_related("by", "mentor__cohort")
