"""Changes of timed mails are shown where they act, with who made them and when."""

from wayfellow.notifications.notice import silent

silent("programme.adjust")
