"""Message catalogues, read, written and compiled without GNU gettext."""

import ast
import json
import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from wayfellow.testing.messages import Message

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|(?<!%)%[sd]|\{\w*\}")


@dataclass
class Entry:
    """A message of a catalogue with its translations, and the lines it takes there."""

    line: int
    begin: int
    end: int = 0
    parts: dict[str, str] = field(default_factory=dict)
    fuzzy: bool = False

    @property
    def message(self) -> Message:
        """The text as the source has it; empty for the header."""
        return Message(
            self.parts["msgid"], self.parts.get("msgid_plural"), self.parts.get("msgctxt")
        )

    @property
    def key(self) -> str:
        """What gettext looks it up by."""
        text, plural, context = self.message
        key = text if plural is None else f"{text}\0{plural}"
        return key if context is None else f"{context}\4{key}"

    @property
    def answers(self) -> list[str]:
        """The translation, or each of its forms."""
        return [text for name, text in sorted(self.parts.items()) if name.startswith("msgstr")]


class Broken(ValueError):
    """A catalogue cannot be read."""


def entries(path: Path) -> list[Entry]:
    """Every message of a catalogue, in order; the header is the one with an empty id."""
    found: list[Entry] = []
    name, begin, fuzzy = "", 0, False
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            begin = (begin or number) if line else 0
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        keyword, _, rest = ("", "", line) if line.startswith('"') else line.partition(" ")
        name = keyword or name
        if _begins(found, keyword):
            found.append(Entry(number, begin or number, fuzzy=fuzzy))
            fuzzy = False
        begin = 0
        if not found:
            raise Broken(f"{path}:{number}: text before the first message")
        try:
            text = ast.literal_eval(rest)
        except (SyntaxError, ValueError) as fault:
            raise Broken(f"{path}:{number}: not a quoted string") from fault
        found[-1].parts[name] = found[-1].parts.get(name, "") + text
        found[-1].end = number
    return found


def _begins(found: list[Entry], keyword: str) -> bool:
    """A message begins with its context, or with its id where it has none."""
    return keyword == "msgctxt" or (
        keyword == "msgid" and (not found or "msgid" in found[-1].parts)
    )


def compiled(messages: list[Entry]) -> bytes:
    """The catalogue in the binary form that gettext reads."""
    pairs = sorted(
        (entry.key.encode(), "\0".join(entry.answers).encode())
        for entry in messages
        if any(entry.answers) and (not entry.fuzzy or not entry.key)
    )
    start = 28 + 16 * len(pairs)
    ids, texts, table_of_ids, table_of_texts = b"", b"", list[int](), list[int]()
    for key, text in pairs:
        table_of_ids += [len(key), start + len(ids)]
        ids += key + b"\0"
        table_of_texts += [len(text), len(texts)]
        texts += text + b"\0"
    for position in range(1, len(table_of_texts), 2):
        table_of_texts[position] += start + len(ids)
    header = (0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    return (
        struct.pack(f"<{7 + 4 * len(pairs)}I", *header, *table_of_ids, *table_of_texts)
        + ids
        + texts
    )


def faults(messages: list[Entry]) -> Iterator[str]:
    """What a reader of this language would stumble over."""
    seen: set[str] = set()
    for entry in messages:
        quoted = f"line {entry.line}: {entry.parts['msgid'][:60]!r}"
        if entry.key in seen:
            yield f"{quoted} is there twice"
        seen.add(entry.key)
        if not entry.key:
            continue
        if entry.fuzzy:
            yield f"{quoted} is marked fuzzy"
        if not all(entry.answers):
            yield f"{quoted} is not translated"
        elif marks := _misplaced(entry):
            yield f"{quoted} differs in its placeholders: {', '.join(marks)}"


def _misplaced(entry: Entry) -> list[str]:
    """Placeholders that a translation has lost or made up."""
    sources = (entry.parts["msgid"], entry.parts.get("msgid_plural", ""))
    asked = {mark for text in sources for mark in PLACEHOLDER.findall(text)}
    wrong: set[str] = set()
    for answer in entry.answers:
        given = set(PLACEHOLDER.findall(answer))
        # A form for one may leave the number out.
        wrong |= given - asked if len(entry.answers) > 1 else given ^ asked
    return sorted(wrong)


def differences(
    messages: list[Entry], wanted: Iterable[Message]
) -> tuple[list[Message], list[Message]]:
    """The messages that a catalogue lacks, and those that nothing uses any more."""
    there = {entry.message: entry for entry in messages if entry.key}
    asked = dict.fromkeys(wanted)
    return [one for one in asked if one not in there], [one for one in there if one not in asked]


def update(path: Path, wanted: Iterable[Message], like: Path) -> None:
    """Add what is missing as entries to be filled, and take out what nothing uses.

    A new catalogue begins as the other one does.
    """
    if not path.exists():
        path.parent.mkdir(parents=True)
        path.write_text(_header(like), encoding="utf-8")
    messages = entries(path)
    missing, unused = differences(messages, wanted)
    if not missing and not unused:
        return
    lines = path.read_text(encoding="utf-8").splitlines()
    for entry in reversed(messages):
        if entry.message in unused:
            del lines[entry.begin - 1 : entry.end]
    forms = 2 if "nplurals=2" in messages[0].parts["msgstr"] else 1
    text = "\n".join(lines).rstrip("\n") + "\n" + "".join(_empty(one, forms) for one in missing)
    path.write_text(re.sub(r"\n{3,}", "\n\n", text), encoding="utf-8")


def _header(like: Path) -> str:
    header = entries(like)[0]
    lines = like.read_text(encoding="utf-8").splitlines()[header.line - 1 : header.end]
    return "\n".join(lines) + "\n"


def _empty(message: Message, forms: int) -> str:
    rows = [("msgid", message.message)]
    if message.context is not None:
        rows.insert(0, ("msgctxt", message.context))
    if message.plural is None:
        rows.append(("msgstr", ""))
    else:
        rows.append(("msgid_plural", message.plural))
        rows += [(f"msgstr[{form}]", "") for form in range(forms)]
    return "\n" + "".join(f"{name} {json.dumps(text, ensure_ascii=False)}\n" for name, text in rows)
