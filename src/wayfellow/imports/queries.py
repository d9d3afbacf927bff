"""What the pages about imports read."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from wayfellow.access.doors import reach
from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application
from wayfellow.imports.models import Batch
from wayfellow.institutions.models import Institution
from wayfellow.people.models import User
from wayfellow.programmes.models import Cohort, Office


def batches_of(person: User | AnonymousUser, cohort: Cohort) -> QuerySet[Batch]:
    """The files that ``person`` may see in ``cohort``, newest first, without their contents."""
    rows: QuerySet[Batch] = reach(person, "batch.view").filter(cohort=cohort)
    return rows.defer("content", "head", "faults").select_related("institution", "by")


def institutions_served(person: User, cohort: Cohort) -> QuerySet[Institution]:
    """The institutions for which ``person`` coordinates the cohort's programme."""
    offices = Office.objects.current().filter(
        programme=cohort.programme_id, person=person, role=Office.Role.COORDINATOR
    )
    return Institution.objects.filter(pk__in=offices.values("institution"))


def guardians_unasked(cohort: Cohort, institution: Institution) -> QuerySet[Application]:
    """Students under age whose guardian is named and was never asked."""
    return (
        Application.objects.students()
        .filter(
            cohort=cohort,
            institution=institution,
            consent_needed=True,
            state__in=[State.SUBMITTED, State.WAITLISTED, State.ACCEPTED],
            consents=None,
        )
        .exclude(student__guardian_email="")
        .exclude(student__guardian_name="")
    )
