"""Mail that a provider brings by a webhook; the library checks that it is the provider."""

from typing import Any

from anymail.signals import inbound

from wayfellow.mailbox.actions import receive


def hear(event: Any, **_more: Any) -> None:
    """Take one mail; an exception lets the provider bring it again."""
    receive(event.message.as_bytes(), to=event.message.envelope_recipient or "")


inbound.connect(hear, dispatch_uid="wayfellow.mailbox")
