"""The only way a view gets an object: through a verb."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase

from wayfellow.access.policy import GRANTS, Person

type View = Callable[..., HttpResponseBase]


def reach(person: Person | AnonymousUser, permission: str) -> QuerySet[Any]:
    """Every row on which ``person`` may use ``permission``."""
    granted = GRANTS[permission]
    rows = granted.model._default_manager.all()
    if isinstance(person, AnonymousUser) or not person.is_active:
        return rows.none()
    return rows.filter(granted.rule.rows(person))


def may(person: Person | AnonymousUser, permission: str, row: Model) -> bool:
    """Whether ``person`` may use ``permission`` on ``row``."""
    return reach(person, permission).filter(pk=row.pk).exists()


def fetch(person: Person | AnonymousUser, permission: str, **key: Any) -> Any:
    """The row; 404 if it may not even be seen, 403 if seen but not allowed."""
    subject, _, _ = permission.partition(".")
    try:
        row = reach(person, f"{subject}.view").filter(**key).first()
    except (ValueError, OverflowError):
        row = None
    if row is None:
        raise Http404
    if not may(person, permission, row):
        raise PermissionDenied
    return row


def door(permission: str, *, by: str = "pk") -> Callable[[Callable[..., HttpResponseBase]], View]:
    """Open a view to those who may use ``permission`` on the row that the URL names.

    ``by`` is both the URL's keyword and the field, "pk" or a unique field such as "slug"; the
    view is called with the row in its place, and other keywords are passed on.
    """

    def decorate(view: Callable[..., HttpResponseBase]) -> View:
        @wraps(view)
        def opened(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            row = fetch(request.user, permission, **{by: kwargs.pop(by)})
            return view(request, row, **kwargs)

        opened.permission = permission  # type: ignore[attr-defined]
        return opened

    return decorate


def signed_in(view: Callable[..., HttpResponseBase]) -> View:
    """Open a view to everybody who is signed in; it shows only what is the person's own."""

    @wraps(view)
    def opened(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return view(request, **kwargs)

    opened.permission = "signed in"  # type: ignore[attr-defined]
    return opened


def platform(view: Callable[..., HttpResponseBase]) -> View:
    """Open a view to administrators of the whole deployment; for others it is not there."""

    @wraps(view)
    def opened(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if not getattr(request.user, "is_platform_admin", False):
            raise Http404
        return view(request, **kwargs)

    opened.permission = "platform"  # type: ignore[attr-defined]
    return opened


def public(view: Callable[..., HttpResponseBase]) -> View:
    """Open a view to the world, knowingly."""

    @wraps(view)
    def opened(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return view(request, **kwargs)

    opened.permission = "public"  # type: ignore[attr-defined]
    return login_not_required(opened)
