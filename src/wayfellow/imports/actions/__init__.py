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

__all__ = [
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
