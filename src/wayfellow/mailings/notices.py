"""Who hears of a mailing: its list, bit by bit, and its sender when all is done."""

from django.urls import reverse

from wayfellow.notifications.categories import Category
from wayfellow.notifications.notice import Notice, announce, silent

MAILED = "mailings/message"
"""In place of a notice's template: the words are the sender's own."""

announce(
    Notice(
        on="mailing.finish",
        template="mailings/notices/sent",
        to=lambda mailing: [mailing.by],
        url=lambda mailing: reverse("mailings:progress", args=[mailing.pk]),
        mail=False,
    ),
    category=Category.RUNNING,
)
silent(
    # Its recipients are told bit by bit, at the pace that the deployment allows.
    "mailing.send",
    # Whoever does these is looking at the page that shows what comes of it.
    "mailing.test",
    "mailing.pause",
    "mailing.resume",
    "mailing.cancel",
    "mailing.discard",
    "institution.allow_in_mailings",
    # Staff see answers counted, and no mail for each.
    "recipient.answer",
)
