"""``wayfellow match``: files in, groups out, no database."""

import argparse
import csv
import io
import json
import math
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from wayfellow.cli.tables import Row, Unreadable, is_plain, read_table, read_text, write_all

if TYPE_CHECKING:
    from wayfellow.matching import BadInput, Fault, Pin, Pool, Settings, Solution

type Texts = dict[Path, str]

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command ``match``."""
    parser = commands.add_parser(
        "match",
        help="match students to mentors from files, without a database",
        description="Reads students and mentors from CSV files and writes groups. Exit status: "
        "0 done; 1 the input is at fault, nothing was written; 2 usage.",
    )
    parser.add_argument("--students", required=True, type=Path, metavar="S.csv")
    parser.add_argument("--mentors", required=True, type=Path, metavar="M.csv")
    parser.add_argument("--config", required=True, type=Path, metavar="C.toml")
    parser.add_argument("--pairs", type=Path, metavar="P.csv", help="pairs to lock or to exclude")
    parser.add_argument("--out", required=True, type=Path, metavar="OUT.csv")
    parser.add_argument("--report", type=Path, metavar="R.json", help="figures and proofs")
    parser.add_argument("--explain", type=Path, metavar="E.csv", help="reasons for every student")
    parser.add_argument(
        "--time-limit", type=_seconds, metavar="SECONDS", help="stop with the best answer so far"
    )
    parser.add_argument("--threads", type=_threads, default=1, metavar="N")
    parser.add_argument(
        "--certify",
        action="store_true",
        help="spend minutes on a tighter proof, and on what it finds",
    )
    parser.set_defaults(func=run)


def run(options: argparse.Namespace) -> int:
    """Matches and writes the files; 0, or 1 with every fault on standard error."""
    # The linear algebra reads this when it is loaded. More threads than cores make it wait for itself.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", str(options.threads))
    from wayfellow.matching import BadInput, solve  # noqa: PLC0415 - the solvers load slowly

    try:
        _refuse_clashes(options)
        pool = _read(options)
        solution = solve(
            pool,
            time_limit=options.time_limit,
            threads=options.threads,
            certify=options.certify,
        )
        texts = _texts(options, pool, solution)
        write_all(texts)
    except Unreadable as unreadable:
        return _complain(unreadable.sentences)
    except BadInput as bad:
        return _complain(_sentences(bad, options))
    report = solution.report
    quality = "proven best" if report.optimal else f"at most {report.gap} % below the best possible"
    if report.placed < report.placed_bound:
        quality = f"no answer places more than {report.placed_bound}"
    print(
        f"{report.placed} placed, {len(solution.unplaced)} not placed, "
        f"total {report.total}: {quality}"
    )
    return 0


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or value < 0:
        raise argparse.ArgumentTypeError("give seconds, 0 or more")
    return value


def _threads(text: str) -> int:
    try:
        value = int(text)
    except ValueError:
        value = 0
    if value < 1:
        raise argparse.ArgumentTypeError("give a whole number from 1")
    return value


def _complain(sentences: list[str]) -> int:
    for sentence in sentences:
        # An id may hold a line's end, or worse for a terminal; every fault stays one line.
        print(_CONTROL.sub(lambda sign: repr(sign[0])[1:-1], sentence), file=sys.stderr)
    print("Nothing was written. Mend the lines above and run the command again.", file=sys.stderr)
    return 1


def _refuse_clashes(options: argparse.Namespace) -> None:
    """An output that is an input, or twice the same output, would destroy a file."""
    inputs = [options.students, options.mentors, options.config, options.pairs]
    seen = {path.resolve() for path in inputs if path}
    for path in (options.out, options.report, options.explain):
        if not path or not is_plain(path):
            continue
        if path.resolve() in seen:
            raise Unreadable([f"{path}: this file is named twice; give every file its own name"])
        seen.add(path.resolve())


def _read(options: argparse.Namespace) -> "Pool":
    """The pool of the files; all of them are read before any fault is told."""
    from wayfellow.matching import (  # noqa: PLC0415
        BadInput,
        Mentor,
        Pin,
        Pool,
        Settings,
        Student,
        columns_needed,
        read_settings,
    )

    told: list[str] = []

    def attempt[T](read: Callable[[], T]) -> T | None:
        try:
            return read()
        except Unreadable as unreadable:
            told.extend(unreadable.sentences)
        except BadInput as bad:
            told.extend(_sentences(bad, options))
        return None

    settings: Settings | None = attempt(lambda: read_settings(read_text(options.config)))
    needed = columns_needed(settings) if settings else {"students": ("id",), "mentors": ("id",)}
    students = attempt(lambda: read_table(options.students, needed["students"]))
    mentors = attempt(lambda: read_table(options.mentors, needed["mentors"]))
    pins: list[Row] | None = []
    if options.pairs:
        pins = attempt(lambda: read_table(options.pairs, ("type", "student", "mentor")))
    if settings is None or students is None or mentors is None or pins is None:
        raise Unreadable(told)
    return Pool(
        students=tuple(Student(id=r.cells["id"], cells=r.cells, line=r.line) for r in students),
        mentors=tuple(Mentor(id=r.cells["id"], cells=r.cells, line=r.line) for r in mentors),
        settings=settings,
        pins=tuple(_pin(r, Pin) for r in pins),
    )


def _pin(row: Row, make: "type[Pin]") -> "Pin":
    cells = row.cells
    return make(kind=cells["type"], student=cells["student"], mentor=cells["mentor"], line=row.line)


def _sentences(bad: "BadInput", options: argparse.Namespace) -> list[str]:
    files = {
        "students": options.students,
        "mentors": options.mentors,
        "pairs": options.pairs,
        "configuration": options.config,
    }
    return [_sentence(fault, files) for fault in bad.faults]


def _sentence(fault: "Fault", files: dict[str, Path | None]) -> str:
    place = str(files.get(fault.where) or fault.where)
    if fault.line is not None:
        place += f", line {fault.line}"
    if fault.column is not None:
        place += (
            f", column {fault.column}" if fault.where != "configuration" else f", {fault.column}"
        )
    return f"{place}: {fault.reason}"


def _texts(options: argparse.Namespace, pool: "Pool", solution: "Solution") -> Texts:
    rows: list[list[str | int | None]] = [[p.student, p.mentor, p.score] for p in solution.pairs]
    texts = {options.out: _csv([["student", "mentor", "score"], *rows])}
    if options.report:
        figures = json.dumps(solution.report.as_json(), indent=2, ensure_ascii=False)
        texts[options.report] = figures + "\n"
    if options.explain:
        texts[options.explain] = _csv(_explained(pool.settings, solution))
    return texts


def _explained(settings: "Settings", solution: "Solution") -> list[list[str | int | None]]:
    """Every student on a line: a pair with its value in every criterion, or the rule in the way and a remedy."""
    from wayfellow.matching import nearest  # noqa: PLC0415

    names = [c.name for c in settings.criteria]
    head: list[str | int | None] = ["student", "mentor", "score", "listed", "locked"]
    lines = [
        [
            p.student,
            p.mentor,
            p.score,
            None if p.listed is None else p.listed + 1,
            int(p.locked),
            *(value for _, value in p.because),
            None,
            None,
            None,
        ]
        for p in solution.pairs
    ]
    blank: list[str | int | None] = [None] * (len(names) + 4)
    lines += [
        [u.student, *blank, u.reason, nearest(u), u.remedies[0].sentence if u.remedies else None]
        for u in solution.unplaced
    ]
    lines.sort(key=lambda line: str(line[0]))
    return [[*head, *names, "reason", "nearest", "remedy"], *lines]


def _csv(rows: list[list[str | int | None]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
