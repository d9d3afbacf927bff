"""One size: everybody runs on the same files, and every answer is judged."""

import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks._match.contest import Limits, Usage, measured
from benchmarks._match.judge import Judge
from benchmarks._match.rivals import RIVALS, Rival

OURS = "Wayfellow"


GRACE = 1.2, 8.0
"""How much longer than its limit, in parts and seconds, a method may take that stops by itself."""


@dataclass(slots=True)
class Result:
    """How one method did; ``lawful`` is None where there is no answer."""

    name: str
    ended: str
    lawful: bool | None = None
    placed: int | None = None
    total: int | None = None
    worst: int | None = None
    gap: float | None = None
    wall: float | None = None
    cpu: float | None = None
    megabytes: float | None = None
    against_ours: float | None = None
    """Wall seconds, as a multiple of ours."""
    repaired: bool = False
    says: dict[str, Any] | None = None
    faults: list[str] | None = None


class Clock:
    """What is left of the time for everything, where there is such a limit."""

    def __init__(self, seconds: float | None) -> None:
        self.end = None if seconds is None else time.monotonic() + seconds

    def left(self) -> float:
        return float("inf") if self.end is None else self.end - time.monotonic()


class Round:
    """A contest of all methods at one size."""

    def __init__(
        self, root: Path, folder: Path, limits: Limits, clock: Clock, versions: dict[str, str]
    ) -> None:
        self.root, self.folder, self.limits, self.clock = root, folder, limits, clock
        self.versions = versions
        self.judge = Judge(folder)
        self.results: dict[str, Result] = {}
        self.bound: int | None = None
        """No lawful answer that places as many as ours has a larger total."""
        self.bound_by = OURS

    def run(self, rivals: list[str], lost: set[str]) -> None:
        """Ours first, for its bound; who was over a limit at a smaller size is not asked again."""
        self._ours()
        for key in rivals:
            rival = RIVALS[key]
            if key in lost:
                self.results[key] = Result(rival.name, "over the limit at a smaller size")
            elif any(package not in self.versions for package in rival.packages):
                self.results[key] = Result(rival.name, "not installed")
            elif self.clock.left() < 2:
                self.results[key] = Result(rival.name, "no time left")
            else:
                self._rival(key, rival)
        self._compare()

    def over_limit(self) -> set[str]:
        return {key for key, result in self.results.items() if result.ended in {"time", "memory"}}

    def told(self, students: int, mentors: int) -> dict[str, Any]:
        """The round as plain data, the best answer after ours first."""
        pairs = [r.says["pairs"] for r in self.results.values() if r.says and "pairs" in r.says]
        order = sorted(
            self.results.values(), key=lambda r: (r.name != OURS, -(r.placed or 0), -(r.total or 0))
        )
        return {
            "students": students,
            "mentors": mentors,
            "lawful_pairs": max(pairs, default=None),
            "bound": self.bound,
            "bound_by": self.bound_by,
            "results": [asdict(result) for result in order],
        }

    def _ours(self) -> None:
        told, limits = self._limits(stops=True)
        files = {
            f"--{name}": self.folder / f"{name}.csv" for name in ("students", "mentors", "pairs")
        }
        files |= {"--config": self.folder / "config.toml", "--out": self.folder / "ours.csv"}
        files |= {"--report": self.folder / "ours.json"}
        command = [str(self.root / "bin" / "wayfellow"), "match"]
        command += [str(part) for pair in files.items() for part in pair]
        command += ["--time-limit", f"{told:.1f}"]
        usage = measured(command, limits, self.folder, "ours")
        self.results["ours"] = self._judged(OURS, usage, self.folder / "ours.csv")
        if usage.ended == "done":
            report = json.loads((self.folder / "ours.json").read_text(encoding="utf-8"))
            self.bound = report["upper_bound"]
            kept = ("placed_bound", "gap", "optimal", "cut", "seconds", "version", "solvers")
            self.results["ours"].says = {name: report[name] for name in kept}

    def _rival(self, key: str, rival: Rival) -> None:
        told, limits = self._limits(stops=rival.whole)
        out = self.folder / f"{key}.csv"
        out.unlink(missing_ok=True)
        python = rival_python(self.root) if rival.packages else Path(sys.executable)
        command = [str(python), "-m", "benchmarks._match.rivals", key, str(self.folder), str(out)]
        command.append(f"{told:.1f}")
        usage = measured(command, limits, self.folder, key, cwd=self.root)
        result = self._judged(rival.name, usage, out)
        if usage.ended == "done":
            result.says = json.loads(usage.output.splitlines()[-1])
        result.repaired = rival.repair
        self.results[key] = result

    def _limits(self, *, stops: bool) -> tuple[float, Limits]:
        """The seconds that a method is told, and the limits at which it is ended."""
        left = max(1.0, self.clock.left())
        told = min(self.limits.seconds, left / 2 if stops else left)
        ended = min(left, GRACE[0] * told + GRACE[1]) if stops else told
        return told, replace(self.limits, seconds=ended)

    def _judged(self, name: str, usage: Usage, out: Path) -> Result:
        """The result of a process; progress is told on standard error."""
        result = Result(
            name, usage.ended, wall=usage.wall, cpu=usage.cpu, megabytes=usage.megabytes
        )
        if usage.ended == "failed":
            result.faults = [usage.complaint]
        if usage.ended == "done":
            verdict = self.judge.judge(out)
            result.lawful, result.faults = verdict.lawful, verdict.faults[:10]
            result.placed, result.total = verdict.placed, verdict.total
            result.worst = verdict.worst
        print(f"{self.folder.name} {name}: {usage.ended}, {usage.wall} s", file=sys.stderr)
        return result

    def _compare(self) -> None:
        """Measures everybody against ours, and against the lowest bound that was proven."""
        ours = self.results["ours"]
        for result in self.results.values():
            says, same = result.says or {}, result.placed == ours.placed
            lower = self.bound is None or (result.total or 0) < self.bound
            if says.get("proven") and result.lawful and same and lower:
                self.bound, self.bound_by = result.total, result.name
        for result in self.results.values():
            if result.total is not None and self.bound:
                result.gap = round(100 * (self.bound - result.total) / self.bound, 4)
            if result.total is not None and result.wall and ours.wall and ours.total is not None:
                result.against_ours = round(result.wall / ours.wall, 3)


def rival_python(root: Path) -> Path:
    """The interpreter of the rivals' own environment."""
    return root / "var" / "bench" / "env" / "bin" / "python"


def installed(root: Path) -> dict[str, str]:
    """The versions of the packages that the rivals' environment has."""
    python = rival_python(root)
    if not python.exists():
        return {}
    script = (
        "import importlib.metadata as m, json, platform;"
        "found = {d.name.lower(): d.version for d in m.distributions()};"
        "print(json.dumps(found | {'python': platform.python_version()}))"
    )
    done = subprocess.run(  # noqa: S603 - our own command
        [str(python), "-c", script], capture_output=True, text=True, check=True
    )
    wanted = {package for rival in RIVALS.values() for package in rival.packages}
    found: dict[str, str] = json.loads(done.stdout)
    return {name: found[name] for name in sorted(wanted | {"numpy", "python"}) if name in found}
