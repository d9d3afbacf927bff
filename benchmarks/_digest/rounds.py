"""The people, and the two ways in which they get their digests."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import batched
from time import perf_counter, process_time
from typing import Any

from django.core.mail import mailers  # noqa: TID251 - the rival sends by itself
from django.db import connection
from django.utils.timezone import now

from wayfellow.notifications.categories import Category, Period
from wayfellow.notifications.compose import compose
from wayfellow.notifications.digest import gather
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import DIGEST, Letter
from wayfellow.notifications.sender import send_round
from wayfellow.people.models import User

EACH = 3
"""Letters that wait for each person's digest."""
AT_ONCE = 2000
ABOUT = (Category.MEETINGS, Category.MESSAGES, Category.MESSAGES)
LANGUAGES = ("en", "fi", "zh-hans")


class Count:
    """How many statements reach the database."""

    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute: Callable[..., Any], *rest: Any) -> Any:
        self.queries += 1
        return execute(*rest)


@contextmanager
def measured(told: dict[str, Any], people: int) -> Iterator[None]:
    """Seconds, and queries for each thousand people."""
    count, began, busy = Count(), perf_counter(), process_time()
    with connection.execute_wrapper(count):
        yield
    seconds = perf_counter() - began
    told["seconds"] = round(seconds, 2)
    told["cpu_seconds"] = round(process_time() - busy, 2)
    told["seconds_per_1000"] = round(seconds * 1000 / people, 3)
    told["queries_per_1000"] = round(count.queries * 1000 / people, 1)


def populate(people: int) -> None:
    """So many people for whom a week's letters are kept."""
    for some in batched(range(people), AT_ONCE, strict=False):
        users = User.objects.bulk_create(
            User(
                email=f"reader{number}@example.com",
                name=f"Reader {number}",
                language=LANGUAGES[number % len(LANGUAGES)],
            )
            for number in some
        )
        Letter.objects.bulk_create(_letter(user, part) for user in users for part in range(EACH))


def _letter(user: User, part: int) -> Letter:
    return Letter(
        key=f"bench:{user.pk}:{part}",
        to_id=user.pk,
        address=user.email,
        language=user.language,
        subject=f"Meeting {part} of your group was planned",
        text="Thursday 14 January, 17:30 Helsinki time.",
        category=ABOUT[part],
        period=Period.WEEKLY,
        state=LetterState.COLLECTED,
        due_at=now() - timedelta(minutes=1),
    )


def ours(people: int) -> dict[str, Any]:
    """Wayfellow: the digests of a thousand people are made together."""
    told: dict[str, Any] = {"method": "Wayfellow", "people": people}
    moment = now()
    with measured(told, people):
        told["made"] = sum(iter(lambda: gather(moment), 0))
    return told


def again(people: int) -> int:
    """What a second worker makes of it: nothing."""
    return gather(now(), limit=people)


def outbox(letters: int) -> dict[str, Any]:
    """What the outbox needs on top for each letter: lease, ask again, compose, hand over, mark."""
    told: dict[str, Any] = {"method": "Wayfellow, leaving the outbox", "people": letters}
    with measured(told, letters):
        told["made"] = send_round(limit=letters).sent
    return told


def naive(people: int) -> dict[str, Any]:
    """The rival: for each person one query for what happened, one mail, one mark."""
    told: dict[str, Any] = {"method": "naive: a query and a send each", "people": people, "made": 0}
    with measured(told, people):
        for person in User.objects.order_by("pk")[:people]:
            told["made"] += _tell(person)
    return told


def _tell(person: User) -> int:
    kept = Letter.objects.filter(to=person, state=LetterState.COLLECTED)
    digest = Letter.objects.create(
        key=f"naive:{person.pk}",
        to_id=person.pk,
        address=person.email,
        language=person.language,
        subject="Your week in mentoring",
        text="",
        notice=DIGEST,
        period=Period.WEEKLY,
    )
    count = kept.update(state=LetterState.GATHERED, bundle=digest)
    mailers.default.send_messages([compose(digest)])
    Letter.objects.filter(pk=digest.pk).update(state=LetterState.SENT, sent_at=now())
    return bool(count)


def put_back() -> None:
    """As it was before anybody was told."""
    Letter.objects.filter(notice=DIGEST).delete()
    Letter.objects.update(state=LetterState.COLLECTED, bundle=None)
