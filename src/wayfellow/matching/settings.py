"""Reads a configuration in TOML and names every fault by line and key."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from wayfellow.matching.types import (
    BadInput,
    Criterion,
    Fault,
    Groups,
    Must,
    Preferences,
    Settings,
)

MUSTS = {
    "member": ("student", "mentor"),
    "share_any": ("student", "mentor"),
    "between": ("student", "low", "high"),
}
CRITERIA = ("share", "ranked", "same", "path", "first", "near", "words", "text")
HUGE = 1e9
MOST_LIFT = 100
MOST_SEATS = 999_999_999
TABLES = ("groups", "must", "criterion", "preferences", "fairness")
_HEADER = re.compile(r"\s*\[{1,2}\s*([\w.-]+)\s*\]{1,2}")
_KEY = re.compile(r"\s*([\w-]+)\s*=")
_AT_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")


def read_settings(toml_text: str) -> Settings:
    """The settings of a configuration; raises ``BadInput`` with every fault in it."""
    try:
        tree = tomllib.loads(toml_text)
    except (ValueError, RecursionError) as error:
        # Besides its own error, the parser lets through what Python says of endless digits and depth.
        at = _AT_LINE.search(str(error))
        line = int(at[1]) if at else toml_text.rstrip("\n").count("\n") + 1
        reason = "this is not TOML: " + _AT_LINE.sub("", str(error)).strip()
        raise BadInput((Fault(where="configuration", line=line, reason=reason),)) from error
    reader = _Reader(toml_text)
    settings = reader.settings(tree)
    if reader.faults:
        raise BadInput(tuple(reader.faults))
    return settings


class _Table:
    """One table of the configuration: gives typed values, notes what is wrong with them."""

    def __init__(self, reader: "_Reader", name: str, index: int, values: object) -> None:
        self.reader = reader
        self.place = (name, index)
        self.label = f"[{name}]" if index < 0 else f"[[{name}]] number {index + 1}"
        self.values: Mapping[str, Any] = values if isinstance(values, dict) else {}
        if not isinstance(values, dict):
            self.fault(None, f"{self.label} must be a table")

    def fault(self, key: str | None, reason: str) -> None:
        self.reader.fault((*self.place, key), key, reason)

    def only(self, *keys: str) -> None:
        for key in self.values:
            if key not in keys:
                self.fault(key, f"{self.label} has no key {key!r}; it knows {', '.join(keys)}")

    def text(self, key: str) -> str:
        value = self.values.get(key)
        if isinstance(value, str) and value:
            return value
        self.fault(key, f"{self.label} needs {key} = a text that is not empty")
        return ""

    def whole(self, key: str, low: int, high: int | None = None) -> int:
        value = self.values.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and _within(value, low, high):
            return value
        span = f"from {low}" + ("" if high is None else f" to {high}")
        self.fault(key, f"{self.label} needs {key} = a whole number {span}")
        return low

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key)
        good = isinstance(value, list) and all(isinstance(v, str) and v for v in value)
        if isinstance(value, list) and good and len(set(value)) == len(value):
            return tuple(value)
        self.fault(key, f"{self.label} needs {key} = a list of texts, each once")
        return ()

    def number(self, key: str) -> float:
        value = self.values.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < HUGE:
            return value
        self.fault(key, f"{self.label} needs {key} = a number that is not negative")
        return 0


class _Reader:
    def __init__(self, text: str) -> None:
        self.faults: list[Fault] = []
        self.lines = dict(_lines(text))

    def fault(self, place: tuple[str, int, str | None], key: str | None, reason: str) -> None:
        name, index, _ = place
        near = (place, (name, index, None), (name, -1, None), (name, 0, None))
        line = next((self.lines[p] for p in near if p in self.lines), 1)
        self.faults.append(Fault(where="configuration", line=line, column=key, reason=reason))

    def settings(self, tree: Mapping[str, Any]) -> Settings:
        for name in tree:
            if name not in TABLES:
                self.fault((name, -1, None), name, f"there is no table [{name}]")
        criteria = tuple(self._criterion(t) for t in self._tables(tree, "criterion"))
        if not criteria:
            self.fault(("criterion", 0, None), None, "at least one [[criterion]] is needed")
        elif not sum(c.weight for c in criteria):
            self.fault(("criterion", 0, "weight"), "weight", "the weights must not all be 0")
        for at, criterion in enumerate(criteria):
            if criterion.name and criterion.name in [c.name for c in criteria[:at]]:
                reason = f"two criteria are called {criterion.name!r}"
                self.fault(("criterion", at, "name"), "name", reason)
        return Settings(
            groups=self._groups(_Table(self, "groups", -1, tree.get("groups", {}))),
            musts=tuple(self._must(t) for t in self._tables(tree, "must")),
            criteria=criteria,
            preferences=self._preferences(tree),
            **self._fairness(tree),
        )

    def _tables(self, tree: Mapping[str, Any], name: str) -> Iterator[_Table]:
        tables = tree.get(name, [])
        if isinstance(tables, list):
            return (_Table(self, name, at, values) for at, values in enumerate(tables))
        self.fault((name, -1, None), name, f"write [[{name}]], with two brackets")
        return iter(())

    @staticmethod
    def _groups(table: _Table) -> Groups:
        table.only("fewest", "most")
        groups = Groups(
            fewest=table.whole("fewest", 0, MOST_SEATS), most=table.whole("most", 0, MOST_SEATS)
        )
        if groups.most < groups.fewest:
            table.fault("most", f"most = {groups.most} is below fewest = {groups.fewest}")
        return groups

    @staticmethod
    def _must(table: _Table) -> Must:
        kind = table.values.get("kind")
        if not isinstance(kind, str) or kind not in MUSTS:
            table.fault("kind", f"{table.label}: kind must be one of {', '.join(MUSTS)}")
            return Must(kind="member", student="")
        keys = MUSTS[kind]
        table.only("kind", *keys)
        return Must(kind=kind, **{key: table.text(key) for key in keys})

    @staticmethod
    def _criterion(table: _Table) -> Criterion:
        kind = table.values.get("kind")
        if kind not in CRITERIA:
            table.fault("kind", f"{table.label}: kind must be one of {', '.join(CRITERIA)}")
        else:
            extra = {"ranked": ("second",), "near": ("step",)}.get(kind, ())
            table.only("name", "kind", "weight", "student", "mentor", *extra)
        return Criterion(
            name=table.text("name"),
            kind=str(kind),
            weight=table.whole("weight", 0, 1_000_000),
            student=table.text("student"),
            mentor=table.text("mentor"),
            second=table.text("second") if kind == "ranked" and "second" in table.values else None,
            step=table.number("step") if kind == "near" else 0,
        )

    def _preferences(self, tree: Mapping[str, Any]) -> Preferences | None:
        if "preferences" not in tree:
            return None
        table = _Table(self, "preferences", -1, tree["preferences"])
        table.only("first", "step")
        return Preferences(first=table.whole("first", 0, 1000), step=table.whole("step", 0, 1000))

    def _fairness(self, tree: Mapping[str, Any]) -> dict[str, Any]:
        if "fairness" not in tree:
            return {}
        table = _Table(self, "fairness", -1, tree["fairness"])
        table.only("floor", "knee", "lift", "audit")
        said: dict[str, Any] = {}
        if "floor" in table.values or not table.values:
            said["floor"] = table.whole("floor", 0, 1000)
        if "knee" in table.values or "lift" in table.values:
            said["knee"] = table.whole("knee", 0, 1000)
            said["lift"] = table.whole("lift", 1, MOST_LIFT)
        if "audit" in table.values:
            said["audit"] = table.texts("audit")
        return said


def _within(value: int, low: int, high: int | None) -> bool:
    return low <= value and (high is None or value <= high)


def _lines(text: str) -> Iterator[tuple[tuple[str, int, str | None], int]]:
    """Where each table and key stands: (table, number or -1, key or None) -> line."""
    name, index = "", -1
    seen: dict[str, int] = {}
    for line, content in enumerate(text.split("\n"), start=1):
        if header := _HEADER.match(content):
            name, index = header[1], -1
            if content.lstrip().startswith("[["):
                index = seen[name] = seen.get(name, -1) + 1
            yield (name, index, None), line
        elif key := _KEY.match(content):
            yield (name, index, key[1]) if name else (key[1], -1, None), line
