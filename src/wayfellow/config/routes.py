"""Every address of the site, its methods and its door."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

READ = ("GET", "HEAD")
BOTH = ("GET", "HEAD", "POST")


@dataclass(frozen=True, slots=True)
class Route:
    path: str
    name: str
    methods: tuple[str, ...]
    permission: str
    """A permission, "signed in", "platform" or "public"; empty when nobody gave it a door."""


def routes() -> list[Route]:
    """All routes, by path."""
    return sorted(_walk(get_resolver(), "", ""), key=lambda route: route.path)


def _walk(resolver: URLResolver, prefix: str, space: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry, path, inner)
        else:
            yield _route(entry, path, space)


def _route(entry: URLPattern, path: str, space: str) -> Route:
    view: Any = entry.callback
    return Route(
        path=f"/{path}",
        name=f"{space}{entry.name or ''}",
        methods=_methods(view),
        permission=getattr(view, "permission", "") or _library_door(view),
    )


def _methods(view: Any) -> tuple[str, ...]:
    """The methods that a ``require_http_methods`` decorator let through, found in its closure."""
    while view is not None:
        for cell in getattr(view, "__closure__", None) or ():
            listed = cell.cell_contents
            if isinstance(listed, list) and listed and all(str(m).isupper() for m in listed):
                return tuple(listed)
        view = getattr(view, "__wrapped__", None)
    return BOTH


def _library_door(view: Any) -> str:
    """The account library decides itself who may use its pages; say what it decides."""
    if not getattr(view, "__module__", "").startswith("allauth."):
        return ""
    return "signed in" if getattr(view, "login_required", True) else "public"
