"""Everything that happens by itself: one table of rooms, run by one sweep."""

from datetime import datetime


def sweep(at: datetime) -> dict[str, int]:
    """Run what is due at ``at``; how much each room did. Safe to run twice and by two at once."""
    return {}
