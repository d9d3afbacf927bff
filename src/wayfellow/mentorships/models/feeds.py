"""The addresses at which people's own calendars are fetched."""

import uuid

from django.db import models
from django.utils.timezone import now

from wayfellow.people.models import User


class Feed(models.Model):
    """A person's calendar for programs that know nothing but its secret address.

    The secret is derived from the key by the server's own and stored nowhere, so that a copy of
    the database opens no calendar.
    """

    person = models.OneToOneField(User, models.CASCADE, related_name="+")
    key = models.UUIDField(null=True, unique=True, editable=False, default=uuid.uuid4)
    """None while it is switched off; another one for each new address."""
    since = models.DateTimeField(default=now)
    """Since when it has had this address."""

    def __str__(self) -> str:
        return f"calendar of {self.person}"
