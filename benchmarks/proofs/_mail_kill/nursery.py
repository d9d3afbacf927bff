"""Keeps so many workers alive; each is the program's own worker in a process of its own.

A worker is forked from a process that has loaded the program, so that it starts in no time, and
does exactly what ``wayfellow worker`` does. With PROOF_SABOTAGE it marks before it sends.
"""

import os
import signal
import sys
import threading
from argparse import Namespace
from datetime import timedelta
from typing import Any

import django
from django.utils.timezone import now


def main() -> None:
    django.setup()
    _name_the_lanes()
    _set_the_clock()
    if os.environ.get("PROOF_SABOTAGE"):
        _mark_before_sending()
    from wayfellow.cli.run import run_worker  # noqa: PLC0415 - Django is started by now

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    sys.stdin.readline()  # the word to begin
    alive: set[int] = set()
    try:
        while True:
            while len(alive) < int(os.environ["PROOF_WORKERS"]):
                pid = os.fork()
                if pid == 0:
                    signal.signal(signal.SIGTERM, signal.SIG_DFL)
                    run_worker(Namespace(concurrency=1))
                    os._exit(0)
                alive.add(pid)
                print(f"born {pid}", flush=True)
            pid, _status = os.wait()
            alive.discard(pid)
            print(f"died {pid}", flush=True)
    finally:
        for pid in alive:
            os.kill(pid, signal.SIGKILL)


def _name_the_lanes() -> None:
    from django.core.mail.utils import DNS_NAME  # noqa: PLC0415, TID251 - as above; the name in EHLO

    def name() -> str:
        return f"{os.getpid()}-{threading.get_ident()}.test"

    vars(DNS_NAME)["get_fqdn"] = name


def _set_the_clock() -> None:
    from wayfellow.notifications import leases, smtp  # noqa: PLC0415 - Django is started by now

    if given := os.environ.get("PROOF_LEASE"):
        lease = timedelta(seconds=float(given))
        leases.LONGEST, leases.KEPT = 2 * lease, lease
        leases.RENEWAL, leases.MARGIN = lease / 5, lease / 2.5
        smtp.CONVERSATION = lease.total_seconds() * 1.5


def _mark_before_sending() -> None:
    """Take away the guard: a letter counts as sent before it is sent."""
    from wayfellow.notifications import sender  # noqa: PLC0415 - Django is started by now
    from wayfellow.notifications.lifecycle import LetterState  # noqa: PLC0415 - see above
    from wayfellow.notifications.verdict import Verdict  # noqa: PLC0415 - see above

    send, mark = (vars(sender)[name] for name in ("_send", "_mark"))

    def mark_and_send(letter: Any) -> Any:
        mark(Verdict(letter, LetterState.SENT, {"sent_at": now()}))
        return send(letter)

    vars(sender)["_send"] = mark_and_send
    vars(sender)["_fence"] = lambda _letter: None


if __name__ == "__main__":
    main()
