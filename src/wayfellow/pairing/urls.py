from django.urls import path

from wayfellow.pairing.process_urls import process
from wayfellow.pairing.views import (
    bench,
    directory,
    elsewhere,
    hand,
    laboratory,
    matching,
    requests,
)

app_name = "pairing"
urlpatterns = [
    *process,
    path("cohorts/<int:pk>/matching/", matching.matching, name="matching"),
    path("cohorts/<int:pk>/matching/pins/", hand.pins, name="pins"),
    path("cohorts/<int:pk>/matching/place/", hand.place, name="place"),
    path("cohorts/<int:pk>/matching/side-by-side/", laboratory.side_by_side, name="side-by-side"),
    path("matching/<int:pk>/", matching.run, name="run"),
    path("matching/<int:pk>/judge/", bench.judge, name="judge"),
    path("matching/<int:pk>/undo/", bench.undo, name="undo"),
    path("matching/<int:pk>/what-if/", laboratory.what_if, name="what-if"),
    path("matching/<int:pk>/keep/", laboratory.keep, name="keep"),
    path("matching/<int:pk>/again/", laboratory.again, name="again"),
    path("matching/<int:pk>/fairness/", laboratory.fairness, name="fairness"),
    path("matching/<int:pk>/progress/", matching.progress, name="progress"),
    path("matching/<int:pk>/cancel/", matching.cancel, name="cancel-run"),
    path("matching/<int:pk>/publish/", matching.publish, name="publish"),
    path("matching/<int:pk>/move/", hand.move, name="move"),
    path("matching/<int:pk>/students/<int:student>/", elsewhere.places, name="places"),
    path("matching/<int:pk>/mentors/<int:mentor>/", elsewhere.suitors, name="suitors"),
    path("matching/<int:pk>/pin/", hand.pin, name="pin"),
    path("matching/pins/<int:pk>/unpin/", hand.unpin, name="unpin"),
    path("mentors/<int:pk>/", directory.directory, name="directory"),
    path("mentors/<int:cohort>/<int:pk>/", directory.profile, name="mentor"),
    path("mentors/<int:cohort>/<int:pk>/ask/", directory.ask, name="ask"),
    path("requests/", requests.sent, name="requests"),
    path("requests/received/", requests.received, name="received"),
    path("requests/<int:pk>/", requests.show, name="request"),
    path("requests/<int:pk>/accept/", requests.accept, name="accept"),
    path("requests/<int:pk>/decline/", requests.decline, name="decline"),
    path("requests/<int:pk>/write/", requests.write, name="write"),
    path("requests/<int:pk>/withdraw/", requests.withdraw, name="withdraw"),
]
