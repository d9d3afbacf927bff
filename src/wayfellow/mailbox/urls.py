"""The address at which one mail provider brings mail, where one is set."""

from anymail import urls as anymail
from django.conf import settings
from django.urls import URLPattern, path

from wayfellow.access.doors import public

_INBOUND = "_inbound_webhook"
_KNOWN = {
    str(row.name).removesuffix(_INBOUND): row.callback
    for row in anymail.urlpatterns
    if str(row.name).endswith(_INBOUND)
}

urlpatterns: list[URLPattern] = [
    path(f"{name}/", public(view), name="inbound")
    for name, view in _KNOWN.items()
    if name == settings.MAIL_PROVIDER
]
