"""The report's numbers as tables: for the paper, for spreadsheets, and behind the charts."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from wayfellow.insights.queries import FEWEST, Share
from wayfellow.insights.report.season import Season
from wayfellow.sheets import write_csv


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a title, a head and rows of text."""

    name: str
    title: str
    head: Sequence[str]
    rows: list[list[str]]

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """The rows with each cell's column beside it, for screens too narrow for a table."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows]


def few() -> str:
    """What stands for a number that is kept back."""
    return _("fewer than %(n)d") % {"n": FEWEST}


def said(value: float | None, none: str = "") -> str:
    """A number as readers write it, or what stands for one that is kept back."""
    if value is None:
        return none or few()
    return number_format(int(value) if value == int(value) else value, use_l10n=True)


def of(share: Share | None) -> str:
    """ "12 of 15 (80 %)", or that it is not asked for."""
    if share is None:
        return _("not asked for")
    if share.percent is None:
        return _("nothing to count yet")
    return _("%(part)s of %(of)s (%(percent)d %%)") % {
        "part": said(share.part),
        "of": said(share.of),
        "percent": share.percent,
    }


def signed(value: int | None) -> str:
    """A score that may lie below zero, with its sign."""
    return _("too few answers") if value is None else f"{value:+d}".replace("-", "\N{MINUS SIGN}")


def tables(season: Season) -> list[Table]:
    """Every table of the report, those without rows left out."""
    found = [
        _funnel(season),
        _unassigned(season),
        _groups(season),
        _terms(season),
        _promises(season),
        _endings(season),
        _partners(season),
        _feedback(season),
        _confidence(season),
        _statuses(season),
    ]
    return [table for table in found if table.rows]


def _funnel(season: Season) -> Table:
    rows = [[stage.label, said(stage.value)] for stage in season.funnel]
    return Table("funnel", _("From applied to completed"), [_("Step"), _("Students")], rows)


def _unassigned(season: Season) -> Table:
    rows = [[reason.label.capitalize(), said(reason.value)] for reason in season.unassigned.reasons]
    return Table("unassigned", _("Students without a mentor"), [_("Reason"), _("Students")], rows)


def _groups(season: Season) -> Table:
    health = season.health
    rows = [
        [_("Live"), said(health.live)],
        [_("Live and well"), said(health.well)],
        *([flag.label, said(flag.value)] for flag in health.flags),
        [_("Completed"), said(health.completed)],
        [_("Ended early"), said(health.ended_early)],
    ]
    return Table("groups", _("Work groups"), [_("What"), _("Groups")], rows)


def _terms(season: Season) -> Table:
    head = [_("Term"), _("Groups"), _("Meetings"), _("Per group"), _("Required"), _("Met as often")]
    rows = [
        [
            term.term,
            said(term.groups),
            said(term.meetings),
            said(term.per_group),
            said(term.required),
            of(term.met),
        ]
        for term in season.meetings.terms
    ]
    return Table("meetings", _("Meetings by term"), head, rows)


def _promises(season: Season) -> Table:
    held, written = season.meetings, season.reflections
    rows = [[label, of(share)] for label, share in promises(season) if share is not None]
    rows.append([_("Reflections acknowledged"), of(written.acknowledged)])
    rows.append([_("Meetings held"), said(held.held)])
    rows.append([_("Hours together"), said(held.hours)])
    return Table("promises", _("What was promised and kept"), [_("What"), _("How many")], rows)


def promises(season: Season) -> list[tuple[str, Share | None]]:
    """What people promise each other, and how much of it was kept."""
    held, written = season.meetings, season.reflections
    return [
        (_("Liaison officer told before the meeting"), held.told_before),
        (_("Meetings recorded within 7 days"), held.recorded_in_time),
        (_("Meetings face to face"), held.face_to_face),
        (_("Reflections on meetings handed in"), written.on_meetings),
        (_("Reflections on meetings within 8 days"), written.on_meetings_in_time),
        (_("Reflections on terms handed in"), written.on_terms),
        (_("Reflections on terms in time"), written.on_terms_in_time),
    ]


def _endings(season: Season) -> Table:
    ended = season.endings
    rows = [
        [_("Withdrawals"), said(ended.withdrawals)],
        *([f"– {label}", said(value)] for label, value in ended.by_reason),
        [_("Groups ended early"), said(ended.dissolved)],
        [_("Groups terminated"), said(ended.terminations)],
        [_("Concerns about groups"), said(ended.concerns)],
        [_("Concerns still open"), said(ended.concerns_open)],
    ]
    return Table("endings", _("What ended early"), [_("What"), _("How many")], rows)


def _partners(season: Season) -> Table:
    head = [_("Company"), _("Mentors"), _("Hours pledged"), _("Hours delivered")]
    rows = [
        [row.name, said(row.mentors), said(row.pledged), said(row.delivered)]
        for row in season.partners
    ]
    return Table("companies", _("Companies"), head, rows)


def _feedback(season: Season) -> Table:
    voiced = season.voices
    head = [_("Who"), _("Sent"), _("Answered"), _("Rate"), _("Recommend, -100 to +100")]
    rows = [
        [
            who,
            said(share.of),
            said(share.part),
            _("%(n)d %%") % {"n": share.percent} if share.percent is not None else "–",
            signed(score),
        ]
        for who, share, score in (
            (_("Students"), voiced.students, voiced.recommend_students),
            (_("Mentors"), voiced.mentors, voiced.recommend_mentors),
        )
        if share.of
    ]
    return Table("feedback", _("What people said"), head, rows)


def _confidence(season: Season) -> Table:
    sure = season.voices.confidence
    head = [_("How sure they are of their way, 1 to 5"), _("Answered"), _("Before"), _("Now")]
    rows = [[_("Students"), said(sure.answered), said(sure.before), said(sure.now)]] if sure else []
    return Table("confidence", _("How sure students are of their way"), head, rows)


def _statuses(season: Season) -> Table:
    rows = [[status.label.capitalize(), said(status.value)] for status in season.voices.statuses]
    return Table(
        "statuses", _("What students do now"), [_("What"), _("Students who answered")], rows
    )


def as_csv(season: Season) -> bytes:
    """All tables in one file, one row for each number: table, row, column, value."""
    rows = [
        [table.title, row[0], column, value]
        for table in tables(season)
        for row in table.rows
        for column, value in zip(table.head[1:], row[1:], strict=True)
    ]
    return write_csv([_("Table"), _("Row"), _("Column"), _("Value")], rows)
