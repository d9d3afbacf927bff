"""Notices of this engine itself."""

from wayfellow.notifications.notice import silent

silent("letter.retry")
