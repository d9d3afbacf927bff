"""Whoever keeps an institution's settings says what its mails say."""

from wayfellow.access.policy import grant, platform_admin
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution
from wayfellow.institutions.permissions import belongs, manages
from wayfellow.wordings.models import Wording

grant(Institution, {"word": manages})

keeps = belongs("institution", Role.INSTITUTION_ADMIN) | platform_admin
grant(Wording, {"view": keeps, "restore": keeps})
