"""Notices of this engine itself."""

from wayfellow.notifications.notice import silent

silent(
    # Whoever does these is looking at the outbox, or at the page that says that mail is held.
    "letter.retry",
    "letter.release",
    "letter.set_aside",
    "undeliverable.try_again",
)
