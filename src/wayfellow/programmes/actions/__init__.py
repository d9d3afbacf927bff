"""Everything that changes a programme. One verb, one function."""

from wayfellow.programmes.actions.cohorts import (
    add_cohort,
    add_term,
    begin_closing,
    cancel,
    close,
    edit_cohort,
    edit_term,
    match,
    open,  # noqa: A004 - the verb's own name
    remove_term,
    reopen,
    start,
)
from wayfellow.programmes.actions.lists import (
    add_aim,
    add_contact,
    add_window,
    edit_aim,
    edit_contact,
    edit_window,
    move_aim,
    remove_aim,
    remove_contact,
    remove_window,
)
from wayfellow.programmes.actions.programmes import archive, create, edit, publish
from wayfellow.programmes.actions.staff import appoint, appoint_by_mail, release
from wayfellow.programmes.actions.texts import (
    draft_page,
    edit_document,
    revise_document,
    show_page,
    take_down_page,
    write_document,
)
from wayfellow.programmes.actions.yearly import clone

__all__ = [
    "add_aim",
    "add_cohort",
    "add_contact",
    "add_term",
    "add_window",
    "appoint",
    "appoint_by_mail",
    "archive",
    "begin_closing",
    "cancel",
    "clone",
    "close",
    "create",
    "draft_page",
    "edit",
    "edit_aim",
    "edit_cohort",
    "edit_contact",
    "edit_document",
    "edit_term",
    "edit_window",
    "match",
    "move_aim",
    "open",
    "publish",
    "release",
    "remove_aim",
    "remove_contact",
    "remove_term",
    "remove_window",
    "reopen",
    "revise_document",
    "show_page",
    "start",
    "take_down_page",
    "write_document",
]
