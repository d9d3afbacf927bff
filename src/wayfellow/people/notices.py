"""Accounts come and go quietly; what was changed for somebody is said to its owner."""

from django.urls import reverse

from wayfellow.notifications.categories import Category
from wayfellow.notifications.notice import Notice, announce, silent

announce(
    Notice(
        on="user.secure",
        template="people/notices/secured",
        to=lambda person: [person],
        url=lambda _person: reverse("account_reset_password"),
        urgent=True,
        tell_actor=True,
    ),
    Notice(
        on="user.use_new_device",
        template="people/notices/new_device",
        to=lambda person: [person],
        url=lambda _person: reverse("account_reset_password"),
        urgent=True,
        tell_actor=True,
    ),
    Notice(
        on="user.correct_birthday",
        template="people/notices/birthday",
        to=lambda person: [person],
        url=lambda _person: reverse("people:me"),
    ),
    Notice(
        on="addresschange.confirm",
        template="people/notices/address_changed",
        to=lambda change: [change.person],
        url=lambda _change: reverse("people:me"),
        tell_actor=True,
    ),
    Notice(
        on="addresschange.undo",
        template="people/notices/address_back",
        to=lambda change: [change.person],
        url=lambda _change: reverse("people:link"),
    ),
    category=Category.SECURITY,
)
# Both addresses get a letter of their own, which no event causes.
silent("user.register", "user.edit", "addresschange.ask", "block.begin", "block.lift")
