"""kill -9, at random: workers one by one, and web processes alone or all together."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from benchmarks.proofs._mail_kill.people import Writers
from benchmarks.proofs._mail_kill.sink import Sink

AIMED = 0.2
"""How many kills of workers wait for a mail to be taken, and follow within milliseconds."""
ALL_OF_THE_WEB = 25
"""Every so many kills of the web take its master too."""


class Nursery:
    """The process that forks workers; knows which are alive and when which was killed."""

    def __init__(self, env: dict[str, str]) -> None:
        self.killed: dict[int, float] = {}
        self._alive: set[int] = set()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.proofs._mail_kill.nursery"],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self._process.stdout or ():
            word, pid = line.split()
            (self._alive.add if word == "born" else self._alive.discard)(int(pid))

    def begin(self) -> None:
        """Fork the first workers, and wait for them."""
        assert self._process.stdin is not None  # noqa: S101 - it is a pipe, as above
        self._process.stdin.write("begin\n")
        self._process.stdin.flush()
        while not self._alive:
            if self._process.poll() is not None:
                raise RuntimeError("no worker could be started")
            time.sleep(0.05)

    def kill(self, pid: int | None = None) -> bool:
        """kill -9 ``pid`` or any worker; whether one was killed."""
        alive = sorted(self._alive)
        victim = pid or (random.choice(alive) if alive else 0)  # noqa: S311 - no secret
        if victim not in self._alive:
            return False
        self._alive.discard(victim)
        self.killed[victim] = time.time()
        with contextlib.suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
        return True

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(10)


class Web:
    """The web server as ``wayfellow web`` starts it; its process loaded once and forked."""

    def __init__(self, command: list[str], env: dict[str, str]) -> None:
        self.kills = 0
        self._command, self._env = [*command, "--preload"], env
        self._master = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - our own command
            self._command, env=self._env, start_new_session=True, stderr=subprocess.DEVNULL
        )

    def _processes(self) -> list[int]:
        pid = self._master.pid
        try:
            found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
        except OSError:
            return []
        return [int(each) for each in found.split()]

    def kill(self) -> bool:
        """kill -9 the process that answers, and now and then all of the web server."""
        processes = self._processes()
        if not processes:
            return False
        self.kills += 1
        if self.kills % ALL_OF_THE_WEB == 0:
            os.killpg(self._master.pid, signal.SIGKILL)
            self._master.wait()
            self._master = self._start()
        else:
            with contextlib.suppress(ProcessLookupError):
                os.kill(random.choice(processes), signal.SIGKILL)  # noqa: S311 - no secret
        return True

    def close(self) -> None:
        self._master.terminate()
        try:
            self._master.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(self._master.pid, signal.SIGKILL)
            self._master.wait()


def kill_workers(nursery: Nursery, sink: Sink, count: int, rate: float) -> None:
    """``count`` kills, ``rate`` a second on average."""
    chance = random.Random()  # noqa: S311 - no secret
    killed = 0
    while killed < count:
        time.sleep(chance.expovariate(rate))
        victim = None
        if chance.random() < AIMED and (taken := sink.next_taken(1.0)):
            time.sleep(chance.uniform(0, 0.004))
            victim = int(taken.lane.partition("-")[0])
        killed += nursery.kill(victim)


def kill_web(web: Web, writers: Writers, count: int, rate: float) -> None:
    """``count`` kills, half of them while a request is being answered."""
    chance = random.Random()  # noqa: S311 - no secret
    killed = 0
    while killed < count:
        time.sleep(chance.expovariate(rate))
        if chance.random() < 0.5:
            writers.asking.wait(1.0)
            time.sleep(chance.uniform(0, 0.08))
        killed += web.kill()
