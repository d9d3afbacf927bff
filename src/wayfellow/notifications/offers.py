"""What the built-in words of a notice put in: the placeholders that others' words may use.

They are read off the compiled template, so nothing can be asked for that the mail does not tell.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from django.template import Context, Node, VariableDoesNotExist
from django.template.base import FilterExpression, Variable, VariableNode, render_value_in_context
from django.template.defaulttags import ForNode
from django.templatetags.i18n import BlockTranslateNode

from wayfellow.notifications.words import PARTS, part_of

type Value = Callable[[Context], str | None]
"""What stands for a name; None where there is nothing to say, such as nobody who invited."""


@cache
def offered(template: str) -> Mapping[str, Mapping[str, Value]]:
    """For each part of the notice the names that its built-in words put in, in their order."""
    return {part: _unambiguous(_named(part_of(template, part).nodelist)) for part in PARTS}


def names(template: str) -> list[str]:
    """All names of the notice, each once."""
    return list(dict.fromkeys(name for part in PARTS for name in offered(template)[part]))


def value_of(template: str, part: str, name: str) -> Value | None:
    """What ``name`` stands for in ``part``: as that part itself has it, or else another."""
    found = offered(template)
    order = (part, *(other for other in ("text", "subject", "action") if other != part))
    return next((found[each][name] for each in order if name in found[each]), None)


def _unambiguous(named: Iterable[tuple[str, str, Value]]) -> dict[str, Value]:
    """Names without those that stand for several things, as a number does in one line of many."""
    sources: dict[str, set[str]] = {}
    values: dict[str, Value] = {}
    for name, source, value in named:
        sources.setdefault(name, set()).add(source)
        values.setdefault(name, value)
    return {name: value for name, value in values.items() if len(sources[name]) == 1}


def _named(nodes: Iterable[Node]) -> Iterator[tuple[str, str, Value]]:
    """Names in the order of the text, each with its source; what a loop says is one value."""
    for node in nodes:
        if isinstance(node, BlockTranslateNode):
            for name, expression in node.extra_context.items():
                yield name, str(expression), _of_expression(expression)
        elif isinstance(node, VariableNode):
            expression = node.filter_expression
            if isinstance(expression.var, Variable):
                yield _called(expression), str(expression), _of_expression(expression)
        elif isinstance(node, ForNode):
            yield _called(node.sequence), str(node.sequence), _of_loop(node)
        else:
            for below in node.child_nodelists:
                yield from _named(getattr(node, below, ()))


def _called(expression: Any) -> str:
    """The last word of ``subject.get_activity_display``, without what Django adds to it."""
    last = str(expression.var.var).rpartition(".")[2]
    return last.removeprefix("get_").removesuffix("_display")


def _of_expression(expression: FilterExpression) -> Value:
    def value(context: Context) -> str | None:
        said = str(
            render_value_in_context(expression.resolve(context, ignore_failures=True), context)
        )
        # A filter makes "" of what is not there, and a template writes None.
        return None if said in ("", "None") and _is_missing(expression, context) else said

    return value


def _is_missing(expression: FilterExpression, context: Context) -> bool:
    try:
        return expression.var.resolve(context) is None
    except VariableDoesNotExist:
        return True


def _of_loop(node: ForNode) -> Value:
    return lambda context: str(node.render(context)).strip()
