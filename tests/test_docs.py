"""The documents say what is: settings, commands, rooms and words."""

import argparse
import ast
import re
import subprocess

from tests.house import REPOSITORY, ROOMS, ROOT
from wayfellow.cli.main import parser

REGISTRIES = re.compile(
    rb"pypi[.]org|pythonhosted[.]org|registry[.]npmjs|npmjs[.]org|npmjs[.]com|yarnpkg[.]com"
)
IN_CODE = re.compile(r"`([A-Z][A-Z_]+)`")
CODE_ONLY = {"DJANGO_SETTINGS_MODULE"}
"""Read by Django and set by the program itself."""
OF_COMMANDS = {"HOST", "PORT"}
"""Read by the commands that listen, not by the settings."""


def test_every_setting_that_is_read_is_documented_and_nothing_else() -> None:
    rows = [line for line in _text("docs/settings.md").splitlines() if line.startswith("| `")]
    documented = {name for row in rows for name in IN_CODE.findall(row.split("|")[1])}

    assert documented == (_settings_read() - CODE_ONLY) | OF_COMMANDS


def test_the_readme_lists_every_command() -> None:
    commands = _text("README.md").partition("## The command line")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in commands.splitlines() if line.startswith("| `")]
    documented = {name for row in rows for name in re.findall(r"`([a-z-]+)", row)}

    assert documented == _commands()


def test_every_option_of_match_is_documented() -> None:
    text = _text("docs/match.md")
    options = set(re.findall(r"--[a-z][a-z-]*", _subparsers()["match"].format_help()))

    assert {name for name in options if name not in text} == {"--help"}


def test_every_room_is_on_a_floor() -> None:
    table = _text("docs/rooms.md").partition("| floor |")[2].partition("\n\n")[0]
    listed = {
        name
        for line in table.splitlines()
        if len(line.split("|")) > 2
        for name in re.findall(r"`([a-z]+)`", line.split("|")[2])
    }

    assert listed == set(ROOMS)


def test_every_word_has_one_entry_with_a_meaning() -> None:
    rows = re.findall(r"^\| \*\*(.+?)\*\* \|(.*?)\|", _text("docs/words.md"), re.MULTILINE)
    words = [word for word, _meaning in rows]

    assert len(words) > 50
    assert len(words) == len(set(words))
    assert [word for word, meaning in rows if len(meaning.strip()) < 10] == []


def test_no_committed_file_names_a_package_registry() -> None:
    named = [
        name
        for name in _git_files()
        if (REPOSITORY / name).is_file() and REGISTRIES.search((REPOSITORY / name).read_bytes())
    ]

    assert named == []


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = [
        f"{name}: {target}"
        for name in ("README.md", "CONTRIBUTING.md", *_documents())
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", _text(name))
        if not ((REPOSITORY / name).parent / target).exists()
    ]

    assert broken == []


def _text(name: str) -> str:
    return (REPOSITORY / name).read_text()


def _documents() -> list[str]:
    return [f"docs/{path.name}" for path in sorted((REPOSITORY / "docs").glob("*.md"))]


def _git_files() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - the git of whoever runs the tests
        cwd=REPOSITORY, capture_output=True, check=True,
    )  # fmt: skip
    return [name for name in listed.stdout.decode().split("\0") if name]


def _settings_read() -> set[str]:
    """Names that config reads from the environment, by os.environ or through ``env.flag``."""
    found = set()
    for path in sorted((ROOT / "config").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and node.args and _reads(node.func):
                named = node.args[0]
                if isinstance(named, ast.Constant) and isinstance(named.value, str):
                    found.add(named.value)
    return found


def _reads(function: ast.expr) -> bool:
    said = ast.unparse(function)
    return said in {"os.environ.get", "os.getenv", "os.environ.setdefault", "env.flag", "flag"}


def _subparsers() -> dict[str, argparse.ArgumentParser]:
    actions = parser()._actions  # noqa: SLF001 - argparse tells it nowhere else
    (found,) = (a for a in actions if isinstance(a.choices, dict))
    assert isinstance(found.choices, dict)
    return dict(found.choices)


def _commands() -> set[str]:
    return set(_subparsers())
