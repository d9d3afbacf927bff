"""The pages of an account: coming in, one's profile, one's address."""

from wayfellow.people.views.accounts import birthday_page, language

__all__ = ["birthday_page", "language"]
