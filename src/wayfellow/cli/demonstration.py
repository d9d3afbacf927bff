"""``wayfellow demo``: a consortium to look at, or one season of each style, unattended."""

from wayfellow.cli.fault import Commands


def register(commands: Commands) -> None:
    """Adds demo."""
