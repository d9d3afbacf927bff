from django.urls import path

from wayfellow.wordings.views import listing, versions, writing

app_name = "wordings"
_WORDS = "<slug:slug>/words/"
_KIND = f"{_WORDS}<slug:key>/<slug:language>/"

urlpatterns = [
    path(_WORDS, listing.index, name="index"),
    path(_KIND, writing.edit, name="edit"),
    path(f"{_KIND}mail/", writing.mail, name="mail"),
    path(f"{_KIND}versions/", versions.history, name="versions"),
    path(f"{_KIND}versions/<int:number>/restore/", versions.restore, name="restore"),
]
