"""The command: ``bin/proof mail_kill``."""

import argparse
import http.client
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, closing, suppress
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.proofs._database import own_database

ROOT = Path(__file__).resolve().parents[3]
RECOVERY = 60.0
"""Seconds after the last kill in which what dead senders had in hand is in other hands."""
PATIENCE = 300.0
"""Seconds for which the outbox may take to become empty; a busy machine sends slowly."""
READERS = 3
"""Letters of one message: two students, and the author's own."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything."""

    worker_kills: int
    web_kills: int
    messages: int
    groups: int
    seconds: float
    """Over which kills and messages are spread."""
    lease: float | None = None
    """Seconds, where the program's own lease is too long to wait for."""


FULL = Size(worker_kills=1000, web_kills=200, messages=1000, groups=500, seconds=300)
QUICK = Size(worker_kills=30, web_kills=5, messages=70, groups=70, seconds=8, lease=3)


def main() -> int:
    """Run the proof; 0 when it holds."""
    parser = argparse.ArgumentParser(prog="bin/proof mail_kill", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller counts, within 45 seconds")
    parser.add_argument("--sabotage", action="store_true", help="mark before sending: must fail")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    arguments = parser.parse_args()
    # Whoever ends the proof early ends all that it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    size = QUICK if arguments.quick else FULL
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="wayfellow-proof-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        url = stack.enter_context(own_database(arguments.database, folder, "mail_kill"))
        figures = _Run(size, folder, url, sabotage=arguments.sabotage).run()
    figures = {"proof": "mail_kill", "database": arguments.database} | figures
    print(json.dumps(figures))
    return 0 if figures["holds"] else 1


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


class _Run:
    def __init__(self, size: Size, folder: Path, url: str, *, sabotage: bool) -> None:
        self.size, self.began = size, time.monotonic()
        self.port, self.mail_port = _free_port(), _free_port()
        os.environ.update(
            DJANGO_SETTINGS_MODULE="benchmarks.proofs._mail_kill.settings",
            PYTHONPATH=os.pathsep.join([str(ROOT), str(ROOT / "src")]),
            WAYFELLOW_VAR=str(folder),
            TMPDIR=str(folder),
            DATABASE_URL=url,
            MAIL_URL=f"smtp://127.0.0.1:{self.mail_port}",
            BASE_URL=f"http://127.0.0.1:{self.port}",
            SECRET_KEY="a proof has no secrets " * 2,
            PROOF_LOG=str(folder / "log"),
            PROOF_WORKERS="3",
            PROOF_LEASE=str(size.lease or ""),
            PROOF_QUICK="1" if size.lease else "",
            PROOF_SABOTAGE="1" if sabotage else "",
        )
        for name in ("DEBUG", "CACHE_URL"):
            os.environ.pop(name, None)

    def run(self) -> dict[str, Any]:
        import django  # noqa: PLC0415 - the environment is set by now

        django.setup()
        # Only now: these need the program.
        from benchmarks.proofs._mail_kill import killers, people, sink, stage  # noqa: PLC0415
        from wayfellow.cli.run import web_command  # noqa: PLC0415

        self.sink = sink.Sink()
        server = sink.serve(self.sink, self.mail_port)
        env = dict(os.environ)
        with ExitStack() as stack:
            stack.callback(server.stop)
            self.nursery = killers.Nursery(env)
            stack.callback(self.nursery.close)
            self.web = killers.Web(web_command("127.0.0.1", self.port, 1), env)
            stack.callback(self.web.close)
            self._say("building tables and people")
            seats = stage.seats(self.size.groups)
            self._wait_for_web()
            self.nursery.begin()
            size = self.size
            writers = people.Writers(self.port, seats, size.messages, size.messages / size.seconds)
            self._say(f"killing for about {size.seconds:.0f} s, and writing meanwhile")
            self._kill_and_write(killers, writers)
            emptied = self._wait_until_empty()
            return self._figures(writers, emptied)

    def _kill_workers(self) -> None:
        from django.db import connection  # noqa: PLC0415 - Django is started by now

        from benchmarks.proofs._mail_kill import killers, watch  # noqa: PLC0415 - see above
        from wayfellow.notifications.leases import KEPT  # noqa: PLC0415 - see above

        size = self.size
        killers.kill_workers(
            self.nursery, self.sink, size.worker_kills, size.worker_kills / size.seconds
        )
        lease = timedelta(seconds=size.lease) if size.lease else KEPT
        last = max(self.nursery.killed.values())
        self.recovery = watch.recovery(last, lease, PATIENCE)
        connection.close()

    def _say(self, what: str) -> None:
        print(f"{time.monotonic() - self.began:6.1f} s  {what}", file=sys.stderr, flush=True)

    def _wait_for_web(self) -> None:
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            with suppress(OSError), closing(connection):
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return
            time.sleep(0.1)

    def _kill_and_write(self, killers: Any, writers: Any) -> None:
        size = self.size
        threads = [
            threading.Thread(target=self._kill_workers, daemon=True),
            threading.Thread(
                target=killers.kill_web,
                args=(self.web, writers, size.web_kills, size.web_kills / size.seconds),
                daemon=True,
            ),
        ]
        writers.start()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self._say(
            f"all kills done and mended, {len(writers.acknowledged)} requests acknowledged so far"
        )
        while not writers.is_over():
            time.sleep(0.05)
        self._say(
            f"{len(self.nursery.killed)} workers and {self.web.kills} web processes killed; "
            f"{len(writers.acknowledged)} requests acknowledged, {writers.unanswered} not"
        )

    def _wait_until_empty(self) -> float:
        """Seconds until nothing waits any more."""
        from benchmarks.proofs._mail_kill.watch import is_empty  # noqa: PLC0415

        began = time.monotonic()
        while not is_empty() and time.monotonic() - began < PATIENCE:
            time.sleep(0.25)
        return time.monotonic() - began

    def _figures(self, writers: Any, emptied: float) -> dict[str, Any]:
        from django.db.models import Count  # noqa: PLC0415 - Django is started by now

        from benchmarks.proofs._mail_kill import tally  # noqa: PLC0415 - see above
        from wayfellow.conversations.models import Message  # noqa: PLC0415 - see above
        from wayfellow.notifications.lifecycle import LetterState  # noqa: PLC0415 - see above
        from wayfellow.notifications.models import Letter  # noqa: PLC0415 - see above

        written = set(Message.objects.values_list("body", flat=True))
        unwritten = len(set(writers.acknowledged) - written)
        promises = self._promises(tally.Promise)
        missing = READERS * len(written) - len(promises)
        states = dict(Letter.objects.values_list("state").annotate(Count("pk")))
        parked = self._decide_about_parked()
        found = tally.tally(promises, self.sink, self.nursery.killed)
        wrong = {
            "lost": found.lost + missing + READERS * unwritten,
            "unexplained_repeats": found.unexplained,
            "repeats_changed": found.changed,
            "never_twice_repeated": found.never_twice_repeated,
            "unasked": found.unasked,
            "refused_requests": len(writers.refused),
            "left_over": sum(states.values())
            - states.get(LetterState.SENT, 0)
            - states.get(LetterState.PARKED, 0),
        }
        return {
            "holds": not any(wrong.values()) and self.recovery <= RECOVERY,
            "worker_kills": len(self.nursery.killed),
            "web_kills": self.web.kills,
            "requests_acknowledged": len(writers.acknowledged),
            "requests_unanswered": writers.unanswered,
            "notices": len(promises),
            **wrong,
            "repeats": found.repeats,
            **parked,
            "recovery_seconds": round(self.recovery, 1),
            "emptied_seconds": round(emptied, 1),
            "seconds": round(time.monotonic() - self.began, 1),
            "counts": asdict(self.size),
        }

    def _promises(self, promise: Any) -> list[Any]:
        from benchmarks.proofs._mail_kill.notices import ONCE  # noqa: PLC0415
        from wayfellow.events.models import Event  # noqa: PLC0415 - Django is started by now
        from wayfellow.notifications.notice import NOTICES  # noqa: PLC0415 - see above

        return [
            promise(f"{event.pk}:{notice.template}:{reader.pk}", notice.template == ONCE)
            for event in Event.objects.filter(name="message.write")
            for notice in NOTICES["message.write"]
            for reader in notice.to(event.subject)
        ]

    def _decide_about_parked(self) -> dict[str, int]:
        """Do what the outbox page asks of people: look into the server's log, then decide."""
        from wayfellow.notifications import actions  # noqa: PLC0415 - Django is started by now
        from wayfellow.notifications.lifecycle import LetterState  # noqa: PLC0415 - see above
        from wayfellow.notifications.models import Letter  # noqa: PLC0415 - see above
        from wayfellow.people.models import User  # noqa: PLC0415 - see above

        arrived = {taken.key for taken in self.sink.taken}
        keeper = User.objects.earliest("pk")
        released = aside = 0
        for letter in Letter.objects.filter(state=LetterState.PARKED):
            if letter.key in arrived:
                actions.set_aside(letter, by=keeper)
                aside += 1
            else:
                actions.release(letter, by=keeper)
                released += 1
        self._wait_until_empty()
        return {"parked": released + aside, "released": released, "set_aside": aside}
