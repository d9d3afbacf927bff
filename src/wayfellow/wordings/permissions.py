"""Whoever keeps an institution's settings says what its mails say."""

from wayfellow.access.policy import grant
from wayfellow.institutions.models import Institution
from wayfellow.institutions.permissions import manages

grant(Institution, {"word": manages})
