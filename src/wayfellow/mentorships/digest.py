"""A liaison officer's week in figures: what waits, what comes, what worries."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import DateField, QuerySet, Value

from wayfellow.applications.models import Charge
from wayfellow.mentorships import flags
from wayfellow.mentorships.lifecycle import LIVE
from wayfellow.mentorships.models import Meeting, WorkGroup
from wayfellow.mentorships.queries.groups import key_points_waiting, reflections_waiting
from wayfellow.programmes.models import Office
from wayfellow.timetable.rules import Step

WEEK = timedelta(days=7)
WORRIES = ("consent_missing", "too_few", "no_meeting", "no_initiation", "unrecorded")


def offices(day: date) -> QuerySet[Office]:
    """Liaison officers with students, each with the ``monday`` of the week of ``day``."""
    monday = Value(day - timedelta(days=day.weekday()), output_field=DateField())
    rows = Office.objects.current().filter(
        role=Office.Role.LIAISON_OFFICER,
        pk__in=Charge.objects.values("office"),
        person__is_active=True,
    )
    return rows.annotate(monday=monday).select_related("person", "programme", "institution")


def facts(office: Any, _step: Step, at: datetime) -> Mapping[str, Any] | None:
    """How many of each; None in a week in which there is nothing to say."""
    groups = WorkGroup.objects.charged_to(office.person_id).filter(
        cohort__programme=office.programme_id, state__in=LIVE
    )
    meetings = Meeting.objects.planned().filter(
        group__in=groups.values("pk"), starts_at__gte=at, starts_at__lt=at + WEEK
    )
    of_programme = {"member__group__cohort__programme": office.programme_id}
    counts = {
        "meetings": meetings.count(),
        "key_points": key_points_waiting(office.person).filter(**of_programme).count(),
        "reflections": reflections_waiting(office.person).filter(**of_programme).count(),
        "worries": _worries(groups),
    }
    return counts if any(counts.values()) else None


def _worries(groups: QuerySet[WorkGroup, WorkGroup]) -> int:
    worrying = set[int]()
    for name in WORRIES:
        worrying.update(flags.only(groups, name).values_list("pk", flat=True))
    return len(worrying)
