"""CSV files in, files out: strict to read, all or nothing to write."""

import csv
import io
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

UNCLOSED = "a quotation mark is opened and never closed"
FOLLOWED = "text follows the closing quotation mark; write a mark inside a cell twice"
_QUOTED = re.compile(r'"(?:[^"]|"")*+"')
_CELL = re.compile(rf'(?:{_QUOTED.pattern}(?![^,\r\n])|(?!")[^,\r\n]*+)')


class Unreadable(Exception):
    """A file that cannot be read or written, in sentences that name file, line and column."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("; ".join(sentences[:3]))
        self.sentences = sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    line: int
    cells: dict[str, str]


def read_text(path: Path) -> str:
    """The UTF-8 text of a file, a byte order mark at its beginning left out."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        raise Unreadable([f"{path}: cannot be read: {reason}"]) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        begin = raw.rfind(b"\n", 0, error.start) + 1
        place = f"{path}, line {line}, byte {error.start - begin + 1}"
        sentence = f"{place}: this is not UTF-8; save the file as UTF-8 and try again"
        raise Unreadable([sentence]) from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Unreadable([f"{path}, line {line}: a NUL byte; this is not a text file"])
    return text


def read_table(path: Path, needed: tuple[str, ...]) -> list[Row]:
    """The rows of a CSV file with a header; raises ``Unreadable`` with every fault in it."""
    text = read_text(path)
    # A cell may be as long as it likes; the module's own limit is for files that are not in memory.
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    faults: list[str] = []
    rows: list[Row] = []
    header: list[str] | None = None
    line = 1
    try:
        for cells in reader:
            if not cells:
                pass
            elif header is None:
                header = cells
                faults += _header_faults(path, line, header, needed)
            elif len(cells) != len(header):
                short = f"{len(cells)} cells, but the header has {len(header)}"
                column = _named(header, min(len(cells), len(header)))
                faults.append(f"{path}, line {line}, column {column}: {short}")
            else:
                rows.append(Row(line=line, cells=dict(zip(header, cells, strict=True))))
            line = reader.line_num + 1
    except csv.Error as error:
        faults.append(_broken(path, line, text, header) or f"{path}, line {line}: {error}")
    if header is None and not faults:
        faults.append(f"{path}, line 1: the file is empty; it needs a header")
    if faults:
        raise Unreadable(faults)
    return rows


def _header_faults(path: Path, line: int, header: list[str], needed: tuple[str, ...]) -> list[str]:
    place = f"{path}, line {line}, column"
    faults = [
        f"{place} {name}: this column is there twice"
        for at, name in enumerate(header)
        if name and name in header[:at]
    ]
    hint = ""
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        hint = "; separate the cells by commas"
    faults += [
        f"{place} {name}: this column is missing{hint}" for name in needed if name not in header
    ]
    return faults


def _broken(path: Path, line: int, text: str, header: list[str] | None) -> str | None:
    """What is wrong with the quotation marks of the record that begins in this line."""
    lines = io.StringIO(text, newline="")
    at, column = sum(len(next(lines)) for _ in range(line - 1)), 0
    while cell := _CELL.match(text, at):
        at, column = cell.end() + 1, column + 1
        if text[at - 1 : at] != ",":
            return None
    wrong = FOLLOWED if _QUOTED.match(text, at) else UNCLOSED
    return f"{path}, line {line}, column {_named(header or [], column)}: {wrong}"


def _named(header: list[str], at: int) -> str:
    """The column's name, or its number where it has none."""
    return "".join(header[at : at + 1]) or str(at + 1)


def write_all(texts: dict[Path, str]) -> None:
    """Writes all files or none: each beside its place first, then all are put there."""
    ready: list[tuple[str, Path]] = []
    at = Path()
    try:
        for at, text in texts.items():
            ready.append((_beside(at, text), at))
        # A device may refuse what it is given; a plain file with its text ready beside it does not.
        for temporary, at in sorted(ready, key=lambda one: is_plain(one[1])):
            _put(temporary, at)
    except OSError as error:
        reason = (error.strerror or "cannot be written").lower()
        raise Unreadable([f"{at}: cannot be written: {reason}"]) from error
    finally:
        for temporary, _ in ready:
            Path(temporary).unlink(missing_ok=True)


def _beside(path: Path, text: str) -> str:
    """A temporary file in the same folder; anywhere for what is no plain file, as /dev/null is."""
    if path.is_dir():
        raise IsADirectoryError(21, "is a folder", str(path))
    if not path.parent.is_dir():
        raise FileNotFoundError(2, "there is no such folder", str(path))
    folder = path.parent if is_plain(path) else None
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".wayfellow-")
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return temporary


def _put(temporary: str, path: Path) -> None:
    if not is_plain(path):
        path.write_bytes(Path(temporary).read_bytes())
        return
    mask = os.umask(0)
    os.umask(mask)
    Path(temporary).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~mask)
    Path(temporary).replace(path.resolve())


def is_plain(path: Path) -> bool:
    """Whether this is a file or can become one, and no folder or device."""
    try:
        return path.is_file() or not path.exists()
    except OSError:
        # A name that is too long, for example: it is told when the file is written.
        return True
