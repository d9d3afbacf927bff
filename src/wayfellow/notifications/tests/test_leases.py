"""What a dead sender had in hand is soon in other hands; what a slow one has is not."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils.timezone import now

from wayfellow.notifications import leases
from wayfellow.notifications.leases import KEPT, LONGEST, MARGIN, RENEWAL, Keeper
from wayfellow.notifications.lifecycle import IN_HAND, LetterState
from wayfellow.notifications.line import next_letters
from wayfellow.notifications.models import Letter

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leases as in a worker, renewed when the test says so."""
    monkeypatch.setattr(leases, "_keepers", {Keeper()})
    monkeypatch.setattr(leases, "_held", {})


def leased(**fields: Any) -> Letter:
    row = Letter.objects.create(key="a", address="a@example.com", subject="x", text="x")
    letter = Letter.objects.get(pk=row.pk)
    assert leases.take(letter)
    Letter.objects.filter(pk=letter.pk).update(**fields)
    return letter


def is_orphaned() -> bool:
    return bool(next_letters(1, now()))


@pytest.mark.usefixtures("kept")
def test_the_dead_are_noticed_after_the_short_lease() -> None:
    with time_machine.travel(now(), tick=False) as clock:
        leased()
        clock.shift(KEPT - SECOND)
        assert not is_orphaned()
        clock.shift(2 * SECOND)
        assert is_orphaned()


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("state", IN_HAND)
def test_who_is_slow_keeps_the_letter_up_to_the_longest_lease_and_no_longer(
    state: LetterState,
) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        letter = leased(state=state)
        begun = now()
        while now() + RENEWAL < begun + LONGEST:
            clock.shift(RENEWAL)
            leases.renew()
            row = Letter.objects.get()
            assert now() < (row.leased_until or now()) <= begun + LONGEST
            assert row.leased_until == letter.leased_until
        clock.shift(RENEWAL)
        leases.renew()
        assert (Letter.objects.get().leased_until or now()) <= now()
        assert vars(leases)["_held"] == {}


@pytest.mark.usefixtures("kept")
def test_what_others_have_or_what_is_over_is_not_renewed() -> None:
    with time_machine.travel(now(), tick=False) as clock:
        letter = leased(attempts=2)
        until = letter.leased_until
        clock.shift(RENEWAL)
        leases.renew()
        assert (Letter.objects.get().leased_until, letter.leased_until) == (until, until)

        Letter.objects.update(attempts=1)
        leases.let_go(letter)
        leases.renew()
        assert Letter.objects.get().leased_until == until


@pytest.mark.usefixtures("kept")
def test_nothing_leaves_when_the_lease_was_not_renewed_in_time() -> None:
    with time_machine.travel(now(), tick=False) as clock:
        letter = leased()
        assert leases.is_safe(letter)
        clock.shift(KEPT - MARGIN)
        assert not leases.is_safe(letter)
        leases.renew()
        assert leases.is_safe(letter)


def test_without_a_worker_that_renews_a_lease_outlasts_every_conversation() -> None:
    with time_machine.travel(now(), tick=False):
        assert leased().leased_until == now() + LONGEST


def test_four_renewals_may_fail_and_the_last_one_leaves_time_for_the_contents() -> None:
    assert 4 * RENEWAL < KEPT < LONGEST
    assert KEPT - RENEWAL > MARGIN
