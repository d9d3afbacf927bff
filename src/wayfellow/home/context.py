"""What every page of the site shows around its content."""

from django.http import HttpRequest


def places(request: HttpRequest) -> dict[str, object]:
    """The places of this person's role, the other roles, and the unread count."""
    return {}
