from django.urls import URLPattern, path

from wayfellow.applications.views import consent, join, own, papers, pile, review

app_name = "applications"
urlpatterns: list[URLPattern] = [
    path("join/<slug:slug>/<str:part>/", join.join, name="join"),
    path(
        "p/<slug:slug>/forms/<slug:part>-application.pdf",
        papers.blank_application,
        name="blank_application",
    ),
    path("p/<slug:slug>/forms/consent.pdf", papers.blank_consent, name="blank_consent"),
    path("applications/<int:pk>/application.pdf", papers.application_pdf, name="pdf"),
    path("consents/<int:pk>/consent.pdf", papers.consent_pdf, name="consent_pdf"),
    path("applications/", own.mine, name="mine"),
    path("applications/<int:pk>/", review.show, name="show"),
    path("applications/<int:pk>/edit/", own.edit, name="edit"),
    path("applications/<int:pk>/autosave/", own.autosave, name="autosave"),
    path("applications/<int:pk>/send/", own.send, name="send"),
    path("applications/<int:pk>/withdraw/", own.withdraw, name="withdraw"),
    path("applications/<int:pk>/reopen/", own.reopen, name="reopen"),
    path("applications/<int:pk>/pause/", own.pause, name="pause"),
    path("applications/<int:pk>/unpause/", own.unpause, name="unpause"),
    path("applications/<int:pk>/accept/", review.accept, name="accept"),
    path("applications/<int:pk>/waitlist/", review.waitlist, name="waitlist"),
    path("applications/<int:pk>/decline/", review.decline, name="decline"),
    path("applications/<int:pk>/note/", review.note, name="note"),
    path("applications/<int:pk>/charge/", review.charge, name="charge"),
    path("applications/<int:pk>/birthday/", review.birthday, name="birthday"),
    path("applications/<int:pk>/consent/", review.ask_consent, name="ask_consent"),
    path("consents/<int:pk>/revoke/", review.revoke, name="revoke_consent"),
    path("cohorts/<int:pk>/applications/", pile.pile_page, name="pile"),
    path("cohorts/<int:pk>/applications/decide/", pile.decide, name="decide"),
]
link_urlpatterns: list[URLPattern] = [
    path("join/<str:token>/", join.walk_in, name="join"),
    path("consent/<str:token>/", consent.answer, name="consent"),
]
"""Pages behind mailed one-time links, each named for its purpose."""
