"""Loads the program once, and forks the program's own workers when told to.

Told by lines: ``work`` begins a worker, ``kill DIARY`` and ``last DIARY`` give it something to do.
``end PID`` waits for a worker. Answers with the id of the process that it forked, or with the status
with which the worker ended.
"""

import os
import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import NoReturn

import django


def main() -> None:
    """Live until the input ends."""
    django.setup()
    # Only now: these need what was set up.
    from wayfellow.cli.run import run_worker  # noqa: PLC0415
    from wayfellow.cli.tests import work  # noqa: PLC0415
    from wayfellow.notifications import leases  # noqa: PLC0415

    second = timedelta(seconds=1)
    leases.KEPT, leases.RENEWAL, leases.MARGIN = 3 * second, 0.3 * second, 0.5 * second
    print("ready", flush=True)
    for line in sys.stdin:
        what, _space, about = line.strip().partition(" ")
        if what == "end":
            print(os.waitstatus_to_exitcode(os.waitpid(int(about), 0)[1]), flush=True)
            continue
        pid = os.fork()
        if pid == 0:
            if what == "work":
                _live(partial(run_worker, Namespace(concurrency=1)))
            _live(partial(getattr(work, what).enqueue, about))
        if what != "work":
            os.waitpid(pid, 0)
        print(pid, flush=True)


def _live(what: Callable[[], object]) -> NoReturn:
    """A forked process's life, which ends here however it ends."""
    status = 1
    try:
        what()
        status = 0
    except SystemExit as ended:
        status = int(ended.code or 0)
    finally:
        os._exit(status)


if __name__ == "__main__":
    main()
