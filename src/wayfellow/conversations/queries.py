"""What the pages of a conversation read."""

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from wayfellow.conversations.models import Message
from wayfellow.mentorships.models import WorkGroup
from wayfellow.people.models import Block, User

PER_PAGE = 50


def thread(group: WorkGroup, reader: User, page: str | None = None) -> Page[Message]:
    """A page of the group's messages, the first page holding the latest; newest first."""
    return Paginator(_rows(group, reader), PER_PAGE).get_page(page)


def _rows(group: WorkGroup, reader: User) -> QuerySet[Message]:
    """Messages with ``is_folded``: those of people whom ``reader`` has blocked."""
    blocked = Block.objects.standing().filter(person=reader.pk, other=OuterRef("author"))
    rows = Message.objects.filter(group=group).select_related("author")
    return rows.annotate(is_folded=Exists(blocked)).order_by("-at", "-pk")


def latest(group: WorkGroup, reader: User, count: int = 3) -> list[Message] | None:
    """The last few messages, the oldest of them first; None for readers outside the group."""
    if not WorkGroup.objects.known_to(reader.pk).filter(pk=group.pk).exists():
        return None
    return list(_rows(group, reader)[:count])[::-1]


def counted(groups: QuerySet[WorkGroup, WorkGroup]) -> QuerySet[WorkGroup, WorkGroup]:
    """``groups`` with ``message_count`` and ``last_message_at``: all that staff see of messages."""
    rows = Message.objects.filter(group=OuterRef("pk")).order_by()
    count = rows.values("group").annotate(n=Count("pk")).values("n")
    last = Message.objects.filter(group=OuterRef("pk")).order_by("-at").values("at")[:1]
    counts = {"message_count": Coalesce(Subquery(count), 0), "last_message_at": Subquery(last)}
    return groups.annotate(**counts)
