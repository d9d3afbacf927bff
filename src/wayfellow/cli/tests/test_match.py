import argparse
import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from wayfellow.cli.match import register

SAMPLES = Path(__file__).parents[4] / "samples" / "match"

type Run = Callable[..., int]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the samples, to be spoilt."""
    for file in SAMPLES.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path


@pytest.fixture
def match(folder: Path) -> Run:
    """Runs the command on the files of the folder; more options may follow."""

    def run(*more: str) -> int:
        parser = argparse.ArgumentParser()
        register(parser.add_subparsers())
        names = {
            "students": "students.csv",
            "mentors": "mentors.csv",
            "config": "config.toml",
            "pairs": "pairs.csv",
            "out": "out.csv",
            "report": "r.json",
            "explain": "e.csv",
        }
        asked = [word for o, file in names.items() for word in (f"--{o}", str(folder / file))]
        options = parser.parse_args(["match", *asked, *more])
        status: int = options.func(options)
        return status

    return run


def spoil(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(newline="") as lines:
        return list(csv.DictReader(lines))


def test_files_in_groups_out(folder: Path, match: Run) -> None:
    assert match() == 0

    pairs, told = rows(folder / "out.csv"), rows(folder / "e.csv")
    report = json.loads((folder / "r.json").read_text())
    assert list(pairs[0]) == ["student", "mentor", "score"]
    assert [p["student"] for p in pairs] == sorted(p["student"] for p in pairs)
    assert {"student": "S01", "mentor": "M02", "score": "397"} in pairs
    assert len(told) == 26
    assert sum(int(p["score"]) for p in pairs) == report["total"]
    assert report["placed"] == len(pairs) == 26 - sum(report["unplaced"].values())
    assert report["upper_bound"] >= report["total"]
    assert {bool(t["remedy"]) for t in told if t["mentor"]} == {False}
    assert next(t["remedy"] for t in told if t["reason"] == "no eligible mentor")
    assert {t["reason"] for t in told if not t["mentor"]} == {"no eligible mentor", "inactive"}


def test_the_order_of_rows_does_not_change_a_byte(folder: Path, match: Run) -> None:
    match()
    first = [(folder / name).read_bytes() for name in ("out.csv", "e.csv")]
    for name in ("students.csv", "mentors.csv", "pairs.csv"):
        head, *rest = (folder / name).read_text().splitlines(keepends=True)
        (folder / name).write_text("".join([head, *reversed(rest)]))

    assert match() == 0
    assert [(folder / name).read_bytes() for name in ("out.csv", "e.csv")] == first


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(folder: Path, match: Run) -> None:
    match()
    first = (folder / "out.csv").read_bytes()
    text = (folder / "students.csv").read_text().replace("\n", "\r\n")
    (folder / "students.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())

    assert match() == 0
    assert (folder / "out.csv").read_bytes() == first


@pytest.mark.parametrize(
    "fault",
    [
        ("students.csv", "S02,", "S01,", "students.csv, line 3, column id: S01 is there twice"),
        ("students.csv", "S02,", ",", "students.csv, line 3, column id: the id is empty"),
        ("students.csv", ",field,", ",fields,", "students.csv, line 1, column field"),
        ("students.csv", ",field,", ",name,", "line 1, column name: this column is there twice"),
        ("students.csv", "en|ta,2,", "en|ta,two,", "students.csv, line 3, column level: S02"),
        ("students.csv", "en|ta,2,", "en|ta,,", "the number is missing"),
        ("students.csv", ",0,1\n", ",0\n", "students.csv, line 2, column active: 11 cells"),
        ("students.csv", ",0,1\n", ",0,1,9\n", "students.csv, line 2, column 13: 13 cells"),
        ("students.csv", ",0,1\n", ",0,yes\n", "line 2, column active"),
        ("students.csv", "Tan Wei", "Tan\0Wei", "students.csv, line 2: a NUL byte"),
        (
            "students.csv",
            "en|ta,2,",
            'en|ta,"2,',
            "line 3, column level: a quotation mark is opened",
        ),
        ("students.csv", "en|ta,2,", 'en|ta,"2"2,', "line 3, column level: text follows"),
        ("students.csv", "S02,", '"S\n02",S02,', "students.csv, line 3, column 13: 13 cells"),
        ("students.csv", "S02,", '"",', "students.csv, line 3, column id: the id is empty"),
        ("mentors.csv", ",,3,1\n", ",4,3,1\n", "line 2, column most: M01: most = 3 is below"),
        ("mentors.csv", ",,3,1\n", ",,3.5,1\n", "mentors.csv, line 2, column most"),
        ("pairs.csv", "S01,M02", "S01,M99", "pairs.csv, line 2, column mentor: there is no"),
        ("pairs.csv", "S01,M02", "S21,M02", "pairs.csv, line 2, column student: S21 is locked"),
        ("pairs.csv", "lock,", "tie,", "pairs.csv, line 2, column type"),
        ("pairs.csv", "exclude,S07", "lock,S01", "column student: S01 is locked to M02 already"),
        ("config.toml", "fewest = 2 ", "fewest = 9 ", "config.toml, line 5, most"),
        (
            "config.toml",
            "most = 4",
            "most = 4000000000",
            "config.toml, line 5, most: [groups] needs",
        ),
        ("config.toml", "most = 4", f"most = {4:05000}", "config.toml, line"),
        ("config.toml", "most = 4", f"most = {'[' * 5000}", "config.toml, line"),
        ("config.toml", "[groups]", "[groups", "config.toml, line 3: this is not TOML"),
        ("config.toml", '"words"', '"texts"', "kind must be one of share, ranked"),
    ],
)
def test_a_fault_is_named_by_file_line_and_column_and_nothing_is_written(
    folder: Path,
    match: Run,
    capsys: pytest.CaptureFixture[str],
    fault: tuple[str, str, str, str],
) -> None:
    file, old, new, said = fault
    spoil(folder / file, old, new)
    before = sorted(folder.iterdir())

    assert match() == 1

    assert said in capsys.readouterr().err
    assert sorted(folder.iterdir()) == before


def test_several_faults_in_several_files_are_told_at_once(
    folder: Path, match: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(folder / "students.csv", ",level,", ",grade,")
    spoil(folder / "mentors.csv", ",fields,", ",areas,")
    (folder / "pairs.csv").unlink()

    assert match() == 1
    told = capsys.readouterr().err
    assert "column level" in told
    assert "column fields" in told
    assert "pairs.csv: cannot be read: no such file or directory" in told


def test_what_is_not_utf_8_is_named_by_line(
    folder: Path, match: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (folder / "mentors.csv").read_text()
    (folder / "mentors.csv").write_bytes(text.encode("latin-1"))

    assert match() == 1
    assert "mentors.csv, line 10, byte 6: this is not UTF-8" in capsys.readouterr().err


def test_a_fault_is_one_line_whatever_the_cell_holds(
    folder: Path, match: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(folder / "pairs.csv", "S01,M02", '"S\n\x1b[2J",M02')

    assert match() == 1
    assert "column student: there is no student 'S\\n\\x1b[2J'\n" in capsys.readouterr().err


def test_long_cells_and_columns_without_a_name_are_read(folder: Path, match: Run) -> None:
    match()
    first = (folder / "out.csv").read_bytes()
    text = (folder / "students.csv").read_text().replace("\n", f",,{'x' * 200_000}\n")
    (folder / "students.csv").write_text(text.replace("x" * 200_000, "", 1))

    assert match() == 0
    assert (folder / "out.csv").read_bytes() == first


def test_semicolons_are_explained(
    folder: Path, match: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "students.csv").write_text("id;name\nS01;Tan\n")

    assert match() == 1
    assert "separate the cells by commas" in capsys.readouterr().err


@pytest.mark.parametrize("place", ["no/such/folder/out.csv", "students.csv", ""])
def test_an_output_that_cannot_be_written_leaves_all_as_it_was(
    folder: Path, match: Run, place: str
) -> None:
    before = {file: file.read_bytes() for file in folder.iterdir()}

    assert match("--explain", str(folder / place)) == 1
    assert {file: file.read_bytes() for file in folder.iterdir()} == before


def test_a_device_that_takes_nothing_leaves_the_other_files_as_they_were(
    folder: Path, match: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(folder.iterdir())

    assert match("--report", "/dev/full") == 1
    assert "/dev/full: cannot be written" in capsys.readouterr().err
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize(("length", "status"), [(255, 0), (256, 1)])
def test_a_name_may_be_as_long_as_the_file_system_allows(
    folder: Path, match: Run, length: int, status: int
) -> None:
    assert match("--out", str(folder / ("o" * length))) == status


def test_a_device_is_written_to_and_not_replaced(match: Run) -> None:
    assert match("--report", "/dev/null") == 0
    assert not Path("/dev/null").is_file()


@pytest.mark.parametrize(
    "option",
    [
        ("--time-limit", "-1"),
        ("--time-limit", "nan"),
        ("--time-limit", "soon"),
        ("--threads", "0"),
        ("--threads", "1.5"),
        ("--nonsense",),
    ],
)
def test_wrong_usage_ends_with_2(
    match: Run, capsys: pytest.CaptureFixture[str], option: tuple[str, ...]
) -> None:
    with pytest.raises(SystemExit) as ended:
        match(*option)

    assert ended.value.code == 2
    assert "invalid _" not in capsys.readouterr().err


def test_reading_the_options_does_not_load_the_solvers() -> None:
    code = (
        "import sys, wayfellow.cli.match; "
        "sys.exit(any(m in sys.modules for m in ('numpy', 'scipy', 'ortools', 'django')))"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603
