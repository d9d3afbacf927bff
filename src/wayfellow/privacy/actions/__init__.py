"""Everything that changes requests and what is kept. One verb, one function."""

from wayfellow.privacy.actions.copies import COPY, mail_link, take_copy
from wayfellow.privacy.actions.keeping import (
    carry_out,
    forget_due,
    lift_hold,
    place_hold,
    plan,
    set_retention,
    tell,
)
from wayfellow.privacy.actions.requests import ask, fulfil, read, refuse, take_back

__all__ = [
    "COPY",
    "ask",
    "carry_out",
    "forget_due",
    "fulfil",
    "lift_hold",
    "mail_link",
    "place_hold",
    "plan",
    "read",
    "refuse",
    "set_retention",
    "take_back",
    "take_copy",
    "tell",
]
