"""What machines ask: is it alive, is it ready, where do finders of holes write."""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from wayfellow.access.doors import public
from wayfellow.notifications.models import Heartbeat, Letter

WORKER_SILENCE = timedelta(minutes=2)
QUEUE_PATIENCE = timedelta(minutes=2)


@require_safe
@public
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@public
def readyz(_request: HttpRequest) -> JsonResponse:
    """200 when the database answers, a worker is alive and the outbox moves; else 503."""
    try:
        beat = Heartbeat.objects.order_by("-at").values_list("at", flat=True).first()
        oldest = (
            Letter.objects.due(now()).order_by("due_at").values_list("due_at", flat=True).first()
        )
    except DatabaseError:
        return _report(database=False, worker_age=None, queue_age=None)
    worker_age = (now() - beat).total_seconds() if beat else None
    queue_age = (now() - oldest).total_seconds() if oldest else 0.0
    return _report(database=True, worker_age=worker_age, queue_age=queue_age)


def _report(*, database: bool, worker_age: float | None, queue_age: float | None) -> JsonResponse:
    worker = worker_age is not None and worker_age < WORKER_SILENCE.total_seconds()
    queue = queue_age is not None and queue_age < QUEUE_PATIENCE.total_seconds()
    body = {
        "ready": database and worker and queue,
        "database": database,
        "worker_age_seconds": worker_age,
        "queue_age_seconds": queue_age,
    }
    response = JsonResponse(body, status=200 if body["ready"] else 503)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
@public
def security(_request: HttpRequest) -> HttpResponse:
    """Where to report a vulnerability (RFC 9116)."""
    expires = (now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: mailto:security@{settings.MAIL_DOMAIN}",
        f"Expires: {expires}",
        "Preferred-Languages: en, fi",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
