from allauth.account import views as library
from django.urls import path, re_path

from wayfellow.access.doors import public, signed_in
from wayfellow.people import views

app_name = "people"
urlpatterns = [
    path("me/", views.me, name="me"),
    path("me/edit/", views.edit, name="edit"),
    path("people/<int:pk>/", views.show, name="show"),
    path("account/link/", views.link, name="link"),
    path("account/link/sent/", views.link_sent, name="link-sent"),
]
link_urlpatterns = [
    path("sign-in/<str:token>/", views.sign_in, name="sign-in"),
    path("password/<str:token>/", views.password, name="password"),
]
"""Pages behind mailed one-time links, each named for its purpose."""
account_urlpatterns = [
    path("login/", public(library.login), name="account_login"),
    path("logout/", public(library.logout), name="account_logout"),
    path("inactive/", public(library.account_inactive), name="account_inactive"),
    path("reauthenticate/", signed_in(library.reauthenticate), name="account_reauthenticate"),
    path("password/change/", signed_in(library.password_change), name="account_change_password"),
    path("password/set/", signed_in(library.password_set), name="account_set_password"),
    path("password/reset/", public(library.password_reset), name="account_reset_password"),
    path(
        "password/reset/done/",
        public(library.password_reset_done),
        name="account_reset_password_done",
    ),
    path(
        "password/reset/key/done/",
        public(library.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(library.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
]
"""The account library's pages that we use, under the names that it asks for."""
