"""Who reads the season's figures, and who reads the names behind them."""

from wayfellow.access.policy import grant, platform_admin
from wayfellow.programmes.models import Cohort, Office
from wayfellow.programmes.permissions import administers, serves

_coordinates = serves("programme", Office.Role.COORDINATOR)
grant(
    Cohort,
    {
        # Figures only; whose figures, is said by ``scopes``.
        "report": _coordinates | administers("programme") | platform_admin,
        "name_students": _coordinates,
        "name_groups": _coordinates,
    },
)
