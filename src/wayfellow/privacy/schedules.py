"""What becomes due by itself about personal data."""

from datetime import date, datetime

from django.db.models import F, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from wayfellow.institutions.models import Institution
from wayfellow.privacy import actions
from wayfellow.privacy.keeping import DAYS_BEFORE, to_come
from wayfellow.privacy.models import DataRequest, Forgetting
from wayfellow.timetable.reckoning import noon
from wayfellow.timetable.rules import ALWAYS, Rule, Step, timetable
from wayfellow.timetable.run import run

REMIND_AFTER = 20
"""Days after which keepers hear once more of what is still open; ten are left then."""


def sweep(at: datetime) -> int:
    """Do what is due at ``at``; how much. Safe to run twice and by two at once."""
    return actions.plan(at) + run(TABLE, at) + actions.forget_due(at)


def _open(_day: date) -> QuerySet[DataRequest]:
    """Open requests. The platform, which answers who belongs nowhere, goes by the first clock."""
    first = Institution.objects.order_by("pk").values("time_zone")[:1]
    rows = DataRequest.objects.open().select_related("institution", "person")
    return rows.annotate(
        place__time_zone=Coalesce(F("institution__time_zone"), Subquery(first)),
        # Programmes have no say in it.
        no_programme=Value(None, output_field=IntegerField()),
    )


def _to_tell(day: date) -> QuerySet[Forgetting]:
    """Those who are to be forgotten and have not been told."""
    rows = to_come(noon(day)).filter(told_at=None)
    return rows.select_related("person", "cohort__programme", "institution")


TABLE = timetable(
    Rule(
        name="privacy.data_request", mail=40,
        label=_("A request about personal data is still open"), since=_("somebody asks"),
        rows=_open, start="at", programme="no_programme", institution="place",
        listed=False,
        steps=(
            Step(days=REMIND_AFTER, verb="remind", late=ALWAYS,
                 to=_("the institution's administrators")),
        ),
    ),
    Rule(
        name="privacy.retention", mail=38,
        label=_("Personal data is about to be deleted"), since=_("the last day on which it is kept"),
        rows=_to_tell, start="due_on", dated=True,
        programme="cohort__programme", institution="institution",
        # How long data is kept is the institution's word, not a programme's.
        listed=False,
        act=lambda forgetting, _step, at: actions.tell(forgetting, at),
        steps=(Step(days=-DAYS_BEFORE, verb="tell", to=_("the person")),),
    ),
)  # fmt: skip
"""Every timed mail of the room."""
