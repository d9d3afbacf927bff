"""Changes of words are shown where they act, with who made them and when."""

from wayfellow.notifications.notice import silent

silent("wording.save")
