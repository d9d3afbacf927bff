"""Everything that changes an application, a guardian's consent and a liaison officer's charges."""

from wayfellow.applications.actions.charges import charge, charge_automatically, hand_over
from wayfellow.applications.actions.consents import (
    ask_again,
    ask_anew,
    ask_consent,
    cancel,
    come_of_age,
    expire,
    grant,
    reckon_age,
    refuse,
    remind,
    replace,
    revoke,
)
from wayfellow.applications.actions.decisions import (
    accept,
    decline,
    note,
    pause,
    reopen,
    submit,
    unpause,
    waitlist,
    withdraw,
)
from wayfellow.applications.actions.drafts import save, start
from wayfellow.applications.actions.knocks import count_knock, forget_knocks, knock, walk_in

__all__ = [
    "accept",
    "ask_again",
    "ask_anew",
    "ask_consent",
    "cancel",
    "charge",
    "charge_automatically",
    "come_of_age",
    "count_knock",
    "decline",
    "expire",
    "forget_knocks",
    "grant",
    "hand_over",
    "knock",
    "note",
    "pause",
    "reckon_age",
    "refuse",
    "remind",
    "reopen",
    "replace",
    "revoke",
    "save",
    "start",
    "submit",
    "unpause",
    "waitlist",
    "walk_in",
    "withdraw",
]
