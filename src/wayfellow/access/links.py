"""One-time links: issued, opened and used up in one place."""

import base64
import binascii
import hmac
import uuid
from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.timezone import now

from wayfellow.access.models import Link

_SIGNATURE_BYTES = 16


def _signature(key: uuid.UUID, purpose: str) -> bytes:
    mac = salted_hmac(f"wayfellow.link.{purpose}", key.bytes, algorithm="sha256")
    return mac.digest()[:_SIGNATURE_BYTES]


def sealed(key: uuid.UUID, purpose: str) -> str:
    """The secret that names ``key`` for ``purpose``: 256 bits, the same at every call."""
    return base64.urlsafe_b64encode(key.bytes + _signature(key, purpose)).decode().rstrip("=")


def unsealed(token: str, purpose: str) -> uuid.UUID | None:
    """The key that ``token`` names, or None if nobody sealed it for ``purpose``."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        key = uuid.UUID(bytes=raw[:16])
    except (ValueError, binascii.Error):
        return None
    # Compared as text, not as bytes: several texts decode to the same bytes, and only one was issued.
    same = hmac.compare_digest(token.encode(), sealed(key, purpose).encode())
    return key if same else None


def issue(
    purpose: str,
    *,
    address: str,
    days: float,
    subject: models.Model | None = None,
    person: AbstractBaseUser | None = None,
    path: str = "",
) -> Link:
    """A new link for ``address`` that expires after ``days``."""
    link = Link(
        purpose=purpose,
        address=address,
        person=person,  # type: ignore[misc]
        expires_at=now() + timedelta(days=days),
        path=path,
    )
    if subject is not None:
        link.subject = subject
    link.save(force_insert=True)
    return link


def token_of(link: Link) -> str:
    """The secret part of the link's address: 256 bits, the same at every call."""
    return sealed(link.id, link.purpose)


def find(token: str, purpose: str) -> Link | None:
    """The link behind ``token`` whatever its state, or None if nobody issued it for ``purpose``."""
    link_id = unsealed(token, purpose)
    if link_id is None:
        return None
    return Link.objects.filter(pk=link_id, purpose=purpose).first()


def is_open(link: Link) -> bool:
    """Whether the link can still be used."""
    return link.used_at is None and link.revoked_at is None and link.expires_at > now()


def use(link: Link) -> bool:
    """Use the link up; False when it was used, revoked or expired before."""
    at = now()
    return bool(Link.objects.open(at).filter(pk=link.pk).update(used_at=at))


def revoke(subject: models.Model, purpose: str) -> int:
    """End every open link of ``purpose`` about ``subject``; how many there were."""
    kind = ContentType.objects.get_for_model(subject)
    rows = Link.objects.open().filter(subject_type=kind, subject_id=subject.pk, purpose=purpose)
    return rows.update(revoked_at=now())
