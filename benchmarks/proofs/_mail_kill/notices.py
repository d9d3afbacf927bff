"""One more notice of a message: its own author gets it, and never twice."""

from wayfellow.conversations.models import Message
from wayfellow.notifications.notice import NOTICES, Notice
from wayfellow.people.models import User

ONCE = "proof/once"


def _author(message: Message) -> list[User]:
    return [message.author]


# Not announced: it belongs to no category that readers could choose about.
NOTICES.setdefault("message.write", []).append(
    Notice(on="message.write", template=ONCE, to=_author, tell_actor=True, never_twice=True)
)
