from django.urls import path

from wayfellow.mailings.views import drafts, progress, reading, sending

app_name = "mailings"
urlpatterns = [
    path("", drafts.index, name="index"),
    path("new/<str:listing>/<int:place>/", drafts.begin, name="begin"),
    path("messages/<int:pk>/", reading.message, name="message"),
    path("messages/<int:pk>/opened/", reading.opened, name="opened"),
    path("messages/<int:pk>/answer/", reading.answer, name="answer"),
    path("rules/<slug:slug>/", drafts.custom, name="custom"),
    path("<int:pk>/", drafts.write, name="write"),
    path("<int:pk>/autosave/", drafts.autosave, name="autosave"),
    path("<int:pk>/discard/", drafts.discard, name="discard"),
    path("<int:pk>/list/", sending.audience, name="audience"),
    path("<int:pk>/preview/", sending.preview, name="preview"),
    path("<int:pk>/preview/mail/", sending.mail, name="mail"),
    path("<int:pk>/test/", sending.test, name="test"),
    path("<int:pk>/send/", sending.send, name="send"),
    path("<int:pk>/progress/", progress.progress, name="progress"),
    path("<int:pk>/figures/", progress.figures, name="figures"),
    path("<int:pk>/pause/", progress.pause, name="pause"),
    path("<int:pk>/resume/", progress.resume, name="resume"),
    path("<int:pk>/cancel/", progress.cancel, name="cancel"),
    path("<int:pk>/people/", progress.people, name="people"),
    path("<int:pk>/people.csv", progress.csv, name="csv"),
]
