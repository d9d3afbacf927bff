"""``wayfellow import``: real files in, from the command line."""

from wayfellow.cli.fault import Commands


def register(commands: Commands) -> None:
    """Adds import."""
