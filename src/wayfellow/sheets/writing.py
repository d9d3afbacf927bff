"""Tables out, safe to open in any spreadsheet."""

import codecs
import csv
import io
from collections.abc import Iterable, Sequence

from wayfellow.sheets.cleaning import guard


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with its mark, commas, no cell a formula; ``read`` gives the same cells back."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(list(map(guard, columns)))
    writer.writerows(list(map(guard, row)) for row in rows)
    return codecs.BOM_UTF8 + out.getvalue().encode(errors="replace")
