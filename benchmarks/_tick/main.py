"""The command: ``bin/bench tick``."""

import argparse
import json
import os
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks._match.table import machine
from benchmarks.proofs._database import own_database

FULL, QUICK = 50_000, 1_000
IN_TIME = 60.0
"""Seconds after which the next look is due."""
COLUMNS = ("groups", "look", "done", "seconds", "own CPU s", "queries", "slowest rule")


def main() -> int:
    """Run the benchmark; 0 when a look with nothing due asks no more than among few groups."""
    parser = argparse.ArgumentParser(prog="bin/bench tick", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK:,} groups, within 45 seconds")
    parser.add_argument("--groups", type=int, help=f"how many (default: {FULL:,})")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="postgresql")
    options = parser.parse_args()
    groups = options.groups or (QUICK if options.quick else FULL)
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="wayfellow-bench-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        url = stack.enter_context(own_database(options.database, folder, "tick"))
        os.environ.update(
            DJANGO_SETTINGS_MODULE="benchmarks.proofs._clock.settings",
            DATABASE_URL=url,
            WAYFELLOW_VAR=str(folder),
            MAIL_URL="",
        )
        figures = _run(groups)
    print(_table(figures["results"]))
    figures = {"benchmark": "tick", "database": options.database, "machine": machine()} | figures
    print(json.dumps(figures))
    return 0 if figures["holds"] else 1


def _run(groups: int) -> dict[str, Any]:
    import django  # noqa: PLC0415 - the environment is set by now
    from django.core.management import call_command  # noqa: PLC0415 - as above

    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    from benchmarks._tick import looks  # noqa: PLC0415 - needs what was set up
    from wayfellow.testing.world import World  # noqa: PLC0415 - as above

    world = World()
    few = looks.few(world)
    print(f"making {groups:,} groups with a meeting each", file=sys.stderr)
    looks.populate(world, groups, after=1)
    before = looks.peak()
    results = [few, *looks.many(groups)]
    grown = looks.peak() - before
    nothing_due = results[1]
    return {
        "load": [round(load, 1) for load in os.getloadavg()],
        "versions": {"python": sys.version.split()[0], "django": django.__version__},
        "holds": nothing_due["queries"] <= few["queries"]
        and all(row["seconds"] < IN_TIME for row in results),
        "grown_mb": round(grown, 1),
        "results": results,
    }


def _table(results: list[dict[str, Any]]) -> str:
    names = ("groups", "look", "done", "seconds", "cpu_seconds", "queries", "slowest")
    rows = [COLUMNS, tuple("---" for _ in COLUMNS)]
    rows += [tuple(_cell(result[name]) for name in names) for result in results]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _cell(value: object) -> str:
    return f"{value:,}" if isinstance(value, int | float) else str(value)
