"""What programmes do when something happens in a lower room."""

from wayfellow.events.models import Event


def hear(event: Event) -> None:
    """An accepted invitation to an office in a programme makes that office."""
