"""The others in the group learn that somebody wrote, never what."""

from collections.abc import Iterable

from django.urls import reverse

from wayfellow.conversations.models import Message
from wayfellow.notifications.notice import Notice, announce
from wayfellow.people.models import User


def _others(message: Message) -> Iterable[User]:
    return message.group.people().exclude(pk=message.author_id)


announce(
    Notice(
        on="message.write",
        template="conversations/notices/message_written",
        to=_others,
        url=lambda message: reverse("conversations:thread", args=[message.group_id]),
    )
)
