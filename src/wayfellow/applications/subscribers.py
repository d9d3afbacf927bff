"""What applications do when something happens in a lower room."""

from wayfellow.applications import actions
from wayfellow.events.models import Event
from wayfellow.people.models import User
from wayfellow.programmes.models import Office


def hear(event: Event) -> None:
    """A released liaison officer's students go to the others; a new birthday is reckoned with."""
    subject = event.subject
    if event.name == "office.release" and isinstance(subject, Office):
        actions.hand_over(subject, by=event.by)
    if event.name == "user.correct_birthday" and isinstance(subject, User):
        actions.reckon_age(subject, by=event.by)
