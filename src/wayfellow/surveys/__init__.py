"""Feedback at the end of a season."""
