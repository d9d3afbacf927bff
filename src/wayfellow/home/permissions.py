"""Who may open the console of a cohort; its contents are narrowed by institution."""

from wayfellow.access.policy import grant
from wayfellow.programmes.models import Cohort, Office
from wayfellow.programmes.permissions import serves

grant(Cohort, {"coordinate": serves("programme", Office.Role.COORDINATOR)})
