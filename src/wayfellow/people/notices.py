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
        on="user.correct_birthday",
        template="people/notices/birthday",
        to=lambda person: [person],
        url=lambda _person: reverse("people:me"),
    ),
    category=Category.SECURITY,
)
silent("user.register", "user.edit")
