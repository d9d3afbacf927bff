from django.conf import settings
from django.db import models
from django.utils.timezone import now


class Incoming(models.Model):
    """One mail that has come in, and what became of it; its words are kept nowhere else."""

    class Outcome(models.TextChoices):
        TAKEN = "taken"
        REFUSED = "refused"
        IGNORED = "ignored"

    key = models.CharField(max_length=64, unique=True)
    """Made of the Message-ID: a mail that is brought twice is one mail."""
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.CharField(max_length=200, blank=True)
    """Why it was not taken, for the people who look after the deployment."""
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.outcome} {self.key[:12]}"
