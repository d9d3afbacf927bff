"""Who may do what with a mailing, and with what it brought to one person."""

from django.db.models import Q

from wayfellow.access.policy import Rule, grant, platform_admin
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution
from wayfellow.institutions.permissions import belongs
from wayfellow.mailings.lifecycle import UNSENT
from wayfellow.mailings.models import Mailing, Recipient
from wayfellow.mailings.recipients import MEMBERS
from wayfellow.programmes.models import Office
from wayfellow.programmes.permissions import serves

STAFF = (Role.COORDINATOR, Role.LIAISON_OFFICER, Role.INSTITUTION_ADMIN)
_staff = belongs("institution", *STAFF) | platform_admin
_writer = Rule(lambda person: Q(by=person.pk)) & _staff
_sent = Rule(lambda _person: ~Q(state__in=UNSENT))
_to_members = Rule(lambda _person: Q(listing=MEMBERS))
# A list shows who stands where in a programme: only those who run it there see whom it was.
_colleague = _sent & (
    serves("programme", Office.Role.COORDINATOR, institution="institution")
    | (_to_members & belongs("institution", Role.INSTITUTION_ADMIN))
)

grant(
    Mailing,
    {
        "view": _writer | _colleague,
        "write": _writer,
        "test": _writer,
        "discard": _writer,
        "send": _writer,
        "follow": _writer | _colleague,
        "pause": _writer | _colleague,
        "resume": _writer | _colleague,
        "cancel": _writer | _colleague,
    },
)

_oneself = Rule(lambda person: Q(person=person.pk))
grant(Recipient, {"view": _oneself, "open": _oneself, "answer": _oneself})
grant(Institution, {"allow_in_mailings": belongs("pk", Role.INSTITUTION_ADMIN)})
