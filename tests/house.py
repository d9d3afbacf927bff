"""What the tests about the whole house share: its rooms, files and tables."""

import ast
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import wayfellow
from wayfellow.kernel.lifecycle import Lifecycle

ROOT = Path(wayfellow.__file__).parent
REPOSITORY = ROOT.parents[1]
ROOMS = sorted(module.name for module in pkgutil.iter_modules(wayfellow.__path__) if module.ispkg)


def lifecycles() -> Iterator[tuple[str, str, Lifecycle[str]]]:
    """Room, model name and lifecycle of everything that has one."""
    for room in ROOMS:
        if not (ROOT / room / "lifecycle.py").exists() or room == "kernel":
            continue
        module = import_module(f"wayfellow.{room}.lifecycle")
        for name, value in vars(module).items():
            if isinstance(value, Lifecycle):
                yield room, name.replace("_", "").lower(), value


def sources(*patterns: str) -> Iterator[tuple[Path, ast.Module]]:
    """Our own modules that match, tests left out, as syntax trees."""
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            if "tests" not in path.parts and "migrations" not in path.parts:
                yield path, ast.parse(path.read_text())


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Each call of an attribute, with the attribute's name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr, node
