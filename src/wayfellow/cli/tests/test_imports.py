import json
from pathlib import Path

import pytest

from wayfellow.applications.models import Application
from wayfellow.cli.main import main
from wayfellow.testing.world import World

SAMPLES = Path(__file__).resolve().parents[4] / "samples"
MERLION = str(SAMPLES / "imn" / "merlion-students.csv")


def test_students_come_in_by_one_command_and_twice_changes_nothing(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["import", "students", MERLION, "--programme", "first-steps"]
    command += ["--institution", "merlion"]

    assert main([*command, "--dry-run"]) == 0
    assert Application.objects.count() == 0
    assert main(command) == 0
    assert main(command) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("80")]
    assert lines == [
        "80 students: 80 would be new, 0 would be changed, 0 unchanged",
        "80 students: 80 new, 0 changed, 0 unchanged",
        "80 students: 0 new, 0 changed, 80 unchanged",
    ]


def test_every_bad_row_is_named_by_file_line_and_column(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(SAMPLES / "imn" / "dirty.csv")
    code = main(
        ["import", "students", path, "--programme", "first-steps", "--institution", "merlion"]
    )

    lines = capsys.readouterr().err.splitlines()
    assert code == 1
    assert lines[2] == f"{path}:4: Name: This is missing."
    assert lines[-1] == f"{path}: 8 faults, nothing was written"
    assert Application.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"file": "/nowhere.csv"}, "cannot be read"),
        ({"programme": "nothing"}, "there is no programme 'nothing'; there are: first-steps"),
        ({"cohort": "1999"}, "it has: 2027"),
        ({"institution": "saturn"}, "these do: kallang, merlion"),
        ({"institution": None}, "say whose students they are"),
    ],
)
def test_what_is_not_there_is_said_with_what_there_is(
    world: World, capsys: pytest.CaptureFixture[str], changed: dict[str, str | None], said: str
) -> None:
    asked = {"file": MERLION, "programme": "first-steps", "institution": "merlion", **changed}
    command = ["import", "students", asked.pop("file") or ""]
    for name, value in asked.items():
        command += [f"--{name}", value] if value else []

    assert main(command) == 1
    assert said in capsys.readouterr().err
    assert Application.objects.count() == 0


def test_a_mapping_file_says_which_column_is_which(world: World, tmp_path: Path) -> None:
    data, mapping = tmp_path / "list.csv", tmp_path / "mapping.json"
    data.write_text("Ref,Who,Where\n0042,Ada Byron,ada.byron@student.example\n")
    mapping.write_text(json.dumps({"student_number": "Ref", "name": "Who", "email": "Where"}))
    code = main(
        [
            *("import", "students", str(data), "--programme", "first-steps"),
            *("--institution", "merlion", "--mapping", str(mapping)),
        ]
    )

    assert code == 0
    assert Application.objects.get().student.student_number == "0042"
