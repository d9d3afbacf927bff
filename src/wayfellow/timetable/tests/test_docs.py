import re
from pathlib import Path

from wayfellow.notifications.notice import NOTICES
from wayfellow.timetable.rules import RULES

TABLE = Path(__file__).parents[4] / "docs/timetable.md"
MAILS = 40


def rows() -> dict[int, str]:
    text = TABLE.read_text(encoding="utf-8")
    return {
        int(found[1]): found[0] for found in re.finditer(r"^\| (\d+) \|.*$", text, re.MULTILINE)
    }


def test_every_mail_of_the_list_is_there_or_said_to_be_missing() -> None:
    assert list(rows()) == list(range(1, MAILS + 1))
    for row in rows().values():
        assert row.split("|")[5].strip().startswith(("there", "partly", "not yet"))


def test_every_rule_is_named_at_its_mail_and_no_other() -> None:
    named = {
        (number, name)
        for number, row in rows().items()
        for name in re.findall(r"`([a-z]+\.[a-z_]+)`", row)
    }

    assert {(n, name) for n, name in named if name in RULES} == {
        (rule.mail, rule.name) for rule in RULES.values()
    }
    assert {name for _n, name in named if name not in RULES} - set(NOTICES) == set()
