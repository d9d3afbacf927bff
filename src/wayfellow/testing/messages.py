"""Which texts of each room are to be translated, read from its code and its templates."""

import ast
import io
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

# What each function is given before anything else: context, message, plural.
TAKES = {
    "gettext": ("message",),
    "gettext_lazy": ("message",),
    "gettext_noop": ("message",),
    "ngettext": ("message", "plural"),
    "ngettext_lazy": ("message", "plural"),
    "pgettext": ("context", "message"),
    "pgettext_lazy": ("context", "message"),
    "npgettext": ("context", "message", "plural"),
    "npgettext_lazy": ("context", "message", "plural"),
}
IN_TEMPLATES = {name: name for name in TAKES} | {"_": "gettext"}


class Message(NamedTuple):
    """A text as it stands in the source."""

    message: str
    plural: str | None = None
    context: str | None = None


class NotPlain(ValueError):
    """A text is put together before it is translated, so no catalogue can hold it."""


def messages_of(room: Path) -> dict[Message, Path]:
    """Every text of a room, with the first file that holds it, in the order of its files."""
    found: dict[Message, Path] = {}
    for path in sorted([*room.rglob("*.py"), *room.rglob("*.html"), *room.rglob("*.txt")]):
        if {"tests", "migrations"} & set(path.relative_to(room).parts):
            continue
        text = path.read_text(encoding="utf-8")
        try:
            read = in_code(text) if path.suffix == ".py" else in_template(text)
            for message in read:
                found.setdefault(message, path)
        except NotPlain as fault:
            raise NotPlain(f"{path}: {fault}") from fault
    return _with_plurals(found)


def _with_plurals(found: dict[Message, Path]) -> dict[Message, Path]:
    """A text that also has a plural somewhere is looked up under that one entry."""
    counted = {(one.message, one.context) for one in found if one.plural is not None}
    return {
        one: path
        for one, path in found.items()
        if one.plural is not None or (one.message, one.context) not in counted
    }


def in_code(source: str) -> Iterator[Message]:
    """The texts of a Python module, whatever it calls the functions that translate."""
    if "translation" not in source and "gettext" not in source:
        return
    nodes = list(ast.walk(ast.parse(source)))
    names = _names(node for node in nodes if isinstance(node, ast.ImportFrom))
    for node in nodes:
        if isinstance(node, ast.Call) and (function := names.get(_spelt(node.func))):
            yield from _called(function, node)


def _spelt(function: ast.expr) -> str:
    """`gettext` or `translation.gettext`."""
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return f"{function.value.id}.{function.attr}"
    return function.id if isinstance(function, ast.Name) else ""


def _names(imports: Iterable[ast.ImportFrom]) -> dict[str, str]:
    """What a module calls each function that translates."""
    names: dict[str, str] = {}
    for node in imports:
        for alias in node.names:
            local = alias.asname or alias.name
            # A pure room, which may not import Django, marks its texts by a namesake.
            if alias.name in TAKES:
                names[local] = alias.name
            elif node.module == "django.utils" and alias.name == "translation":
                names |= {f"{local}.{name}": name for name in TAKES}
    return names


def _called(function: str, call: ast.Call) -> Iterator[Message]:
    parts = dict(zip(TAKES[function], call.args, strict=False))
    if not all(
        isinstance(part, ast.Constant | ast.Name | ast.Attribute) for part in parts.values()
    ):
        if any(isinstance(part, ast.JoinedStr | ast.BinOp) for part in parts.values()):
            raise NotPlain(f"line {call.lineno}: translate the whole text, then fill it in")
        return
    texts = {
        name: part.value
        for name, part in parts.items()
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }
    # A name stands for a text that is marked where it is written.
    if len(texts) == len(TAKES[function]):
        yield Message(**texts)


def in_template(source: str) -> Iterator[Message]:
    """The texts of a template, as Django itself will look them up."""
    # Django blanks out all but the calls; each of these stands on one line.
    for line in templatize(source).splitlines():
        if "(" in line:
            yield from _on_line(line.strip())


def _on_line(line: str) -> Iterator[Message]:
    function, texts = "", list[str]()
    before = ""
    for token in tokenize.generate_tokens(io.StringIO(line).readline):
        if token.string == "(" and before in IN_TEMPLATES:
            function, texts = IN_TEMPLATES[before], []
        elif function and token.type == tokenize.STRING:
            texts.append(ast.literal_eval(token.string))
        elif function and token.string == ")":
            yield Message(**dict(zip(TAKES[function], texts, strict=False)))
            function = ""
        before = token.string
