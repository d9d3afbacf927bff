"""What becomes due by itself with companies."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wayfellow.partners.lifecycle import PartnerState
from wayfellow.partners.models import Partner, Pledge
from wayfellow.partners.queries import hours_by_term
from wayfellow.timetable.rules import Rule, Step, timetable
from wayfellow.timetable.run import run

BOTH_SIDES = _("the company's contacts and the coordinators")


def sweep(at: datetime) -> int:
    """Do what is due at ``at``; how much. Safe to run twice and by two at once."""
    return run(TABLE, at)


def _memoranda(_day: date) -> QuerySet[Partner]:
    rows = Partner.objects.filter(state=PartnerState.ACTIVE, mou_expires_on__isnull=False)
    return rows.select_related("programme__institution")


def _pledges(_day: date) -> QuerySet[Pledge]:
    rows = Pledge.objects.filter(partner__state=PartnerState.ACTIVE)
    return rows.select_related("partner__programme", "term__cohort")


def _hours(row: Any, _step: Step, _at: datetime) -> Mapping[str, Any]:
    given = [
        hours.delivered for hours in hours_by_term(row.partner) if hours.term.pk == row.term_id
    ]
    return {"pledged": row.hours, "delivered": (given or [None])[0]}


TABLE = timetable(
    Rule(
        name="partners.memorandum", mail=33,
        label=_("A company's memorandum ends"), since=_("the memorandum expires"),
        rows=_memoranda, start="mou_expires_on", dated=True,
        programme="programme", institution="programme__institution",
        steps=(
            Step(days=-60, verb="near_expiry", to=BOTH_SIDES),
            Step(days=-30, verb="near_expiry", to=BOTH_SIDES),
        ),
    ),
    Rule(
        name="partners.hours", mail=33,
        label=_("A company's hours in a term"), since=_("the term ends"),
        rows=_pledges, start="term__ends_on", dated=True, facts=_hours,
        programme="partner__programme", institution="partner__programme__institution",
        about=lambda pledge: pledge.partner.name,
        steps=(Step(verb="sum_up", to=BOTH_SIDES),),
    ),
)  # fmt: skip
"""Every timed mail of the room."""
