"""The table of a round and the name of the machine."""

import os
import platform
from pathlib import Path
from typing import Any

from benchmarks._match.contest import Limits

COLUMNS = (
    "method", "placed", "total", "worst", "gap %", "wall s", "CPU s", "peak MB", "time / ours",
)  # fmt: skip


def table(told: dict[str, Any], limits: Limits) -> str:
    """A round as a table that reads well on a terminal and in Markdown."""
    rows = [COLUMNS, *(_row(result, limits) for result in told["results"])]
    widths = [max(len(row[n]) for row in rows) for n in range(len(COLUMNS))]
    lines = [_line(row, widths) for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    pairs, bound = told["lawful_pairs"], told["bound"]
    title = f"{told['students']:,} students, {told['mentors']:,} mentors"
    facts = [f"{pairs:,} lawful pairs"] if pairs else []
    if bound:
        facts.append(f"total at most {bound:,}, proven by {told['bound_by']}")
    return "\n".join(["", ": ".join([title, ", ".join(facts)]), "", *lines, ""])


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    cells = [row[0].ljust(widths[0])]
    cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
    return "| " + " | ".join(cells) + " |"


def _row(result: dict[str, Any], limits: Limits) -> tuple[str, ...]:
    name = result["name"] + (" + repair" if result["repaired"] else "")
    if result["lawful"] is None:
        wall = f"{result['wall']:.2f}" if result["wall"] is not None else ""
        return (name, _why(result, limits), "", "", "", wall, "", "", "")
    if not result["lawful"]:
        name += " (UNLAWFUL)"
    gap, ratio = result["gap"], result["against_ours"]
    return (
        name,
        f"{result['placed']:,}",
        f"{result['total']:,}",
        str(result["worst"]),
        "" if gap is None else f"{gap:.3f}",
        f"{result['wall']:.2f}",
        f"{result['cpu']:.2f}",
        f"{result['megabytes']:.0f}",
        "" if ratio is None else f"{ratio:.2f}",
    )


def _why(result: dict[str, Any], limits: Limits) -> str:
    """Why there is no answer."""
    if result["ended"] == "time":
        return f"over {result['wall']:.0f} s"
    return (
        f"over {limits.megabytes / 1000:g} GB" if result["ended"] == "memory" else result["ended"]
    )


def machine() -> dict[str, object]:
    """What the figures were taken on."""
    return {
        "processor": _first_value(Path("/proc/cpuinfo"), "model name") or platform.processor(),
        "cores": os.cpu_count(),
        "memory": _first_value(Path("/proc/meminfo"), "MemTotal"),
        "system": platform.platform(),
        "python": platform.python_version(),
    }


def _first_value(path: Path, name: str) -> str:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")
