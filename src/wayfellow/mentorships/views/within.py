"""Addresses below a work group's: the row must belong to the group that the address names."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from wayfellow.mentorships.models import WorkGroup
from wayfellow.people.http import PersonRequest

type Page = Callable[..., HttpResponse]


def group_of(row: Any) -> WorkGroup:
    """The work group that ``row`` belongs to."""
    found: WorkGroup = row.group if hasattr(row, "group") else row.member.group
    return found


def in_group(view: Page) -> Page:
    """404 unless the row belongs to the work group in the address."""

    @wraps(view)
    def opened(request: PersonRequest, row: Any, group: int) -> HttpResponse:
        if group_of(row).pk != group:
            raise Http404
        return view(request, row)

    return opened


def to_group(group: WorkGroup) -> HttpResponse:
    """Back to the work group's own page."""
    return redirect("home:group", group.pk)
