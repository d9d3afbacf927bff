"""Applicants to whom coordinators write: the pile under its filter, or what is ticked of it."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Part
from wayfellow.applications.queries import Filters, pile
from wayfellow.institutions.models import Institution
from wayfellow.mailings.listing import EVERYBODY, Listing, Scope, accounts, behind, listings
from wayfellow.people.models import User
from wayfellow.programmes.models import Cohort, Office


def _institutions(person: User, cohort: Cohort) -> QuerySet[Institution]:
    offices = Office.objects.current().filter(
        programme=cohort.programme_id, person=person, role=Office.Role.COORDINATOR
    )
    return Institution.objects.filter(pk__in=offices.values("institution"))


def _said(scope: Scope) -> str:
    asked = Filters.read(scope.asked)
    words = [
        str(Part(asked.part).label) if asked.part else "",
        str(State(asked.state).label) if asked.state else "",
        _("consent missing") if asked.consent else "",
        asked.school,
        asked.q,
    ]
    return ", ".join(filter(None, words))


listings(
    Listing(
        name="applications",
        label=gettext_lazy("Applications"),
        place=behind("cohort.review"),
        institutions=_institutions,
        programme=lambda cohort: cohort.programme,
        rows=lambda scope: pile(scope.sender, scope.place, Filters.read(scope.asked)).order_by(),
        whom={
            EVERYBODY: (
                gettext_lazy("Everybody on the list"),
                lambda rows: accounts(rows.values("person")),
            )
        },
        said=_said,
        page=lambda scope: (
            f"{reverse('applications:pile', args=[scope.place.pk])}"
            f"?{Filters.read(scope.asked).query}"
        ),
    )
)
