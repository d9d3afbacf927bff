#!/usr/bin/env python3
# ruff: noqa: S311 - the same fictitious people every time is the point
"""Write the sample files. The same code always writes the same bytes: `python samples/make.py`."""

from random import Random

from make_alumni import alumni
from make_circles import circles
from make_imn import imn
from tables import HERE


def main() -> None:
    imn(Random(20270111))
    alumni(Random(1994))
    circles(Random(2026))
    for style in ("imn", "alumni", "circles"):
        for path in sorted((HERE / style).iterdir()):
            print(f"{path.relative_to(HERE)}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
