"""The command line: a sentence and an exit status for everything that goes wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import REPOSITORY


def run(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """One command with a fresh installation in ``folder``."""
    kept = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY / "src")}
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "wayfellow.cli", *arguments],
        env=kept | {"WAYFELLOW_VAR": str(folder)} | env,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "nonsense"),
        ("SECRET_KEY", "short"),
        ("BASE_URL", "ftp://x"),
        ("TZ_DEFAULT", "Mars"),
        ("MAIL_URL", "foo"),
        ("MAIL_URL", "smtp://host:port"),
        ("BASE_URL", "http://[x"),
        ("DEBUG", "perhaps"),
    ],
)
def test_a_setting_that_is_not_understood_is_named_in_a_sentence(
    tmp_path: Path, name: str, value: str
) -> None:
    done = run(tmp_path, "doctor", **{name: value})

    assert (done.returncode, done.stdout) == (1, "")
    assert name in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_installation_that_is_not_ready_is_told_what_to_mend(tmp_path: Path) -> None:
    done = run(tmp_path, "doctor", "--deploy")

    assert done.returncode == 1
    assert "bin/wayfellow prepare" in done.stdout + done.stderr
    assert "BASE_URL" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_a_tick_without_tables_is_a_sentence_too(tmp_path: Path) -> None:
    done = run(tmp_path, "tick", "--at", "2027-01-11T08:00+08:00")

    assert done.returncode == 1
    assert "prepare" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_addresses_can_be_read_by_programs(tmp_path: Path) -> None:
    done = run(tmp_path, "routes", "--json")

    assert done.returncode == 0
    assert all({"path", "permission"} <= set(route) for route in json.loads(done.stdout))


@pytest.mark.parametrize("words", [[], ["no-such-command"], ["tick", "--at", "yesterday"]])
def test_a_command_that_is_not_understood_ends_with_two(tmp_path: Path, words: list[str]) -> None:
    done = run(tmp_path, *words)

    assert done.returncode == 2
    assert "usage:" in done.stderr
