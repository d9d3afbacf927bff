from typing import Any

import pytest
import time_machine
from django.test import RequestFactory

from wayfellow.access.rates import network, spend
from wayfellow.access.refusals import TooOften


def test_tries_run_out_and_come_back() -> None:
    with time_machine.travel("2027-01-11T08:00:00Z", tick=False) as clock:
        for _try in range(3):
            spend("door", 3, 60)
        with pytest.raises(TooOften):
            spend("door", 3, 60)
        spend("another door", 3, 60)

        clock.shift(61)
        spend("door", 3, 60)


@pytest.mark.parametrize(
    ("remote", "forwarded", "found"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.2", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "6.6.6.6, 198.51.100.1, 10.0.0.3", "198.51.100.1"),
        ("2001:db8:1:2:3::4", "", "2001:db8:1:2::/64"),
        ("", "", ""),
    ],
)
def test_a_request_comes_from_the_last_address_that_a_trusted_proxy_saw(
    settings: Any, rf: RequestFactory, remote: str, forwarded: str, found: str
) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    request = rf.get("/", REMOTE_ADDR=remote, headers={"X-Forwarded-For": forwarded})

    assert network(request) == found
