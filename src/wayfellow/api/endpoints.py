"""The programming interface's table of endpoints; each room's api.py adds its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from wayfellow.access.doors import View, public
from wayfellow.access.errors import error_response


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One operation, as OpenAPI describes it."""

    path: str
    name: str
    summary: str
    view: Callable[[HttpRequest], HttpResponse]
    answer: Mapping[str, Any] = field(default_factory=dict)
    """JSON Schema of the body of a 200."""


ENDPOINTS: list[Endpoint] = []


def signed_in_only(view: Callable[[HttpRequest], HttpResponse]) -> View:
    """401 in the one error shape, instead of a redirect to a page for people."""

    def opened(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return error_response(401, "Sign in first.")
        return view(request)

    door = public(opened)
    door.permission = "signed in"  # type: ignore[attr-defined]
    return door


def offer(endpoint: Endpoint) -> URLPattern:
    """Add ``endpoint`` to the description, and give its URL."""
    ENDPOINTS.append(endpoint)
    view = require_http_methods(["GET", "HEAD"])(signed_in_only(endpoint.view))
    return path(endpoint.path, view, name=endpoint.name)


def openapi(version: str) -> dict[str, Any]:
    """The description of every endpoint (OpenAPI 3.1)."""
    error = {"description": "Refused", "content": _json({"$ref": "#/components/schemas/Error"})}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Wayfellow", "version": version},
        "servers": [{"url": "/api/v1"}],
        "paths": {
            f"/{endpoint.path}": {
                "get": {
                    "operationId": endpoint.name,
                    "summary": endpoint.summary,
                    "responses": {
                        "200": {"description": "Done", "content": _json(dict(endpoint.answer))},
                        "401": error,
                    },
                }
            }
            for endpoint in ENDPOINTS
        },
        "components": {"schemas": {"Error": ERROR_SCHEMA}},
    }


ERROR_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "fields"],
            "properties": {
                "code": {"type": "string"},
                "message": {"type": "string"},
                "fields": {
                    "type": "object",
                    "additionalProperties": {"type": "array", "items": {"type": "string"}},
                },
            },
        }
    },
}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def page_of(rows: list[dict[str, Any]]) -> JsonResponse:
    """A list answer."""
    return JsonResponse({"items": rows})
