"""The contacts of companies to whom staff write."""

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution, Membership
from wayfellow.mailings.listing import EVERYBODY, Listing, Scope, accounts, behind, listings
from wayfellow.partners.lifecycle import PartnerState
from wayfellow.partners.models import PartnerContact
from wayfellow.partners.queries import listed
from wayfellow.people.models import User
from wayfellow.programmes.models import Office, Programme


def _asked(scope: Scope) -> tuple[str, str]:
    """The state and the words that the list is narrowed by."""
    state = scope.asked.get("state", "")
    return state if state in PartnerState.values else "", scope.asked.get("q", "").strip()[:100]


def _institutions(person: User, programme: Programme) -> QuerySet[Institution]:
    offices = Office.objects.current().filter(
        programme=programme, person=person, role=Office.Role.COORDINATOR
    )
    held = Membership.objects.held_by(person.pk, Role.INSTITUTION_ADMIN).values("institution")
    taking_part = Q(pk__in=programme.institutions.values("pk")) | Q(pk=programme.institution_id)
    return Institution.objects.filter(
        Q(pk__in=offices.values("institution")) | Q(pk__in=held) & taking_part
    )


def _said(scope: Scope) -> str:
    state, words = _asked(scope)
    return ", ".join(filter(None, (str(PartnerState(state).label) if state else "", words)))


listings(
    Listing(
        name="companies",
        label=_("Contacts of companies"),
        place=behind("programme.list_partners"),
        institutions=_institutions,
        programme=lambda programme: programme,
        rows=lambda scope: listed(
            scope.place, state=_asked(scope)[0], words=_asked(scope)[1]
        ).order_by(),
        whom={
            EVERYBODY: (
                _("Everybody on the list"),
                lambda rows: accounts(
                    PartnerContact.objects.filter(partner__in=rows.values("pk")).values("person")
                ),
            )
        },
        said=_said,
        page=lambda scope: (
            f"{reverse('partners:index', args=[scope.place.pk])}?{scope.asked.urlencode()}"
        ),
    )
)
