"""Addresses with what is asked of them."""

from urllib.parse import urlencode

from django.urls import reverse


def to(name: str, *args: object, **asked: object) -> str:
    """The address named ``name``, with ``asked`` as its query string; what is empty is left out."""
    path = reverse(name, args=args)
    query = urlencode({key: value for key, value in asked.items() if value})
    return f"{path}?{query}" if query else path
