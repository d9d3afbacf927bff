"""Accounts come and go quietly; only a new password is always said to its owner."""

from django.urls import reverse

from wayfellow.notifications.notice import Notice, announce, silent

announce(
    Notice(
        on="user.secure",
        template="people/notices/secured",
        to=lambda person: [person],
        url=lambda _person: reverse("account_reset_password"),
        urgent=True,
        tell_actor=True,
    )
)
silent("user.register", "user.edit")
