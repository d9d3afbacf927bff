from django.urls import path

from wayfellow.privacy.actions import COPY
from wayfellow.privacy.views import copies, keeping, requests

app_name = "privacy"
urlpatterns = [
    path("me/data/", requests.mine, name="mine"),
    path("me/data/ask/", requests.ask, name="ask"),
    path("me/data/copy/", copies.copy, name="copy"),
    path("institutions/<slug:slug>/data/", keeping.retention, name="retention"),
    path("institutions/<slug:slug>/data/<int:cohort>/hold/", keeping.hold, name="hold"),
    path("data-holds/<int:pk>/lift/", keeping.lift, name="lift"),
    path("data-requests/", requests.pile, name="pile"),
    path("data-requests/<int:pk>/", requests.show, name="request"),
    path("data-requests/<int:pk>/fulfil/", requests.fulfil, name="fulfil"),
    path("data-requests/<int:pk>/refuse/", requests.refuse, name="refuse"),
    path("data-requests/<int:pk>/take-back/", requests.take_back, name="take_back"),
]
link_urlpatterns = [path("my-data/<str:token>/", copies.mailed, name=COPY)]
"""The page behind a mailed one-time link, named for its purpose."""
