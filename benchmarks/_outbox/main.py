"""The command: ``bin/bench outbox``."""

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

FULL, QUICK, FEW = 50_000, 5_000, 500
PER_LOOK = 3.0
"""How much more a look may cost with all than with few letters; chance and caches are in it."""
COLUMNS = ("outbox", "waiting", "method", "ms a look", "slowest ms", "letters a second")


def main() -> int:
    """Run the benchmark; 0 when a look costs the same however many letters wait."""
    parser = argparse.ArgumentParser(prog="bin/bench outbox", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK:,} letters, in 45 seconds")
    parser.add_argument("--letters", type=int, help=f"how many wait (default: {FULL:,})")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="postgresql")
    options = parser.parse_args()
    letters = options.letters or (QUICK if options.quick else FULL)
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="wayfellow-bench-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        url = stack.enter_context(own_database(options.database, folder, "outbox"))
        _prepare(url, folder)
        figures = _run(letters, quick=options.quick)
    print(_table(figures["results"]))
    figures = {"benchmark": "outbox", "database": options.database, "machine": machine()} | figures
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


def _run(letters: int, *, quick: bool) -> dict[str, Any]:
    import django  # noqa: PLC0415 - as in _prepare

    from benchmarks._outbox import looks  # noqa: PLC0415 - needs the program

    results: list[dict[str, Any]] = []
    for scene in looks.SCENES:
        for waiting in (FEW, letters):
            print(f"{scene}: {waiting:,} letters", file=sys.stderr)
            looks.fill(scene, waiting)
            common = {"outbox": scene, "waiting": waiting}
            some = 1 if quick else 5
            # The rival looks first: ours changes what it finds.
            rival = looks.measure(looks.plainly, looks=2 * some, sent=20 * some)
            ours = looks.measure(looks.ours, looks=20 * some, sent=200 * some)
            results += [
                common | {"method": "Wayfellow"} | ours,
                common | {"method": "one plain ordered query"} | rival,
            ]
    mine = [row for row in results if row["method"] == "Wayfellow"]
    holds = all(
        large["look_ms"] <= PER_LOOK * few["look_ms"]
        for few, large in zip(mine[::2], mine[1::2], strict=True)
    )
    return {
        "load": [round(load, 1) for load in os.getloadavg()],
        "versions": {"python": sys.version.split()[0], "django": django.__version__},
        "holds": holds,
        "results": results,
    }


def _table(results: list[dict[str, Any]]) -> str:
    names = ("outbox", "waiting", "method", "look_ms", "slowest_ms", "per_second")
    rows = [COLUMNS, tuple("---" for _ in COLUMNS)]
    rows += [tuple(_cell(result[name]) for name in names) for result in results]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _cell(value: object) -> str:
    return f"{value:,}" if isinstance(value, int | float) else str(value)
