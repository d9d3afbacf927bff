"""Asking the guardians of those who came by a file."""

from wayfellow.access.refusals import Invalid, Refused
from wayfellow.applications.actions import ask_consent
from wayfellow.imports.queries import guardians_unasked
from wayfellow.institutions.models import Institution
from wayfellow.people.models import User
from wayfellow.programmes.models import Cohort


def ask_guardians(cohort: Cohort, institution: Institution, *, by: User | None) -> int:
    """Mail every guardian who is named and was never asked; how many. Again asks nobody twice."""
    asked = 0
    rows = guardians_unasked(cohort, institution).select_related(
        "student", "person__profile", "cohort__programme", "institution"
    )
    for application in rows.order_by("pk"):
        try:
            ask_consent(application, by=by)
        except (Invalid, Refused):
            # Somebody asked a moment earlier, or the address is the student's own by now.
            continue
        asked += 1
    return asked
