"""What several pages of this room need before they can answer."""

from typing import Any

from django.http import Http404

from wayfellow.access.doors import reach
from wayfellow.applications.models import Application
from wayfellow.institutions.models import Institution
from wayfellow.pairing import queries
from wayfellow.people.http import PersonRequest
from wayfellow.programmes.models import Cohort


def within_reach(request: PersonRequest, permission: str, pk: int) -> Any:
    """The row, or 404: for rows that a student may ask of without seeing all there is of them."""
    try:
        row = reach(request.user, permission).filter(pk=pk).first()
    except OverflowError:
        row = None
    if row is None:
        raise Http404
    return row


def institution_of(request: PersonRequest, cohort: Cohort) -> tuple[Institution, list[Institution]]:
    """Whose students are matched, and between which institutions the coordinator may choose."""
    held = queries.institutions_of(request.user, cohort)
    asked = request.GET.get("institution", "")
    chosen = next((each for each in held if each.slug == asked), None) if asked else held[0]
    if chosen is None:
        raise Http404
    return chosen, held


def applicant(pk: int, **where: Any) -> Application:
    """An application of a run or cohort, or 404."""
    row = Application.objects.select_related("person", "cohort").filter(pk=pk, **where).first()
    if row is None:
        raise Http404
    return row
