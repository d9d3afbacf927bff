"""The addresses of the site: each room brings its own."""

from django.urls import include, path

from wayfellow.access.doors import public
from wayfellow.answers import urls as answers
from wayfellow.applications import urls as applications
from wayfellow.config import probes
from wayfellow.home.api import urlpatterns as home_api
from wayfellow.institutions import urls as institutions
from wayfellow.notifications import urls as notifications
from wayfellow.people import urls as people
from wayfellow.people import views as people_views
from wayfellow.privacy import urls as privacy
from wayfellow.ui import views as ui

_links = [
    *people.link_urlpatterns,
    *institutions.link_urlpatterns,
    *applications.link_urlpatterns,
    *notifications.link_urlpatterns,
    *privacy.link_urlpatterns,
    *answers.link_urlpatterns,
]

urlpatterns = [
    path("", include("wayfellow.home.urls")),
    path("", include("wayfellow.people.urls")),
    path("", include("wayfellow.programmes.urls")),
    path("", include("wayfellow.timetable.urls")),
    path("mailings/", include("wayfellow.mailings.urls")),
    path("", include("wayfellow.applications.urls")),
    path("", include("wayfellow.pairing.urls")),
    path("", include("wayfellow.mentorships.urls")),
    path("", include("wayfellow.conversations.urls")),
    path("", include("wayfellow.safeguarding.urls")),
    path("", include("wayfellow.surveys.urls")),
    path("", include("wayfellow.privacy.urls")),
    path("mail/", include("wayfellow.mailbox.urls")),
    path("inbox/", include("wayfellow.notifications.urls")),
    path("institutions/", include("wayfellow.institutions.urls")),
    path("institutions/", include("wayfellow.wordings.urls")),
    path("partners/", include("wayfellow.partners.urls")),
    path("imports/", include("wayfellow.imports.urls")),
    path("reports/", include("wayfellow.insights.urls")),
    path("api/v1/", include("wayfellow.api.urls")),
    path("api/v1/", include((home_api, "home_api"))),
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path(".well-known/security.txt", probes.security, name="security"),
    path("l/", include((_links, "links"))),
    path("account/", include(people.account_urlpatterns)),
    path("theme/", public(ui.choose_theme), name="theme"),
    path("language/", people_views.language, name="set_language"),
    path("manifest.webmanifest", public(ui.manifest), name="manifest"),
    path("ui/", public(ui.gallery), name="gallery"),
]

handler400 = "wayfellow.access.failures.bad_request"
handler403 = "wayfellow.access.failures.forbidden"
handler404 = "wayfellow.access.failures.not_found"
handler500 = "wayfellow.access.failures.server_error"
