"""What is wrong with this installation, and how to mend it."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.checks import WARNING, run_checks
from django.core.mail import mailers
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.timezone import now

from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.models import Heartbeat, Letter

WORKER_SILENCE = timedelta(minutes=2)
LEAST_SPACE = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    what: str
    says: str
    is_well: bool = True


def examine(*, deploy: bool = False) -> list[Finding]:
    """Every finding, in the order in which one would mend them."""
    found = [_database()]
    if found[0].is_well:
        found.append(migrations())
        if found[-1].is_well:
            found += [_worker(), _outbox()]
    found += [_mail(), _storage()]
    return [*found, *(_deployment() if deploy else ())]


def _database() -> Finding:
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                return _sqlite(cursor)
            cursor.execute("SHOW fsync")
            fsync = cursor.fetchone()[0]
    except DatabaseError as error:
        return Finding("database", f"no answer ({error}); check DATABASE_URL", is_well=False)
    if fsync != "on":
        return Finding("database", "PostgreSQL runs with fsync off; turn it on", is_well=False)
    return Finding("database", "PostgreSQL answers")


def _sqlite(cursor: object) -> Finding:
    values = {}
    for name in ("journal_mode", "synchronous", "foreign_keys"):
        cursor.execute(f"PRAGMA {name}")  # type: ignore[attr-defined]
        values[name] = str(cursor.fetchone()[0]).lower()  # type: ignore[attr-defined]
    if values != {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}:
        return Finding("database", f"SQLite is set unsafely: {values}", is_well=False)
    return Finding("database", "SQLite answers, with WAL, FULL and foreign keys")


def migrations() -> Finding:
    """Whether every table is as the program needs it."""
    executor = MigrationExecutor(connection)
    if missing := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        says = f"{len(missing)} migrations are missing; run: bin/wayfellow prepare"
        return Finding("tables", says, is_well=False)
    return Finding("tables", "up to date")


def _worker() -> Finding:
    last = Heartbeat.objects.order_by("-at").first()
    if last is None or last.at < now() - WORKER_SILENCE:
        seen = f"last seen {last.at:%Y-%m-%d %H:%M} UTC" if last else "never seen"
        says = f"no worker is running ({seen}); start: bin/wayfellow serve, or worker"
        return Finding("worker", says, is_well=False)
    return Finding("worker", "alive")


def _outbox() -> Finding:
    failed = Letter.objects.filter(state=LetterState.FAILED).count()
    late = Letter.objects.due(now() - timedelta(minutes=5)).count()
    if failed or late:
        says = f"{failed} letters given up, {late} late; look at the outbox page and MAIL_URL"
        return Finding("outbox", says, is_well=False)
    return Finding("outbox", "nothing waits")


def _mail() -> Finding:
    try:
        mail = mailers.default
        if mail.open():
            mail.close()
    except OSError as error:
        return Finding("mail", f"no answer ({error}); check MAIL_URL", is_well=False)
    return Finding("mail", "can be sent")


def _storage() -> Finding:
    folder = settings.MEDIA_ROOT
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        return Finding("storage", f"{folder} cannot be written", is_well=False)
    if shutil.disk_usage(folder).free < LEAST_SPACE:
        return Finding("storage", f"less than 512 MB are free at {folder}", is_well=False)
    return Finding("storage", "can be written")


def _deployment() -> Iterator[Finding]:
    silent = set(settings.SILENCED_SYSTEM_CHECKS)
    for issue in run_checks(include_deployment_checks=True):
        if issue.level >= WARNING and issue.id not in silent:
            yield Finding(
                f"deployment {issue.id}", f"{issue.msg} {issue.hint or ''}", is_well=False
            )
    if not os.environ.get("SECRET_KEY"):
        yield Finding("deployment", "SECRET_KEY is not set in the environment", is_well=False)
    if not settings.BASE_URL.startswith("https://"):
        yield Finding("deployment", "BASE_URL does not start with https://", is_well=False)
    if settings.DEBUG or settings.SHOW_GALLERY:
        yield Finding("deployment", "DEBUG or SHOW_GALLERY is on", is_well=False)
