"""Calendar files: `invitation` for one appointment, `feed` for many."""

from wayfellow.calendars.invitations import Appointment, Guest, feed, invitation

__all__ = ["Appointment", "Guest", "feed", "invitation"]
