"""Who sees what a programme will send, and who changes it."""

from wayfellow.access.policy import grant
from wayfellow.programmes.models import Office, Programme
from wayfellow.programmes.permissions import serves

_COORDINATOR = Office.Role.COORDINATOR

grant(
    Programme,
    {
        "foresee": serves("pk", _COORDINATOR),
        # A joint programme has one table: the leading institution's coordinators change it.
        "adjust": serves("pk", _COORDINATOR, institution="institution"),
    },
)
