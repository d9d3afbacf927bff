"""Runs our engine and other methods on the same files, and prints a table for each size."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from benchmarks._match.chart import draw
from benchmarks._match.contest import Limits
from benchmarks._match.instances import make_season
from benchmarks._match.rivals import RIVALS
from benchmarks._match.round import Clock, Round, installed
from benchmarks._match.table import machine, table

ROOT = Path(__file__).resolve().parents[2]
RESULT = ROOT / "var" / "bench" / "matching.json"
CHART = ROOT / "docs" / "pictures" / "matching.svg"

SIZES = ((500, 150), (5_000, 1_500), (45_000, 15_000))
HUGE = (500_000, 150_000)
QUICK_SECONDS = 36.0
QUICK_LIMIT = 8.0


def main() -> int:
    """0 when every answer was lawful, else 1."""
    options = _options()
    if options.redraw:
        _chart(json.loads(RESULT.read_text(encoding="utf-8")))
        return 0
    if options.write:
        return _write(options)
    result = _run(options)
    RESULT.write_text(json.dumps(result) + "\n", encoding="utf-8")
    if options.chart:
        _chart(result)
    print(json.dumps(result))
    return 0 if result["lawful"] else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench matching", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the smallest size, within 45 seconds")
    parser.add_argument("--size", type=size, nargs="+", help="students x mentors, as 500x150")
    parser.add_argument("--huge", action="store_true", help="half a million students too")
    parser.add_argument("--only", nargs="+", choices=sorted(RIVALS), help="only these rivals")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=300.0, metavar="SECONDS")
    parser.add_argument("--memory", type=int, default=6000, metavar="MEGABYTES")
    parser.add_argument("--chart", action="store_true", help="write the chart of the documentation")
    parser.add_argument("--redraw", action="store_true", help="write it from the last figures")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="only write a season's files")
    options = parser.parse_args()
    if options.quick:
        options.limit = min(options.limit, QUICK_LIMIT)
    sizes = options.size or (SIZES[:1] if options.quick else SIZES)
    options.size = sorted({*sizes, *([HUGE] if options.huge else [])})
    return options


def size(text: str) -> tuple[int, int]:
    """Students and mentors, written as 500x150."""
    students, by, mentors = text.partition("x")
    if not by or not students.isdigit() or not mentors.isdigit():
        raise argparse.ArgumentTypeError("write a size as 500x150")
    return int(students), int(mentors)


def _write(options: argparse.Namespace) -> int:
    for students, mentors in options.size:
        folder = options.write / f"{students}x{mentors}" if len(options.size) > 1 else options.write
        make_season(students, mentors, seed=options.seed).write(folder)
        print(folder)
    return 0


def _run(options: argparse.Namespace) -> dict[str, object]:
    versions = installed(ROOT)
    clock = Clock(QUICK_SECONDS if options.quick else None)
    limits = Limits(seconds=options.limit, megabytes=options.memory)
    lost: set[str] = set()
    rounds = []
    for students, mentors in options.size:
        folder = ROOT / "var" / "bench" / "matching" / f"{students}x{mentors}-{options.seed}"
        make_season(students, mentors, seed=options.seed).write(folder)
        contest = Round(ROOT, folder, limits, clock, versions)
        contest.run(options.only or list(RIVALS), lost)
        lost |= contest.over_limit()
        rounds.append(contest.told(students, mentors))
        print(table(rounds[-1], limits), flush=True)
    return {
        "benchmark": "matching",
        "machine": machine(),
        "versions": versions,
        "seed": options.seed,
        "limits": asdict(limits),
        "lawful": all(row["lawful"] is not False for told in rounds for row in told["results"]),
        "sizes": rounds,
    }


def _chart(result: dict[str, object]) -> None:
    CHART.parent.mkdir(parents=True, exist_ok=True)
    CHART.write_text(draw(result), encoding="utf-8")
    print(f"{CHART.relative_to(ROOT)} written", file=sys.stderr)
