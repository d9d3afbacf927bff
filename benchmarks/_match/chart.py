"""The chart of the documentation: for each size who was placed, what was lost, how long it took."""

import math
from html import escape
from typing import Any

from benchmarks._match.round import OURS

WIDTH, EDGE, ROW = 860, 28, 24
PLACED, LOST, TOOK = 352, 380, 632
LOST_WIDTH, TOOK_WIDTH = 160, 132
LINE = 18
LETTERS = 108
"""How many letters fit on a line."""

LEGEND = (
    "Lawful answers only. Lost: what the total lacks of a proven bound. Time: files in to files out.",
    "+ repair: groups that are too small are dissolved, and their students offered what is left.",
)

STYLE = """
  svg { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; }
  .sheet { fill: #ffffff; stroke: #e2ded4; }
  text { fill: #1d2522; }
  .soft { fill: #56605b; }
  .title { font-size: 17px; font-weight: 600; }
  .size { font-size: 14px; font-weight: 600; }
  .ours { fill: #14594a; font-weight: 600; }
  .right { text-anchor: end; font-variant-numeric: tabular-nums; }
  .grid { stroke: #e2ded4; }
  .bar, .dot { fill: #9aa39d; }
  .bar.ours, .dot.ours { fill: #14594a; }
  @media (prefers-color-scheme: dark) {
    .sheet { fill: #1b211f; stroke: #333d39; }
    text { fill: #e9ebe6; }
    .soft { fill: #aab4ae; }
    .ours { fill: #86cbb6; }
    .grid { stroke: #333d39; }
    .bar, .dot { fill: #7b8781; }
    .bar.ours, .dot.ours { fill: #86cbb6; }
  }
"""


def draw(result: dict[str, Any]) -> str:
    """The figures of a run as an SVG that follows the reader's light or dark theme."""
    sheet = _Sheet()
    limits = result["limits"]
    sheet.text(EDGE, "Matching the same files", "title")
    sheet.down(4)
    for line in LEGEND:
        sheet.down(LINE)
        sheet.text(EDGE, line, "soft")
    for told in result["sizes"]:
        _panel(sheet, told, limits)
    return sheet.done()


class _Sheet:
    """Marks from the top down."""

    def __init__(self) -> None:
        self.marks: list[str] = []
        self.y = EDGE + 10.0

    def down(self, by: float) -> None:
        self.y += by

    def text(self, x: float, words: str, kind: str = "") -> None:
        self.marks.append(f'<text x="{x:g}" y="{self.y:g}" class="{kind}">{escape(words)}</text>')

    def bar(self, x: float, width: float, kind: str) -> None:
        self.marks.append(
            f'<rect x="{x:g}" y="{self.y - 11:g}" width="{width:.1f}" height="13" rx="2" class="bar {kind}"/>'
        )

    def dot(self, x: float, kind: str) -> None:
        self.marks.append(f'<circle cx="{x:.1f}" cy="{self.y - 4.5:g}" r="5" class="dot {kind}"/>')

    def rule(self, x1: float, x2: float) -> None:
        self.marks.append(f'<path d="M{x1:g} {self.y:g}H{x2:g}" class="grid"/>')

    def done(self) -> str:
        height = round(self.y + EDGE)
        return "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
                "<title>Matching the same files with Wayfellow and with other methods</title>",
                f"<style>{STYLE}</style>",
                f'<rect x=".5" y=".5" width="{WIDTH - 1}" height="{height - 1}" rx="8" class="sheet"/>',
                *self.marks,
                "</svg>",
                "",
            ]
        )


def _panel(sheet: _Sheet, told: dict[str, Any], limits: dict[str, Any]) -> None:
    answered = [row for row in told["results"] if row["lawful"]]
    others = [row["name"] for row in told["results"] if row["ended"] in {"time", "memory"}]
    tried_before = [row["name"] for row in told["results"] if "smaller" in row["ended"]]
    sheet.down(ROW + 14)
    sheet.text(EDGE, f"{told['students']:,} students, {told['mentors']:,} mentors", "size")
    sheet.text(PLACED, "placed", "soft right")
    sheet.text(LOST, "lost", "soft")
    sheet.text(TOOK, "time (logarithmic)", "soft")
    sheet.down(8)
    sheet.rule(EDGE, WIDTH - EDGE)
    sheet.down(-2)
    most = max((row["gap"] or 0 for row in answered), default=0) or 1
    times = [row["wall"] for row in answered]
    for row in answered:
        sheet.down(ROW)
        _row(sheet, row, most, times)
    budget = f"within {limits['seconds']:g} s and {limits['megabytes'] / 1000:g} GB"
    _names(sheet, f"No answer {budget}: ", others)
    _names(sheet, "Not tried again after a smaller size: ", tried_before)


def _row(sheet: _Sheet, row: dict[str, Any], most: float, times: list[float]) -> None:
    kind = "ours" if row["name"] == OURS else ""
    sheet.text(EDGE, row["name"] + (" + repair" if row["repaired"] else ""), kind)
    sheet.text(PLACED, f"{row['placed']:,}", f"right {kind}")
    if row["gap"] is not None:
        width = LOST_WIDTH * row["gap"] / most
        sheet.bar(LOST, max(width, 1.5), kind)
        sheet.text(LOST + max(width, 1.5) + 7, _lost(row["gap"]), kind)
    x = TOOK + 6 + TOOK_WIDTH * _place(row["wall"], times)
    sheet.dot(x, kind)
    sheet.text(x + 11, _seconds(row["wall"]), kind)


def _place(seconds: float, times: list[float]) -> float:
    """Where a time lies between the shortest and the longest, each step a like multiple."""
    low, high = math.log(min(times)), math.log(max(times))
    return (math.log(seconds) - low) / (high - low) if high > low else 0.0


def _lost(gap: float) -> str:
    if gap == 0:
        return "nothing: proven best"
    return f"{gap:.3f} %" if gap < 0.1 else f"{gap:.2f} %"


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 100 else f"{seconds:.0f} s"


def _names(sheet: _Sheet, opening: str, names: list[str]) -> None:
    """A sentence of names, in as many lines as it needs."""
    if not names:
        return
    sheet.down(ROW)
    line = opening + names[0]
    for name in names[1:]:
        if len(line) + len(name) > LETTERS:
            sheet.text(EDGE, line + ",", "soft")
            sheet.down(LINE)
            line = name
        else:
            line += f", {name}"
    sheet.text(EDGE, line, "soft")
