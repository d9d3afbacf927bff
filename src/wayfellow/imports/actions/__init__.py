"""Everything that brings files in."""

from wayfellow.imports.actions.batches import (
    begin,
    check,
    fail,
    fault,
    finish,
    map_,
    pass_,
    upload,
)
from wayfellow.imports.actions.bringing import bring_in
from wayfellow.imports.actions.guardians import ask_guardians

__all__ = [
    "ask_guardians",
    "begin",
    "bring_in",
    "check",
    "fail",
    "fault",
    "finish",
    "map_",
    "pass_",
    "upload",
]
