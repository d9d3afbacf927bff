"""The others in the group learn that somebody wrote, never what."""

from collections.abc import Iterable
from itertools import chain

from django.urls import reverse

from wayfellow.conversations.models import Message
from wayfellow.mentorships.models import WorkGroup
from wayfellow.notifications.categories import Category
from wayfellow.notifications.notice import Notice, announce
from wayfellow.people.models import User
from wayfellow.people.queries import near


def _others(message: Message) -> Iterable[User]:
    people = message.group.people().exclude(pk=message.author_id)
    return people.filter(near(message.author_id))


def _staff(group: WorkGroup) -> Iterable[User]:
    return chain(group.liaison_officers(), group.coordinators())


announce(
    Notice(
        on="message.write",
        template="conversations/notices/message_written",
        to=_others,
        url=lambda message: reverse("conversations:thread", args=[message.group_id]),
    ),
    Notice(
        on="workgroup.grow_quiet",
        template="conversations/notices/quiet",
        category=Category.GROUP,
        to=lambda group: group.people(),
        url=lambda group: reverse("conversations:thread", args=[group.pk]),
    ),
    Notice(
        on="workgroup.stay_quiet",
        template="conversations/notices/quiet_staff",
        category=Category.CHARGE,
        to=_staff,
        url=lambda group: reverse("home:group", args=[group.pk]),
    ),
    category=Category.MESSAGES,
)
