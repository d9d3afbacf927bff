import uuid
from datetime import datetime

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.timezone import now


class LinkQuerySet(models.QuerySet["Link"]):
    def open(self, at: datetime | None = None) -> "LinkQuerySet":
        """Links that can still be used."""
        return self.filter(Q(used_at=None) & Q(revoked_at=None) & Q(expires_at__gt=at or now()))


class Link(models.Model):
    """One mailed address that lets its holder do one thing, once, until it expires.

    The token is derived from the id by the server's key and stored nowhere, so that a copy of
    the database opens no door.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=40)
    address = models.EmailField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="links"
    )
    subject_type = models.ForeignKey(ContentType, models.CASCADE, null=True, related_name="+")
    subject_id = models.PositiveBigIntegerField(null=True)
    subject = GenericForeignKey("subject_type", "subject_id")
    path = models.CharField(max_length=300, blank=True)
    """Where on this site the holder is taken afterwards."""
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="link_of_subject")]

    def __str__(self) -> str:
        return f"{self.purpose} link for {self.address}"
