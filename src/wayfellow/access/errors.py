"""The one shape of an error that programs read."""

from collections.abc import Mapping

from django.http import HttpRequest, JsonResponse

CODES = {
    400: "bad_request",
    401: "not_signed_in",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    422: "invalid",
    429: "too_often",
    500: "server_error",
    503: "unavailable",
}


def wants_json(request: HttpRequest) -> bool:
    """Whether the caller is a program: it uses the API's addresses or asks for JSON."""
    return request.path.startswith("/api/") or request.headers.get("Accept") == "application/json"


def error_response(
    status: int, message: str, fields: Mapping[str, list[str]] | None = None
) -> JsonResponse:
    """``{"error": {"code", "message", "fields"}}``, never cached."""
    body = {"code": CODES.get(status, "error"), "message": message, "fields": dict(fields or {})}
    response = JsonResponse({"error": body}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
