"""The command: ``bin/bench digest``."""

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

FULL, QUICK = 50_000, 2_000
SAMPLE = 1_000
"""People whom the rival, and the outbox, serve in a full run: each at their own pace."""
LIMIT = 300.0
"""Seconds in which everybody's digests must be made."""
COLUMNS = (
    "method",
    "people",
    "made",
    "seconds",
    "own CPU s",
    "seconds per 1,000",
    "queries per 1,000",
)


def main() -> int:
    """Run the benchmark; 0 when everybody has one digest in time."""
    parser = argparse.ArgumentParser(prog="bin/bench digest", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK:,} people, within 45 seconds")
    parser.add_argument("--people", type=int, help=f"how many (default: {FULL:,})")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="postgresql")
    options = parser.parse_args()
    people = options.people or (QUICK if options.quick else FULL)
    sample = min(people, QUICK // 4 if options.quick else SAMPLE)
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="wayfellow-bench-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        url = stack.enter_context(own_database(options.database, folder, "digest"))
        _prepare(url, folder)
        figures = _run(people, sample)
    print(_table(figures["results"]))
    figures = {"benchmark": "digest", "database": options.database, "machine": machine()} | figures
    print(json.dumps(figures))
    return 0 if figures["holds"] else 1


def _prepare(url: str, folder: Path) -> None:
    os.environ.update(
        DJANGO_SETTINGS_MODULE="benchmarks._digest.settings",
        DATABASE_URL=url,
        WAYFELLOW_VAR=str(folder),
        BASE_URL="https://mentoring.example",
        SECRET_KEY="a benchmark has no secrets " * 2,
    )
    for name in ("DEBUG", "CACHE_URL"):
        os.environ.pop(name, None)
    import django  # noqa: PLC0415 - the environment is set by now
    from django.core.management import call_command  # noqa: PLC0415 - as above

    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)


def _run(people: int, sample: int) -> dict[str, Any]:
    import django  # noqa: PLC0415 - as in _prepare
    from django.db import connection  # noqa: PLC0415 - as in _prepare

    from benchmarks._digest import rounds  # noqa: PLC0415 - needs the program

    print(f"making {people:,} people with {rounds.EACH} letters each", file=sys.stderr)
    rounds.populate(people)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    ours = rounds.ours(people)
    print(f"all digests are made: {ours['seconds']} s", file=sys.stderr)
    twice = rounds.again(people)
    outbox = rounds.outbox(sample)
    rounds.put_back()
    naive = rounds.naive(sample)
    return {
        "load": [round(load, 1) for load in os.getloadavg()],
        "versions": {"python": sys.version.split()[0], "django": django.__version__},
        "holds": ours["made"] == people and twice == 0 and ours["seconds"] < LIMIT,
        "made_twice": twice,
        "results": [ours, outbox, naive],
    }


def _table(results: list[dict[str, Any]]) -> str:
    names = (
        "method",
        "people",
        "made",
        "seconds",
        "cpu_seconds",
        "seconds_per_1000",
        "queries_per_1000",
    )
    rows = [COLUMNS, tuple("---" for _ in COLUMNS)]
    rows += [tuple(_cell(result[name]) for name in names) for result in results]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _cell(value: object) -> str:
    return f"{value:,}" if isinstance(value, int | float) else str(value)
