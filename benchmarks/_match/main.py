"""The command line of the benchmark."""

import argparse
from pathlib import Path

from benchmarks._match.instances import make_season

SIZES = ("500x150", "5000x1500", "45000x15000")


def main() -> int:
    """Writes a season's files."""
    parser = argparse.ArgumentParser(prog="bin/bench matching", description=__doc__)
    parser.add_argument("--size", type=size, nargs="+", default=[size(name) for name in SIZES])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="only write the files")
    options = parser.parse_args()
    for students, mentors in options.size:
        folder = options.write / f"{students}x{mentors}" if len(options.size) > 1 else options.write
        make_season(students, mentors, seed=options.seed).write(folder)
        print(folder)
    return 0


def size(text: str) -> tuple[int, int]:
    """Students and mentors, written as 500x150."""
    students, by, mentors = text.partition("x")
    if not by or not students.isdigit() or not mentors.isdigit():
        raise argparse.ArgumentTypeError("write a size as 500x150")
    return int(students), int(mentors)
