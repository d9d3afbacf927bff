"""What docs/requirements.md claims is there: every demand, page, module and test that it names."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from tests.house import REPOSITORY, ROOT

DEMANDS = 96
NAMED = re.compile(r"`([^`]+)`")


def _rows() -> list[list[str]]:
    lines = (REPOSITORY / "docs/requirements.md").read_text().splitlines()
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if re.match(r"\| R\d", line)
    ]


ROWS = _rows()


def test_every_demand_is_listed_once_and_in_order() -> None:
    assert [row[0] for row in ROWS] == [f"R{n}" for n in range(1, DEMANDS + 1)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row[0]))
def test_a_demand_names_pages_code_and_tests_that_exist_or_says_not_yet(row: list[str]) -> None:
    _number, demand, how, pages, code, tests = row
    assert demand
    assert how
    named = [*NAMED.findall(pages), *NAMED.findall(code), *NAMED.findall(tests)]
    if how.startswith("not yet"):
        assert named == []
        return
    assert set(NAMED.findall(pages)) - _routes() == set()
    assert [path for path in NAMED.findall(code) if not (ROOT / path).is_file()] == []
    assert NAMED.findall(code)
    assert NAMED.findall(tests)
    assert [test for test in NAMED.findall(tests) if not _is_there(test)] == []


def _is_there(test: str) -> bool:
    path, _colons, name = test.partition("::")
    file = (REPOSITORY if path.startswith("tests/") else ROOT) / path
    return file.is_file() and name in _tests_in(file)


@cache
def _tests_in(file: Path) -> frozenset[str]:
    tree = ast.parse(file.read_text())
    return frozenset(
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


@cache
def _routes() -> frozenset[str]:
    return frozenset(_names(get_resolver().url_patterns))


def _names(patterns: list[URLPattern | URLResolver], space: str = "") -> list[str]:
    found: list[str] = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inside = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found += _names(pattern.url_patterns, inside)
        elif pattern.name:
            found.append(f"{space}{pattern.name}")
    return found
