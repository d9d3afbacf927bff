from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template import Context
from django.template.loader import get_template

from wayfellow.applications import notices
from wayfellow.applications.lifecycle import APPLICATION, CONSENT
from wayfellow.notifications.notice import NOTICES, SILENT, Notice

FOLDER = Path(notices.__file__).parent / "templates/applications/notices"
OURS: list[Notice] = [
    notice
    for rows in NOTICES.values()
    for notice in rows
    if notice.template.startswith("applications/notices/")
]


@pytest.mark.parametrize("notice", OURS, ids=[f"{n.on} {n.template}" for n in OURS])
def test_every_notice_has_its_words(notice: Notice) -> None:
    for part in ("subject", "text", "action"):
        words = get_template(f"{notice.template}.txt#{part}")
        subject = SimpleNamespace(closes_on=date(2027, 8, 31))
        said = words.template.render(Context({"subject": subject}))  # type: ignore[attr-defined]
        # Only a notice that opens no page has no button.
        is_button = part == "action"
        opens = notice.template != "applications/notices/consent_ended"
        assert bool(said.strip()) is (opens or not is_button)


def test_no_words_lie_about_unused() -> None:
    used = {Path(notice.template).name for notice in OURS}

    assert {path.stem for path in FOLDER.glob("*.txt")} == used


def test_every_step_is_announced_or_silent_on_purpose() -> None:
    steps = {f"application.{verb}" for verb in APPLICATION.steps}
    steps |= {f"consent.{verb}" for verb in CONSENT.steps}

    assert {step for step in steps if (step in NOTICES) == (step in SILENT)} == set()
