from django.urls import path

from wayfellow.institutions.views import invitations, members, statements

app_name = "institutions"
urlpatterns = [
    path("", members.index, name="index"),
    path("new/", members.new, name="new"),
    path("hats/<slug:key>/", statements.wear, name="wear"),
    path("statements/", statements.accept, name="statements"),
    path("statements/publish/", statements.publish, name="publish"),
    path("statements/<slug:kind>/", statements.statement, name="statement"),
    path("memberships/<int:pk>/end/", members.end, name="end"),
    path("memberships/<int:pk>/birthday/", members.birthday, name="birthday"),
    path("invitations/<int:pk>/resend/", invitations.resend, name="resend"),
    path("invitations/<int:pk>/revoke/", invitations.revoke, name="revoke"),
    path("<slug:slug>/", members.show, name="show"),
    path("<slug:slug>/invitations/", invitations.index, name="invitations"),
    path("<slug:slug>/letters/", members.letters, name="letters"),
    path("<slug:slug>/edit/", members.edit, name="edit"),
]
link_urlpatterns = [
    path("invitation/<str:token>/", invitations.answer, name="invitation"),
    path("invitation/<str:token>/again/", invitations.ask, name="invitation-again"),
]
"""Pages behind mailed one-time links, each named for its purpose."""
