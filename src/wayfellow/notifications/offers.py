"""What the built-in words of a notice put in: the placeholders that others' words may use.

They are read off the compiled template, so nothing can be asked for that the mail does not tell.
"""

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.template import Context, Node, VariableDoesNotExist
from django.template.base import FilterExpression, Variable, VariableNode, render_value_in_context
from django.template.defaulttags import ForNode, IfNode
from django.templatetags.i18n import BlockTranslateNode

from wayfellow.notifications.words import PARTS, bound, part_of

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


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in braces, in place of what it stands for."""

    written: str

    def resolve(self, _context: Context) -> str:
        return self.written


def source(template: str, part: str, values: Mapping[str, Any]) -> str:
    """The built-in words of ``part`` with its names in braces, as somebody would have typed them.

    ``values`` say which of several texts it is; they are not put in.
    """
    with bound(template, values) as context:
        return "".join(_written(part_of(template, part).nodelist, offered(template)[part], context))


def _written(nodes: Iterable[Any], known: Mapping[str, Value], context: Context) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, IfNode):
            yield from _written(_chosen(node, context), known, context)
        elif isinstance(node, BlockTranslateNode):
            named = copy.copy(node)
            written: dict[str, Any] = {name: _Name(f"{{{name}}}") for name in known}
            named.extra_context = {
                name: written.get(name, expression)
                for name, expression in node.extra_context.items()
            }
            yield named.render(context)
        elif isinstance(node, ForNode):
            yield f"{{{_called(node.sequence)}}}\n"
        elif isinstance(node, VariableNode) and _called(node.filter_expression) in known:
            yield f"{{{_called(node.filter_expression)}}}"
        else:
            yield str(node.render(context))


def _chosen(node: IfNode, context: Any) -> Iterable[Node]:
    found = (
        nodes
        for condition, nodes in node.conditions_nodelists
        if condition is None or condition.eval(context)
    )
    return next(found, ())
