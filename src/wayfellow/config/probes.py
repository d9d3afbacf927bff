"""What machines ask: is it alive, is it ready, where do finders of holes write."""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from wayfellow.access.doors import public
from wayfellow.config import queue
from wayfellow.notifications.queries import queue_age, worker_age

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
        worker, letters, work = worker_age(), queue_age(), queue.waiting()
    except DatabaseError:
        return _report(database=False)
    return _report(database=True, worker=worker, letters=letters, work=work)


def _report(
    *,
    database: bool,
    worker: timedelta | None = None,
    letters: timedelta | None = None,
    work: timedelta | None = None,
) -> JsonResponse:
    alive = worker is not None and worker < WORKER_SILENCE
    moves = letters is not None and letters < QUEUE_PATIENCE
    body = {
        "ready": database and alive and moves,
        "database": database,
        "worker_age_seconds": worker.total_seconds() if worker else None,
        "queue_age_seconds": letters.total_seconds() if letters is not None else None,
        # Told and not judged: a long matching lets other work wait, and nothing is wrong.
        "work_age_seconds": work.total_seconds() if work is not None else None,
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
