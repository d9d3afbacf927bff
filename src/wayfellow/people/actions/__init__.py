"""Everything that changes an account. One verb, one function."""

from wayfellow.people.actions.accounts import (
    EARLIEST_BIRTH,
    PASSWORD,
    SIGN_IN,
    correct_birthday,
    edit,
    identity,
    local,
    one_line,
    register,
    secure,
    send_password_mail,
    send_sign_in_link,
    sign_in,
    tell_new_device,
    tell_stranger,
    try_password,
)
from wayfellow.people.actions.address import (
    CONFIRM,
    UNDO,
    ask_for_address,
    confirm_address,
    undo_address,
)
from wayfellow.people.actions.blocks import block, lift

__all__ = [
    "CONFIRM",
    "EARLIEST_BIRTH",
    "PASSWORD",
    "SIGN_IN",
    "UNDO",
    "ask_for_address",
    "block",
    "confirm_address",
    "correct_birthday",
    "edit",
    "identity",
    "lift",
    "local",
    "one_line",
    "register",
    "secure",
    "send_password_mail",
    "send_sign_in_link",
    "sign_in",
    "tell_new_device",
    "tell_stranger",
    "try_password",
    "undo_address",
]
