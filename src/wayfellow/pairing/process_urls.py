"""Addresses of asking, rounds, replacements, imports, rehearsals and reports."""

from django.urls import path

from wayfellow.pairing.views import process as run
from wayfellow.pairing.views import replacing, rounds

process = [
    path("cohorts/<int:pk>/matching/late/", replacing.late, name="late"),
    path("cohorts/<int:pk>/matching/orphans/", replacing.orphans, name="orphans"),
    path("cohorts/<int:pk>/matching/bring/", run.bring, name="bring"),
    path("cohorts/<int:pk>/matching/rehearse/", run.rehearse, name="rehearse"),
    path("matching/<int:pk>/answers/", rounds.answers, name="answers"),
    path("matching/<int:pk>/ask/", rounds.ask_mentors, name="ask-mentors"),
    path("matching/<int:pk>/ask-students/", rounds.ask_students, name="ask-students"),
    path("matching/<int:pk>/next-round/", rounds.next_round, name="next-round"),
    path("matching/<int:pk>/answer/", rounds.answer, name="answer"),
    path("matching/<int:pk>/reply/", rounds.reply, name="reply"),
    path("matching/<int:pk>/doubts/", run.doubts, name="doubts"),
    path("matching/<int:pk>/repeat/", run.repeat, name="repeat"),
    path("matching/<int:pk>/compare/", run.compare, name="compare"),
    path("matching/<int:pk>/files/", run.handed_out, name="files"),
    path("matching/<int:pk>/report/", run.report, name="report"),
    path("matching/<int:pk>/report.pdf", run.report_pdf, name="report-pdf"),
    path("matching/<int:pk>/sign-off/", run.sign_off, name="sign-off"),
    path("matching/groups/<int:pk>/mentor/", replacing.successor, name="successor"),
    path("matching/replacements/<int:pk>/", replacing.replacement, name="replacement"),
    path("matching/replacements/<int:pk>/take/", replacing.take, name="take"),
    path("matching/replacements/<int:pk>/decline/", replacing.decline, name="decline-group"),
    path("matching/replacements/<int:pk>/withdraw/", replacing.withdraw, name="withdraw-group"),
    path("my/choices/<int:pk>/", run.choices, name="choices"),
]
