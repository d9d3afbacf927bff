"""Who may do what with a company; a company's contact sees that company and no other."""

from django.db.models import Exists, OuterRef, Q

from wayfellow.access.policy import Person, Rule, grant, widen
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.permissions import belongs
from wayfellow.partners.models import Nomination, Partner, PartnerContact
from wayfellow.programmes.models import Office, Programme
from wayfellow.programmes.permissions import administers, serves


def speaks_for(partner: str) -> Rule:
    """Rows whose company, found at ``partner``, the person speaks for."""

    def rows(person: Person) -> Q:
        contacts = PartnerContact.objects.filter(person=person.pk)
        return Q(Exists(contacts.filter(partner=OuterRef(partner))))

    return Rule(rows)


def looks_after(programme: str, leading: str) -> Rule:
    """Rows of programmes that the person coordinates, or whose institution it administers."""
    return (
        serves(programme, Office.Role.COORDINATOR)
        | administers(programme)
        | belongs(leading, Role.INSTITUTION_ADMIN)
    )


_programme_staff = looks_after("pk", "institution")
grant(Programme, {"list_partners": _programme_staff, "add_partner": _programme_staff})

_staff = looks_after("programme", "programme__institution")
_contact = speaks_for("pk")
grant(
    Partner,
    {
        "view": _staff | _contact,
        "edit": _staff,
        "activate": _staff,
        "add_contact": _staff,
        "withdraw": _staff | _contact,
        "pledge": _staff | _contact,
        "nominate": _staff | _contact,
    },
)

_nominated_by = looks_after("partner__programme", "partner__programme__institution") | speaks_for(
    "partner"
)
grant(
    Nomination,
    {
        "view": _nominated_by,
        "retract": _nominated_by,
        "apply": looks_after("partner__programme", "partner__programme__institution"),
    },
)
grant(
    PartnerContact,
    {
        "view": _nominated_by,
        "remove": looks_after("partner__programme", "partner__programme__institution"),
    },
)


def _programmes_of_companies(person: Person) -> Q:
    companies = Partner.objects.spoken_for_by(person.pk)
    return Q(Exists(companies.filter(programme=OuterRef("pk"))))


widen("programme.view", Rule(_programmes_of_companies))
