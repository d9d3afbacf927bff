"""Living through the seasons: to the end for a report, or until today for a look around."""

import json
import shutil
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.utils.timezone import localdate, now

from wayfellow.cli.season import founding
from wayfellow.cli.season.assigned import AssignedSeason
from wayfellow.cli.season.circles import CircleSeason
from wayfellow.cli.season.clock import Calendar, Step, travel
from wayfellow.cli.season.directed import DirectedSeason
from wayfellow.cli.season.founding import PASSWORD
from wayfellow.cli.season.sign_ins import cast
from wayfellow.home.schedules import sweep
from wayfellow.insights import report
from wayfellow.notifications.outbox import send_due
from wayfellow.people import actions as people
from wayfellow.people.models import User

SINGAPORE = ZoneInfo("Asia/Singapore")
TODAY_IN_SAMPLES = date(2027, 3, 22)
"""The Monday of the samples' calendar whose week the demonstration shows as this week."""
STATEMENTS_DAY = date(2026, 8, 31)


class Show:
    """All three seasons on one calendar."""

    def __init__(self, shift: timedelta) -> None:
        self.calendar = Calendar(shift, SINGAPORE)
        self.seasons = (
            AssignedSeason(self.calendar),
            DirectedSeason(self.calendar),
            CircleSeason(self.calendar),
        )

    def run(self, until: date | None = None) -> None:
        """Take every step up to ``until`` on its day, and send what is due then."""
        self._take(
            Step(STATEMENTS_DAY, "statements are published", founding.statements), "Everybody"
        )
        steps = [(step, season.name) for season in self.seasons for step in season.steps()]
        # Sorting is stable: what a season does on one day stays in its order.
        for step, name in sorted(steps, key=lambda pair: pair[0].on):
            if until is None or step.on <= until:
                self._take(step, name)

    def _take(self, step: Step, name: str) -> None:
        began = time.perf_counter()
        at = self.calendar.at(step.on, step.hour)
        with travel(at):
            says = step.do()
            sweep(now())
            while send_due():
                pass
        took = time.perf_counter() - began
        told = f": {says}" if isinstance(says, str) else ""
        print(
            f"{at:%d %b %Y}  {name.partition(':')[0]}: {step.says}{told} ({took:.1f} s)", flush=True
        )


def live_through(folder: Path) -> None:
    """One season of each style to its closing report, in ``folder/report``."""
    began = time.perf_counter()
    show = Show(timedelta(0))
    show.run()
    target = folder / "report"
    target.mkdir()
    figures = {}
    with travel(show.calendar.at(date(2027, 12, 1))):
        for season in show.seasons:
            cohort = season.stage.cohort
            slug = cohort.programme.slug
            figures[slug] = report.summary(cohort)
            (target / f"{slug}.html").write_text(report.page(cohort), encoding="utf-8")
            (target / f"{slug}.pdf").write_bytes(report.pdf(cohort))
    shutil.move(settings.VAR / "mail", target / "mail")
    summary = {
        "seconds": round(time.perf_counter() - began, 1),
        "mails": len(list((target / "mail").glob("*.eml"))),
        "programmes": figures,
    }
    text = json.dumps(summary, ensure_ascii=False, indent=1, default=str)
    (target / "summary.json").write_text(text, encoding="utf-8")


def until_today(done: Path) -> None:
    """The demonstration as it stands today: the middle of the first semester."""
    # By whole weeks, so that meetings stay on the days of the week on which they were planned.
    shift = timedelta(weeks=(localdate() - TODAY_IN_SAMPLES).days // 7)
    show = Show(shift)
    show.run(until=localdate() - shift)
    entries = list(_roles(show))
    text = json.dumps({"sign_ins": entries}, ensure_ascii=False, indent=1)
    connection.close()
    done.write_text(text, encoding="utf-8")


def _roles(show: Show) -> Iterator[dict[str, Any]]:
    """One person for each role, who can sign in and has accepted the statements."""
    admin = people.register(email="platform@wayfellow.example", name="Petra Platform", by=None)
    User.objects.filter(pk=admin.pk).update(is_platform_admin=True)
    for role, person in (
        ("platform admin", admin),
        *cast(*(season.stage for season in show.seasons)),
    ):
        founding.can_sign_in(person)
        founding.accepts(person)
        yield {"role": role, "name": person.name, "email": person.email, "password": PASSWORD}


def sign_ins(done: Path) -> Iterator[str]:
    """Lines that say who can sign in."""
    entries = json.loads(done.read_text(encoding="utf-8"))["sign_ins"]
    yield f"Sign in with the password “{PASSWORD}” as"
    for entry in entries:
        yield f"  {entry['role']:24} {entry['email']}"
    yield "Mails are written to the folder mail beside the database, and nowhere else."
