from django.urls import path

from wayfellow.safeguarding.views import blocks, checks, concerns, terminations

app_name = "safeguarding"
urlpatterns = [
    path("concerns/", concerns.mine, name="mine"),
    path("concerns/new/", concerns.raise_, name="raise"),
    path("concerns/handle/", concerns.pile, name="pile"),
    path("concerns/<int:pk>/", concerns.show, name="concern"),
    path("concerns/<int:pk>/take-up/", concerns.take_up, name="take_up"),
    path("concerns/<int:pk>/resolve/", concerns.resolve, name="resolve"),
    path("concerns/<int:pk>/refer/", concerns.refer, name="refer"),
    path("mentors/<int:pk>/checks/", checks.checks, name="checks"),
    path("checks/<int:pk>/remove/", checks.remove, name="remove_check"),
    path("people/<int:pk>/block/", blocks.block, name="block"),
    path("groups/<int:pk>/terminate/", terminations.draft, name="draft_termination"),
    path("terminations/", terminations.index, name="terminations"),
    path("terminations/<int:pk>/", terminations.show, name="termination"),
    path("terminations/<int:pk>/issue/", terminations.issue, name="issue"),
    path("terminations/<int:pk>/discard/", terminations.discard, name="discard"),
    path("terminations/<int:pk>/letter/", terminations.letter, name="letter"),
    path("terminations/<int:pk>/letter.pdf", terminations.letter_pdf, name="letter_pdf"),
]
