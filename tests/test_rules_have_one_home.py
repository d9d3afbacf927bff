"""Every verb is spoken of by every table that should speak of it, and by no other."""

import ast
from importlib import import_module

from tests.house import ROOT, calls, lifecycles, sources
from wayfellow.access.policy import GRANTS
from wayfellow.notifications.notice import NOTICES, SILENT

WRITES = {"save", "create", "update", "delete", "bulk_create", "get_or_create", "update_or_create"}
NOT_ROWS = {"self.fields", "request.session", "session", "context", "params", "query", "actions"}


def test_every_verb_has_an_action() -> None:
    for room, model, lifecycle in lifecycles():
        actions = import_module(f"wayfellow.{room}.actions")
        functions = [name for name in vars(actions) if callable(getattr(actions, name))]
        for verb in lifecycle.steps:
            assert any(name.startswith(verb) for name in functions), f"{model}.{verb}"


def test_every_verb_has_a_notice_or_a_deliberate_silence() -> None:
    names = {f"{model}.{verb}" for _, model, lifecycle in lifecycles() for verb in lifecycle.steps}

    both_or_none = {name for name in names if (name in NOTICES) == (name in SILENT)}
    assert both_or_none == set()


def test_every_recorded_event_has_a_notice_or_a_deliberate_silence() -> None:
    """Verbs that are recorded without a lifecycle are found by their literal names."""
    spoken = {name.partition(".")[2] for name in [*NOTICES, *SILENT]}
    for path, tree in sources("*/actions.py", "*/actions/*.py", "*/schedules.py"):
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "record"
                and isinstance(node.args[0], ast.Constant)
            ):
                assert node.args[0].value in spoken, f"{path}: {node.args[0].value!r}"


def test_nothing_is_both_announced_and_silent() -> None:
    assert set(NOTICES) & SILENT == set()


def test_every_grant_is_a_verb_that_somebody_uses() -> None:
    """A grant that no route, action or rule asks for is a rule without a home."""
    text = "\n".join(
        path.read_text()
        for path in [*ROOT.rglob("*.py"), *ROOT.rglob("*.html")]
        if "tests" not in path.parts and path.name != "permissions.py"
    )
    verbs = {f"{model}.{verb}" for _, model, lifecycle in lifecycles() for verb in lifecycle.steps}
    unused = {
        name
        for name in GRANTS
        if name not in text and name not in verbs and not name.endswith(".view")
    }
    assert unused == set()


def test_views_and_forms_do_not_write() -> None:
    for path, tree in sources(
        "*/views.py", "*/views/*.py", "*/api.py", "*/forms.py", "*/forms/*.py"
    ):
        writes = [
            ast.unparse(call)
            for name, call in calls(tree)
            if name in WRITES and ast.unparse(call.func).rpartition(".")[0] not in NOT_ROWS
        ]
        assert writes == [], f"{path}: {writes}"


def test_state_is_written_only_by_steps() -> None:
    for path, tree in sources("*/*.py", "*/actions/*.py"):
        if path.parent.name in {"testing", "cli", "notifications", "kernel"}:
            continue
        for name, call in calls(tree):
            stated = {keyword.arg for keyword in call.keywords} & {"state"}
            assert not (name == "update" and stated), f"{path}:{call.lineno}"
        for node in ast.walk(tree):
            targets = node.targets if isinstance(node, ast.Assign) else []
            for target in targets:
                assigned = isinstance(target, ast.Attribute) and target.attr == "state"
                assert not assigned, f"{path}:{target.lineno}"
