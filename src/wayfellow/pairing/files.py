"""A run's pool and configuration as the files that ``wayfellow match`` reads.

No names and no prose leave the house: people are the ids of their applications, and of free text
only the words' fingerprints go out, which the criteria compare as they compare the words.
"""

import io
import re
import tomllib
import zipfile
from collections.abc import Iterable, Mapping
from csv import writer
from typing import Any

from django.utils.crypto import salted_hmac

from wayfellow.pairing.models import Run

_WORD = re.compile(r"[^\W_]{2,}")
_STAMP = (1980, 1, 1, 0, 0, 0)
"""The same run gives the same bytes."""
_KNOWN = ("preferences", "only_preferences", "active", "fewest", "most")
_READS = ("student", "mentor", "second", "low", "high")


def zipped(run: Run) -> bytes:
    """students.csv, mentors.csv, pairs.csv, config.toml and what to type, in one archive."""
    read, prose = _columns(tomllib.loads(run.configuration))
    pool = run.pool
    texts = {
        "students.csv": _table(pool["students"], read, prose, salt=str(run.pk)),
        "mentors.csv": _table(pool["mentors"], read, prose, salt=str(run.pk)),
        "pairs.csv": _csv(["type", "student", "mentor"], sorted(pool["pins"])),
        "config.toml": run.configuration,
        "result.csv": _csv(["student", "mentor", "score"], _result(run)),
        "README.txt": _README,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(zipfile.ZipInfo(name, _STAMP), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


_README = """\
The pool, the configuration and the answer of one matching run. People are numbers; of free text
only fingerprints of its words are here.

    wayfellow match --students students.csv --mentors mentors.csv --pairs pairs.csv \\
        --config config.toml --out again.csv

again.csv is the same as result.csv when the engine is the same version (see the run's page).
"""


def _result(run: Run) -> list[list[Any]]:
    return sorted((list(row) for row in run.answer), key=lambda row: str(row[0]))


def _columns(tree: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    """The columns that the configuration reads, and those of them that hold prose."""
    read, prose, plain = set(_KNOWN), set(), set()
    for rule in [*tree.get("must", []), *tree.get("criterion", [])]:
        named = {rule[key] for key in _READS if isinstance(rule.get(key), str)}
        read |= named
        if rule.get("kind") == "words":
            prose |= named
        else:
            plain |= named
    return read, prose - plain


def _fingerprints(text: str, salt: str) -> str:
    """The words as nobody can read them, alike where the words are alike."""
    words = _WORD.findall(text.lower())
    made = {
        salted_hmac(f"pairing.files.{salt}", word, algorithm="sha256").hexdigest()[:16]
        for word in words
    }
    return " ".join(sorted(made))


def _table(
    rows: Mapping[str, Mapping[str, str]], read: set[str], prose: set[str], *, salt: str
) -> str:
    names = sorted({name for cells in rows.values() for name in cells} & read)

    def cell(name: str, value: str) -> str:
        return _fingerprints(value, salt) if name in prose else value

    return _csv(
        ["id", *names],
        ([pk, *(cell(n, cells.get(n, "")) for n in names)] for pk, cells in sorted(rows.items())),
    )


def _csv(head: list[str], rows: Iterable[Iterable[Any]]) -> str:
    out = io.StringIO()
    csv = writer(out, lineterminator="\n")
    csv.writerow(head)
    csv.writerows(rows)
    return out.getvalue()
