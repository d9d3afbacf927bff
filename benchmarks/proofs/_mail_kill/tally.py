"""What was promised, what arrived, and whether every repeat is explained by a kill."""

import sys
from collections import defaultdict
from dataclasses import dataclass

from benchmarks.proofs._mail_kill.sink import Sink, Taken

WINDOW = 2.0
"""Seconds between a server's 250 and our commit in which a kill explains a repeat."""
ON_ITS_WAY = 0.25
"""Seconds that a killed process may take to fall: the 250 was on its way to it."""


@dataclass(frozen=True, slots=True)
class Promise:
    """One mail that must arrive because its request was acknowledged or its event is there."""

    key: str
    never_twice: bool


@dataclass(frozen=True, slots=True)
class Tally:
    lost: int
    repeats: int
    unexplained: int
    changed: int
    """Repeats with another Message-ID or other bytes."""
    never_twice_repeated: int
    unasked: int
    """Mails for which there is no event."""


def tally(promises: list[Promise], sink: Sink, killed: dict[int, float]) -> Tally:
    """Count what the mail server took against what was promised."""
    copies: dict[str, list[Taken]] = defaultdict(list)
    for taken in sink.taken:
        copies[taken.key].append(taken)
    later = _conversations(sink)
    repeats = unexplained = changed = twice = 0
    once = {promise.key for promise in promises if promise.never_twice}
    for key, found in copies.items():
        repeats += len(found) - 1
        twice += len(found) > 1 and key in once
        changed += len({(taken.message_id, taken.digest) for taken in found}) > 1
        unexplained += sum(not _explained(taken, killed, later) for taken in found[:-1])
    promised = {promise.key for promise in promises}
    return Tally(
        lost=len(promised - set(copies)),
        repeats=repeats,
        unexplained=unexplained,
        changed=changed,
        never_twice_repeated=twice,
        unasked=len(set(copies) - promised),
    )


def _conversations(sink: Sink) -> dict[str, list[float]]:
    found: dict[str, list[float]] = defaultdict(list)
    for at, lane in sink.begun:
        found[lane].append(at)
    return found


def _explained(taken: Taken, killed: dict[int, float], begun: dict[str, list[float]]) -> bool:
    """Whether the sender was killed after the 250, before it went on to another letter."""
    end = killed.get(int(taken.lane.partition("-")[0]))
    went_on = [at - taken.at for at in begun[taken.lane] if at > taken.at]
    if end is not None and -ON_ITS_WAY <= end - taken.at <= WINDOW and not went_on:
        return True
    killed_after = f"{end - taken.at:.3f} s" if end is not None else "never"
    print(
        f"unexplained: {taken.key}, sender killed after {killed_after}, went on {went_on[:1]}",
        file=sys.stderr,
    )
    return False
