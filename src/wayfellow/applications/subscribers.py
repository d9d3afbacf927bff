"""What applications do when something happens in a lower room."""

from wayfellow.applications import actions
from wayfellow.events.models import Event
from wayfellow.programmes.models import Office


def hear(event: Event) -> None:
    """The students of a liaison officer who is released go to the others."""
    office = event.subject
    if event.name == "office.release" and isinstance(office, Office):
        actions.hand_over(office, by=event.by)
