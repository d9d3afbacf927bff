"""The words of a notice: those that are built in, in one language."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.utils import translation

PARTS = ("subject", "text", "action")
LONGEST_SUBJECT = 200
LONGEST_ACTION = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a letter says; ``action`` is the label of its one button."""

    subject: str
    text: str
    action: str = ""


def part_of(template: str, part: str) -> Any:
    """The compiled partial ``part`` of the notice ``template``."""
    loaded: Any = get_template(f"{template}.txt#{part}")
    return loaded.template


@contextmanager
def bound(template: str, values: Mapping[str, Any]) -> Iterator[Context]:
    """A context of ``values`` in which parts of the notice ``template`` can be asked singly."""
    loaded: Any = get_template(f"{template}.txt")
    context = in_context(values)
    with context.render_context.push_state(loaded.template), context.bind_template(loaded.template):
        yield context


def in_context(values: Mapping[str, Any]) -> Context:
    """A context for notices: they are plain text; pages and HTML mail escape it when they show it."""
    return Context(dict(values), autoescape=False)


def built_in(template: str, values: Mapping[str, Any], language: str) -> Words:
    """What ``template`` says of ``values`` (subject, event, reader, data) by itself."""
    with translation.override(language):
        said = {part: part_of(template, part).render(in_context(values)) for part in PARTS}
    return trimmed(**said)


def trimmed(*, subject: str, text: str, action: str) -> Words:
    """The words as they fit into a letter: one line of subject, no space around."""
    return Words(
        subject=" ".join(subject.split())[:LONGEST_SUBJECT],
        text=text.strip(),
        action=action.strip()[:LONGEST_ACTION],
    )
