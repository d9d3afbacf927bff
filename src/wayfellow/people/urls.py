from allauth.account import views as library
from django.urls import path, re_path

from wayfellow.access.doors import public, signed_in
from wayfellow.people.actions import CONFIRM, UNDO
from wayfellow.people.views import accounts, address, blocks

app_name = "people"
urlpatterns = [
    path("me/", accounts.me, name="me"),
    path("me/edit/", accounts.edit, name="edit"),
    path("me/address/", address.change, name="address"),
    path("me/blocked/", blocks.index, name="blocked"),
    path("me/blocked/<int:pk>/lift/", blocks.lift, name="lift_block"),
    path("people/<int:pk>/", accounts.show, name="show"),
    path("account/link/", accounts.link, name="link"),
    path("account/link/sent/", accounts.link_sent, name="link-sent"),
]
link_urlpatterns = [
    path("sign-in/<str:token>/", accounts.sign_in, name="sign-in"),
    path("password/<str:token>/", accounts.password, name="password"),
    path("new-address/<str:token>/", address.confirm, name=CONFIRM),
    path("old-address/<str:token>/", address.undo, name=UNDO),
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
