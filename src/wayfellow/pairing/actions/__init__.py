"""Everything that brings students and mentors together. One verb, one function."""

from wayfellow.pairing.actions.asking import ask_mentors, give_answer
from wayfellow.pairing.actions.hand import exclude, lock, move, place, unpin
from wayfellow.pairing.actions.interests import accept, ask, decline, expire, remind, withdraw
from wayfellow.pairing.actions.publishing import publish
from wayfellow.pairing.actions.runs import begin, cancel, fail, finish, start_run, work

__all__ = [
    "accept",
    "ask",
    "ask_mentors",
    "begin",
    "cancel",
    "decline",
    "exclude",
    "expire",
    "fail",
    "finish",
    "give_answer",
    "lock",
    "move",
    "place",
    "publish",
    "remind",
    "start_run",
    "unpin",
    "withdraw",
    "work",
]
