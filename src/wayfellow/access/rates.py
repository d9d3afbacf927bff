"""How often something may be asked, counted in the cache; and from where a request comes."""

import hashlib
from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from wayfellow.access.refusals import TooOften

_SITE_OF_IPV6 = 64
"""One household or school usually holds a whole /64."""


def spend(key: str, limit: int, seconds: int, words: str = "") -> str:
    """Use up one of the ``limit`` tries that ``key`` has in ``seconds``; TooOften if none is left.

    What it returns can be given back. Each try takes a numbered place by ``cache.add``, which is atomic in every cache we support
    (counting up is not), and loses it when its time has passed.
    """
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    for place in range(limit):
        spent = f"rate:{digest}:{place}"
        if cache.add(spent, 1, timeout=seconds):
            return spent
    raise TooOften(words)


def give_back(spent: Iterable[str]) -> None:
    """The tries do not count after all."""
    cache.delete_many(spent)


def network(request: HttpRequest) -> str:
    """Where the request comes from: its IPv4 address, or the network of its IPv6 address."""
    address = origin(request)
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(ip_network((found, _SITE_OF_IPV6), strict=False))
    return str(found)


def origin(request: HttpRequest) -> str:
    """The address of the client, past those proxies that we trust and no further."""
    address: str = request.META.get("REMOTE_ADDR", "")
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    for claimed in reversed([part.strip() for part in forwarded if part.strip()]):
        if not _is_trusted(address, settings.TRUSTED_PROXIES):
            break
        address = claimed
    return address


def _is_trusted(address: str, networks: Iterable[str]) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in ip_network(network) for network in networks)
