"""Answers that need no sign-in: one click behind a mailed link, or a reply to a relay address."""
