"""Running the site: serve, web, worker, prepare, tick."""

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from types import FrameType

from wayfellow.cli.fault import Commands, Fault, call, with_django

PATIENCE = 40.0
"""Seconds that a stopping process is given to finish its work: a letter in hand may need 34."""
TOO_OFTEN = 5
"""Restarts within a minute after which something is wrong that a restart does not mend."""


def register(commands: Commands) -> None:
    """Adds serve, web, worker, prepare, tick and manage."""
    serve = commands.add_parser("serve", help="web and worker together: the embedded default")
    web = commands.add_parser("web", help="the web server alone; any number, with PostgreSQL")
    for parser in (serve, web):
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"))
        parser.add_argument("--workers", type=int, default=2, help="web processes (default: 2)")
    serve.set_defaults(func=run_serve)
    web.set_defaults(func=run_web)
    worker = commands.add_parser("worker", help="background work alone: mail, imports, matching")
    worker.add_argument("--concurrency", type=int, default=1, help="tasks at a time (default: 1)")
    worker.set_defaults(func=run_worker)
    prepare = commands.add_parser("prepare", help="bring the database and static files up to date")
    prepare.set_defaults(func=run_prepare)
    tick = commands.add_parser("tick", help="run everything that is due now")
    tick.add_argument("--at", metavar="ISO-TIME", type=moment, help="as if it were that moment")
    tick.set_defaults(func=run_tick)


def moment(text: str) -> datetime:
    """An ISO 8601 time; without a zone it is UTC."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a time such as 2027-01-11T08:00+08:00"
        ) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def prepare(*, quiet: bool = False) -> None:
    """Migrate the database and collect the static files; safe to run again."""
    with_django()
    call("migrate", interactive=False, verbosity=0)
    call("createcachetable", verbosity=0)
    call("collectstatic", interactive=False, verbosity=0)
    if not quiet:
        print("The database and the static files are up to date.")


def run_prepare(_arguments: argparse.Namespace) -> int:
    prepare()
    return 0


def web_command(host: str, port: int, workers: int) -> list[str]:
    """The web server's own command line."""
    return [
        *(sys.executable, "-m", "gunicorn", "wayfellow.config.wsgi:application"),
        *("--bind", f"{host}:{port}", "--workers", str(workers), "--threads", "4"),
        *("--worker-class", "gthread", "--timeout", "60", "--graceful-timeout", "20"),
        *("--log-level", "warning", "--no-control-socket"),
    ]


def worker_command(concurrency: int = 1) -> list[str]:
    """The worker's own command line."""
    return [sys.executable, "-m", "wayfellow.cli", "worker", "--concurrency", str(concurrency)]


def run_web(arguments: argparse.Namespace) -> int:
    with_django()
    command = web_command(arguments.host, arguments.port, arguments.workers)
    os.execv(command[0], command)  # noqa: S606 - our own command, no shell


def run_worker(arguments: argparse.Namespace) -> int:
    with_django()
    from wayfellow.notifications.postman import Postman  # noqa: PLC0415 - Django is started by now

    folder = Path(mkdtemp(prefix="wayfellow-worker-"))
    pulse = folder / "pulse"
    stop = threading.Event()
    threading.Thread(target=_beat, args=(pulse, stop), daemon=True).start()
    postman = Postman()
    # Until the worker's loop listens itself: who is asked to stop leaves by the same door.
    signal.signal(signal.SIGTERM, _leave)
    try:
        postman.start()
        call(
            "ox_worker",
            concurrency=arguments.concurrency,
            interval=1.0,
            heartbeat_file=str(pulse),
            verbosity=0,
        )
    finally:
        postman.stop(PATIENCE - 5)
        stop.set()
        for left in folder.iterdir():
            left.unlink()
        folder.rmdir()
    return 0


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def _beat(pulse: Path, stop: threading.Event) -> None:
    """Copy the worker loop's pulse into the database, where /readyz and doctor look for it.

    The pulse is the loop's own: a worker that hangs stops beating although this thread goes on.
    """
    from django.db import Error, connection  # noqa: PLC0415 - Django is started by now

    from wayfellow.notifications.models import Heartbeat  # noqa: PLC0415 - see above

    name = f"{os.uname().nodename}:{os.getpid()}"
    while not stop.wait(5):
        with contextlib.suppress(FileNotFoundError, Error):
            seen = datetime.fromtimestamp(pulse.stat().st_mtime, UTC)
            Heartbeat.objects.update_or_create(name=name, defaults={"at": seen})
        connection.close()


@dataclass(slots=True)
class Child:
    """A process that is kept running."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it, or Fault when it keeps falling over."""
        recent = [at for at in self.starts if at > time.monotonic() - 60]
        if len(recent) >= TOO_OFTEN:
            raise Fault(f"the {self.name} keeps stopping; its last words are above")
        self.starts = [*recent, time.monotonic()]
        self.process = subprocess.Popen(self.command)  # noqa: S603 - our own command

    def is_over(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self, deadline: float) -> None:
        """Ask it to finish; after the deadline end it."""
        if self.process is None or self.process.poll() is not None:
            return
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def keep_running(children: list[Child]) -> int:
    """Run ``children`` until a signal asks to stop; one that falls over is started again."""
    asked = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        asked.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask)
    try:
        for child in children:
            child.start()
        while not asked.wait(0.5):
            _start_again(child for child in children if child.is_over())
    finally:
        _stop(children)
    return 0


def _start_again(fallen: Iterable[Child]) -> None:
    for child in fallen:
        print(f"wayfellow: the {child.name} stopped and is started again", flush=True)
        child.start()


def _stop(children: list[Child]) -> None:
    for child in children:
        if child.process is not None and child.process.poll() is None:
            child.process.terminate()
    deadline = time.monotonic() + PATIENCE
    for child in children:
        child.stop(deadline)


def run_serve(arguments: argparse.Namespace) -> int:
    prepare(quiet=True)
    print(f"Wayfellow answers on http://{arguments.host}:{arguments.port}", flush=True)
    return keep_running(
        [
            Child("web server", web_command(arguments.host, arguments.port, arguments.workers)),
            Child("worker", worker_command()),
        ]
    )


def run_tick(arguments: argparse.Namespace) -> int:
    with_django()
    from wayfellow.config.doctor import migrations  # noqa: PLC0415 - Django is started by now
    from wayfellow.home.schedules import sweep  # noqa: PLC0415 - see above

    tables = migrations()
    if not tables.is_well:
        raise Fault(tables.says)
    done = sweep(arguments.at or datetime.now(UTC))
    print(", ".join(f"{name}: {count}" for name, count in done.items()) or "nothing was due")
    return 0
