"""Everything that brings students and mentors together. One verb, one function."""

from wayfellow.pairing.actions.asking import (
    ask_mentors,
    ask_students,
    give_answer,
    give_reply,
    lapse_mentor,
    lapse_student,
    remind_mentor,
    remind_student,
)
from wayfellow.pairing.actions.bench import again, keep
from wayfellow.pairing.actions.bringing import bring_pairs, keep_pair
from wayfellow.pairing.actions.choosing import rank
from wayfellow.pairing.actions.following import follow
from wayfellow.pairing.actions.hand import exclude, lock, move, place, undo, unpin
from wayfellow.pairing.actions.interests import (
    accept,
    ask,
    decline,
    expire,
    remind,
    withdraw,
    write_remark,
)
from wayfellow.pairing.actions.kinds import (
    next_round,
    place_late,
    rehearse,
    repeat,
    sign_off,
    take_up,
    wait,
)
from wayfellow.pairing.actions.publishing import publish
from wayfellow.pairing.actions.replacing import (
    decline_replacement,
    expire_replacement,
    remind_replacement,
    replace,
    take_replacement,
    withdraw_replacement,
)
from wayfellow.pairing.actions.runs import (
    begin,
    cancel,
    fail,
    finish,
    start_run,
    work,
)

__all__ = [
    "accept",
    "again",
    "ask",
    "ask_mentors",
    "ask_students",
    "begin",
    "bring_pairs",
    "cancel",
    "decline",
    "decline_replacement",
    "exclude",
    "expire",
    "expire_replacement",
    "fail",
    "finish",
    "follow",
    "give_answer",
    "give_reply",
    "keep",
    "keep_pair",
    "lapse_mentor",
    "lapse_student",
    "lock",
    "move",
    "next_round",
    "place",
    "place_late",
    "publish",
    "rank",
    "rehearse",
    "remind",
    "remind_mentor",
    "remind_replacement",
    "remind_student",
    "repeat",
    "replace",
    "sign_off",
    "start_run",
    "take_replacement",
    "take_up",
    "undo",
    "unpin",
    "wait",
    "withdraw",
    "withdraw_replacement",
    "work",
    "write_remark",
]
