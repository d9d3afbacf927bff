"""The report as a page: what its template shows, and a copy that stands by itself."""

from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from wayfellow.insights.report.aims import spoken
from wayfellow.insights.report.season import Season, collect
from wayfellow.insights.report.tables import promises, said, signed, tables
from wayfellow.institutions.models import Institution
from wayfellow.programmes.models import Cohort

_MARK = "<!-- styles -->"


def content(season: Season, *, linked: bool) -> dict[str, Any]:
    """What the report's template shows; with ``linked``, numbers lead to the names behind them."""
    found = {table.name: table for table in tables(season)}
    return {
        "season": season,
        "cohort": season.frame.cohort,
        "programme": season.frame.cohort.programme,
        "figures": _headlines(season, linked=linked),
        "funnel": _rows(season.funnel, linked=linked),
        "unassigned": _drawn(season.unassigned.reasons),
        "unassigned_url": season.unassigned.url if linked else "",
        "flags": _rows([flag for flag in season.health.flags if flag.value], linked=linked),
        "numbers": [{"label": label, "value": n} for label, n in season.meetings.by_number],
        "promises": [
            {"label": label, "part": share.part, "of": share.of}
            for label, share in promises(season)
            if share is not None and share.of
        ],
        "statuses": _drawn(season.voices.statuses),
        "companies": season.partners,
        "linked": linked,
        "tables": found,
        "aims": spoken(season),
        "is_joint": season.frame.is_joint,
    }


def _drawn(rows: Any) -> list[dict[str, Any]]:
    """Nothing where a number is kept back: a bar would tell it, so a table stands there."""
    return [] if any(row.value is None for row in rows) else _rows(rows, linked=False)


def _rows(rows: Any, *, linked: bool) -> list[dict[str, Any]]:
    return [
        {
            "label": row.label[:1].upper() + row.label[1:],
            "value": row.value,
            "url": getattr(row, "url", "") if linked else "",
            "tone": getattr(row, "tone", ""),
        }
        for row in rows
    ]


def _headlines(season: Season, *, linked: bool) -> list[dict[str, str]]:
    urls = {stage.name: stage.url for stage in season.funnel} if linked else {}
    counts = season.counts
    named = (
        ("applied", _("students applied")),
        ("placed", _("were placed with a mentor")),
        ("completed", _("completed the season")),
    )
    shown = [
        {"value": said(counts[name]), "label": label, "url": urls.get(name, "")}
        for name, label in named
    ]
    shown.append(
        {
            "value": said(season.unassigned.total),
            "label": _("have no mentor now"),
            "url": season.unassigned.url if linked else "",
            "tone": "waits" if season.unassigned.total else "",
        }
    )
    shown.append({"value": said(season.meetings.held), "label": _("meetings held"), "url": ""})
    if season.voices.students.part:
        score = signed(season.voices.recommend_students)
        shown.append({"value": score, "label": _("students recommend it (-100 to +100)")})
    return shown


def page(cohort: Cohort, institution: Institution | None = None) -> str:
    """The report as one HTML file that needs nothing else: no address of it is followed."""
    context = content(collect(cohort, institution), linked=False)
    return render_to_string("insights/standalone.html", context).replace(_MARK, _styles())


def _styles() -> str:
    found = finders.find("ui/wayfellow.css")
    sheet = Path(str(found)).read_text(encoding="utf-8") if found else ""
    return f"<style>{sheet}</style>"
