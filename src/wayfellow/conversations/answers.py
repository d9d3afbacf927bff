"""Replies to mails about a group and its meetings land in the group's conversation."""

from typing import Any

from django.urls import reverse

from wayfellow.answers.relay import Relay, relays
from wayfellow.conversations import actions
from wayfellow.mentorships.models import WorkGroup

_MEETINGS = tuple(
    f"mentorships/notices/meeting_{name}"
    for name in ("planned", "changed", "cancelled", "reminder")
)


def _group(row: Any) -> WorkGroup:
    return row if isinstance(row, WorkGroup) else row.group


relays(
    Relay(
        code="g",
        mails=(
            "conversations/notices/message_written",
            "conversations/notices/quiet",
            *_MEETINGS,
        ),
        permission="workgroup.write",
        take=lambda group, text, person: actions.write(group, text, by=person),
        page=lambda group: reverse("conversations:thread", args=[group.pk]),
        of=_group,
    )
)
