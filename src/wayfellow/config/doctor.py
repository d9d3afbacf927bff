"""What is wrong with this installation, and how to mend it."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from imaplib import IMAP4

from django.conf import settings
from django.core.checks import WARNING, run_checks
from django.core.mail import mailers
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, QuerySet
from django.utils.timezone import now
from imap_tools import ImapToolsError

from wayfellow.config import queue
from wayfellow.mailbox.imap import Inbox
from wayfellow.notifications.lifecycle import STUCK
from wayfellow.notifications.models import ORDINARY, Heartbeat, Letter
from wayfellow.timetable import failures

WORKER_SILENCE = timedelta(minutes=2)
WORK_PATIENCE = timedelta(minutes=30)
"""A matching of tens of thousands may keep everything else waiting for some minutes."""
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
            found += [_worker(), _work(), _timetable(), _outbox()]
    found += [_mail(), _inbox(), _storage()]
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


def _work() -> Finding:
    late = queue.waiting()
    found = [f"{count} x {name}" for name, count in queue.given_up().items()]
    if late > WORK_PATIENCE:
        found.insert(0, f"the oldest has waited for {late.total_seconds():.0f} s; start a worker")
    if found:
        return Finding("background work", "; ".join(found), is_well=False)
    return Finding("background work", "nothing waits, nothing was given up")


def _timetable() -> Finding:
    if failing := failures.told():
        told = "; ".join(f"{count} x {what}" for what, count in failing.items())
        says = f"{told}: tell the maintainers; the log has the rest"
        return Finding("timed rules", says, is_well=False)
    return Finding("timed rules", "none fails")


def _outbox() -> Finding:
    states = Letter.objects.filter(state__in=STUCK).order_by().values_list("state")
    counts = dict(states.annotate(Count("pk")))
    told = [f"{counts[state]} {state.label}" for state in STUCK if state in counts]
    if late := _late().count():
        told.append(f"{late} late; check MAIL_URL")
    if told:
        says = f"{', '.join(told)}: look at the outbox page (/inbox/outbox/)"
        return Finding("outbox", says, is_well=False)
    return Finding("outbox", "nothing waits")


def _late() -> QuerySet[Letter]:
    """What should have left; what leaves when nothing else does may wait."""
    return Letter.objects.due(now() - timedelta(minutes=5)).filter(priority__gte=ORDINARY)


def _mail() -> Finding:
    try:
        mail = mailers.default
        if mail.open():
            mail.close()
    except OSError as error:
        return Finding("mail", f"no answer ({error}); check MAIL_URL", is_well=False)
    return Finding("mail", "can be sent")


def _inbox() -> Finding:
    if not settings.MAIL_INBOX_URL:
        by = f"brought by {settings.MAIL_PROVIDER}" if settings.MAIL_PROVIDER else "not taken"
        return Finding("replies by mail", by)
    try:
        Inbox(settings.MAIL_INBOX_URL).open().logout()
    except (OSError, ImapToolsError, IMAP4.error) as error:
        says = f"no answer ({type(error).__name__}); check MAIL_INBOX_URL"
        return Finding("replies by mail", says, is_well=False)
    return Finding("replies by mail", f"taken at {settings.MAIL_REPLIES}")


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
