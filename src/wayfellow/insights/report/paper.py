"""The report on paper."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wayfellow import papers
from wayfellow.insights.report.aims import spoken
from wayfellow.insights.report.season import Season, collect
from wayfellow.insights.report.tables import Table, few, said, signed, tables
from wayfellow.institutions.models import Institution
from wayfellow.programmes.models import Cohort

_CHARTS = {"funnel", "unassigned", "statuses"}
"""Tables that are drawn as bars."""


def pdf(cohort: Cohort, institution: Institution | None = None) -> bytes:
    """The report as a tagged PDF in the reader's language."""
    season = collect(cohort, institution)
    return papers.render(
        "insights/papers/report.typ",
        content(season),
        title=title(season),
        language=get_language() or "en",
    )


def title(season: Season) -> str:
    """What the report is called."""
    return _("Season report %(cohort)s") % {"cohort": season.frame.cohort.name}


def content(season: Season) -> dict[str, Any]:
    """What the paper's template is given."""
    cohort = season.frame.cohort
    counts = season.counts
    return {
        "running": f"{cohort.programme.name}, {season.place or _('all institutions')}",
        "facts": [
            [_("Programme"), cohort.programme.name],
            [_("Institution"), season.place or _("all institutions together")],
            [_("Season"), [cohort.starts_on, cohort.ends_on or _("no fixed end")]],
            [_("Students placed"), f"{said(counts['placed'])} / {said(counts['accepted'])}"],
            [_("Students who recommend it"), signed(season.voices.recommend_students)],
            *_waited(season),
        ],
        "note": _("Answers and reasons of few people are told as “%(few)s”.") % {"few": few()}
        if season.frame.is_joint
        else None,
        "sections": [_section(table, season) for table in tables(season)],
        "aims_title": _("Objectives and outcomes"),
        "aims": [
            {
                "audience": one.audience,
                "aims": [f"{kind}: {words}" for kind, words in one.aims],
                "figures": [list(figure) for figure in one.figures],
            }
            for one in spoken(season)
        ],
        "quotes_title": _("In their words"),
        "quotes": [[quote.text, quote.name, quote.part] for quote in season.voices.quotes],
    }


def _waited(season: Season) -> list[list[str]]:
    waited = season.waiting
    if waited.median is None:
        return []
    words = _("%(median)s in the middle, %(longest)s at most (%(n)s students)") % {
        "median": said(waited.median),
        "longest": said(waited.longest),
        "n": said(waited.students),
    }
    return [[_("Days from applying to a mentor"), words]]


def _section(table: Table, season: Season) -> dict[str, Any]:
    drawn = table.name in _CHARTS and few() not in {row[-1] for row in table.rows}
    return {
        "title": table.title,
        "head": list(table.head),
        "rows": table.rows,
        "chart": _bars(table.name, season) if drawn else None,
    }


def _bars(name: str, season: Season) -> list[list[Any]]:
    rows: dict[str, Any] = {
        "funnel": season.funnel,
        "unassigned": season.unassigned.reasons,
        "statuses": season.voices.statuses,
    }
    return [[row.label.capitalize(), row.value] for row in rows[name]]
