"""Who brings files in: the coordinators of the institution that they are for."""

from wayfellow.access.policy import grant, nobody
from wayfellow.imports.models import Batch
from wayfellow.programmes.models import Cohort, Office
from wayfellow.programmes.permissions import serves

_own = serves("cohort__programme", Office.Role.COORDINATOR, institution="institution")

grant(Cohort, {"import_people": serves("programme", Office.Role.COORDINATOR)})
grant(
    Batch,
    {
        "view": _own,
        "map": _own,
        "check": _own,
        "begin": _own,
        "ask_guardians": _own,
        # What comes of it is for the worker to say.
        "pass": nobody,
        "fault": nobody,
        "finish": nobody,
        "fail": nobody,
    },
)
