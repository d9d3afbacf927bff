"""The lists of the rooms below: the members of an institution."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution, Membership
from wayfellow.institutions.queries import members
from wayfellow.mailings.listing import EVERYBODY, Listing, Scope, accounts, behind, listings

MEMBERS = "members"


def _asked(scope: Scope) -> tuple[str, str]:
    """The role and the words that the list is narrowed by."""
    role = scope.asked.get("role", "")
    return role if role in Role.values else "", scope.asked.get("q", "").strip()[:100]


def _said(scope: Scope) -> str:
    role, words = _asked(scope)
    return ", ".join(filter(None, (str(Role(role).label) if role else "", words)))


def _rows(scope: Scope) -> QuerySet[Membership]:
    role, words = _asked(scope)
    return members(scope.place, role=role, words=words)


listings(
    Listing(
        name=MEMBERS,
        label=_("Members"),
        place=behind("institution.manage"),
        institutions=lambda _person, place: Institution.objects.filter(pk=place.pk),
        rows=_rows,
        whom={
            EVERYBODY: (_("Everybody on the list"), lambda rows: accounts(rows.values("person")))
        },
        said=_said,
        page=lambda scope: (
            f"{reverse('institutions:show', args=[scope.place.slug])}?{scope.asked.urlencode()}"
        ),
    )
)
