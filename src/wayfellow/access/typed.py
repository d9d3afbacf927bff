"""What people type into addresses and fields that no form cleans."""

MOST_DIGITS = 18
"""As many as the number of any row has."""


def whole(text: str) -> int | None:
    """The number that ``text`` writes, or None when it is not the number of any row."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None
