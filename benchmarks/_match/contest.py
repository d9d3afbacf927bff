"""Runs one method as a process of its own and measures it: seconds, memory, limits."""

import contextlib
import os
import resource
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

TICK = 0.05
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Limits:
    """What each method may use."""

    seconds: float
    megabytes: int


@dataclass(frozen=True, slots=True)
class Usage:
    """What a process used, and how it ended."""

    wall: float
    cpu: float
    megabytes: float
    ended: str
    """``done``, ``time``, ``memory`` or ``failed``."""
    output: str
    complaint: str


def measured(
    command: list[str], limits: Limits, folder: Path, stem: str, *, cwd: Path | None = None
) -> Usage:
    """Runs the command to its end or to a limit; its output is kept in the folder."""
    out, err = folder / f"{stem}.stdout", folder / f"{stem}.stderr"
    with out.open("wb") as stdout, err.open("wb") as stderr:
        begun = time.monotonic()
        process = subprocess.Popen(  # noqa: S603 - our own command
            command,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
        )
        try:
            status, used, peak, ended = _watch(process.pid, limits, begun)
        except BaseException:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            raise
        wall = time.monotonic() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    said = err.read_text(encoding="utf-8", errors="replace")
    if ended == "done" and process.returncode != 0:
        ended = "memory" if "MemoryError" in said or "bad_alloc" in said else "failed"
    return Usage(
        wall=round(wall, 3),
        cpu=round(used.ru_utime + used.ru_stime, 3),
        megabytes=round(max(peak, used.ru_maxrss * 1024) / 1e6, 1),
        ended=ended,
        output=out.read_text(encoding="utf-8", errors="replace"),
        complaint=said[-400:],
    )


def _watch(pid: int, limits: Limits, begun: float) -> tuple[int, resource.struct_rusage, int, str]:
    """Waits for the process; ends it and its children when it is over a limit."""
    peak, ended = 0, "done"
    while True:
        over, status, used = os.wait4(pid, os.WNOHANG)
        if over:
            return status, used, peak, ended
        if ended == "done":
            peak = max(peak, _resident(pid))
            if time.monotonic() - begun > limits.seconds:
                ended = "time"
            elif peak > limits.megabytes * 1e6:
                ended = "memory"
            if ended != "done":
                os.killpg(pid, signal.SIGKILL)
        time.sleep(TICK)


def _resident(pid: int) -> int:
    """Bytes in memory of a process and its children; 0 where the system does not tell."""
    proc = Path("/proc") / str(pid)
    try:
        pages = int((proc / "statm").read_text().split()[1])
        children = (proc / "task" / str(pid) / "children").read_text().split()
    except (OSError, IndexError, ValueError):
        return 0
    return pages * PAGE + sum(_resident(int(child)) for child in children)
