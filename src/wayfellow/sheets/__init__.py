"""Files as student offices really export them: bytes in, clean cells out.

Knows nothing of Django, the database, the clock or what the columns mean. Every
refusal carries a sentence that can be translated (``template`` and ``params``)
and, where there is one, the line it speaks of.
"""

from wayfellow.sheets.cells import (
    parse_bool,
    parse_email,
    parse_int,
    parse_time,
    split_list,
)
from wayfellow.sheets.dates import DateReader, parse_date
from wayfellow.sheets.headers import suggest
from wayfellow.sheets.reading import MAX_BYTES, read
from wayfellow.sheets.types import Row, Sheet, Unfit, Unreadable
from wayfellow.sheets.writing import write_csv

__all__ = [
    "MAX_BYTES",
    "DateReader",
    "Row",
    "Sheet",
    "Unfit",
    "Unreadable",
    "parse_bool",
    "parse_date",
    "parse_email",
    "parse_int",
    "parse_time",
    "read",
    "split_list",
    "suggest",
    "write_csv",
]
