"""One message to ten thousand: told bit by bit, mailed, and every mail read."""

import sys
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from time import perf_counter, process_time
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.utils.timezone import now

from benchmarks.proofs._mailing.reader import Reader
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution, Membership
from wayfellow.mailings import actions
from wayfellow.mailings.actions import leaving
from wayfellow.mailings.listing import LISTINGS
from wayfellow.mailings.models import Mailing, Recipient
from wayfellow.mailings.queries import reading
from wayfellow.mailings.queries.audience import audience
from wayfellow.mailings.schedules import sweep
from wayfellow.mailings.wording import Wording
from wayfellow.notifications.models import Letter, Notification, Preference
from wayfellow.notifications.outbox import send_due
from wayfellow.people.models import User

FULL, QUICK = 10_000, 500
UNWANTED = 10
"""One in so many wants no such mail."""
WORDS = Wording(
    subject="{name}: the kick-off",
    text="Dear {name},\n\nthe kick-off is on 3 May.\n\nYours, {sender}",
    question="Will you come, {name}?",
    options=("Yes", "No"),
)


def run(*, quick: bool, sabotage: bool) -> dict[str, Any]:
    """What was found, and whether the claim holds."""
    count = QUICK if quick else FULL
    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("createcachetable", verbosity=0)
    mailing = _ready(count)
    if sabotage:
        _fill_in_once()
    frozen, _queries = _measured(lambda: _freeze(mailing))
    print(f"{count:,} recipients are frozen: {frozen:.1f} s", file=sys.stderr)
    ticks, told, seconds, queries = 0, 0, 0.0, 0
    sent_seconds = 0.0
    while told < count and ticks < count:
        at = now() + timedelta(minutes=ticks)
        took, asked = _measured(lambda at=at: sweep(at))  # type: ignore[misc]
        ticks, seconds, queries = ticks + 1, seconds + took, queries + asked
        told = Notification.objects.filter(category="news").count()
        # Their moments lie ahead of the clock, whose minutes are not waited for here.
        Letter.objects.filter(state="waiting").update(due_at=now())
        took, _asked = _measured(lambda: send_due(limit=count))
        sent_seconds += took
        print(f"{told:,} are told, {len(Reader.taken):,} mails read", file=sys.stderr)
    wanted = count - count // UNWANTED
    return {
        "holds": not Reader.strangers and len(set(Reader.taken)) == len(Reader.taken) == wanted,
        "recipients": Recipient.objects.count(),
        "mails": len(Reader.taken),
        "mails_that_name_others": len(Reader.strangers),
        "an_example": Reader.strangers[:1],
        "wanted_no_mail_and_got_none": count // UNWANTED,
        "ticks": ticks,
        "seconds_to_freeze": round(frozen, 2),
        "seconds_to_tell": round(seconds, 2),
        "queries_per_1000_told": round(1000 * queries / max(1, told), 1),
        "seconds_to_mail": round(sent_seconds, 2),
        "cpu_seconds": round(process_time(), 1),
    }


def _ready(count: int) -> Mailing:
    """Members with names like no other's, and a message to all of them."""
    house = Institution.objects.create(
        slug="merlion", name="Merlion Polytechnic", short_name="Merlion", country="SG",
        contact_email="office@merlion.example",
    )  # fmt: skip
    staff = User.objects.create(name="Ines Admin", email="ines@merlion.example")
    Membership.objects.create(institution=house, person=staff, role=Role.INSTITUTION_ADMIN)
    people = User.objects.bulk_create(
        User(name=f"Given{n:05d} Family{n:05d}", email=f"person{n:05d}@example.org")
        for n in range(count)
    )
    Membership.objects.bulk_create(
        Membership(institution=house, person=person, role=Role.STUDENT) for person in people
    )
    Preference.objects.bulk_create(
        Preference(person=person, category="news", channel="none") for person in people[::UNWANTED]
    )
    draft = actions.begin(
        LISTINGS["members"], house, house, asked="role=student", picked=[], by=staff
    )
    actions.save_terms(draft, {}, WORDS, version=draft.version, window="")
    return draft


def _freeze(mailing: Mailing) -> None:
    seen = audience(mailing).digest
    actions.send(mailing, seen=seen, version=mailing.version, by=mailing.by)


def _fill_in_once() -> None:
    """What is put in for the first reader is kept for all others, as a hasty hand might do."""
    true = reading.told_to
    kept: list[Wording] = []

    @cache
    def for_everybody() -> Wording:
        return kept[0]

    def told_to(recipient: Recipient) -> Wording:
        kept.append(true(recipient))
        return for_everybody()

    setattr(leaving, "told_to", told_to)  # noqa: B010 - another room's name is taken for the while


def _measured(work: Callable[[], object]) -> tuple[float, int]:
    """Seconds and queries."""
    asked = 0

    def count(execute: Any, *arguments: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(*arguments)

    begun = perf_counter()
    with connection.execute_wrapper(count):
        work()
    return perf_counter() - begun, asked
