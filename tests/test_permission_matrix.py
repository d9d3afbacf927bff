"""Who may do what, as a text that a product owner can read, compared byte for byte."""

from pathlib import Path

import pytest

from wayfellow.access.doors import reach
from wayfellow.access.policy import GRANTS
from wayfellow.testing.cast import everything
from wayfellow.testing.world import World

GOLDEN = Path(__file__).with_name("permissions.txt")


@pytest.mark.django_db
def test_the_matrix_is_exactly_the_documented_one(world: World) -> None:
    everything(world)
    people = {
        "student": world.ada,
        "classmate": world.ben,
        "mentor": world.maya,
        "liaison": world.leo,
        "coordinator": world.carol,
        "elsewhere": world.cora,
        "company": world.pat,
        "inst.admin": world.ines,
        "platform": world.petra,
        "outsider": world.otto,
    }
    lines = ["permission".ljust(34) + "".join(name.rjust(12) for name in people)]
    # Many verbs share a rule; what it reaches is counted once.
    counted: dict[object, list[str]] = {}
    for name in sorted(GRANTS):
        rule = (GRANTS[name].model, GRANTS[name].rule)
        if rule not in counted:
            counted[rule] = [_cell(reach(person, name).count()) for person in people.values()]
        cells = counted[rule]
        lines.append(name.ljust(34) + "".join(cell.rjust(12) for cell in cells))
    text = "\n".join(lines) + "\n"

    documented = GOLDEN.read_text() if GOLDEN.exists() else ""
    assert text == documented, _show(text)


def _cell(rows: int) -> str:
    return str(rows) if rows else "."


def _show(text: str) -> str:
    actual = Path("var/permissions.txt")
    actual.parent.mkdir(exist_ok=True)
    actual.write_text(text)
    return f"the matrix as it is now was written to {actual}; read it, then copy it if it is right"
