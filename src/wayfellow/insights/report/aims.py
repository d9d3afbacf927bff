"""The programme's own objectives and outcomes, beside the figures that speak to them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wayfellow.insights.report.season import Season
from wayfellow.insights.report.tables import of, said, signed
from wayfellow.programmes.models import Aim, Audience
from wayfellow.programmes.queries import by_audience


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is aimed at for one audience, and what the season says to it."""

    audience: str
    aims: list[tuple[str, str]]
    """What kind of aim, and its words."""
    figures: list[tuple[str, str]]


def spoken(season: Season) -> list[Spoken]:
    """Objectives and outcomes by audience; one query."""
    rows = Aim.objects.filter(
        programme=season.frame.cohort.programme_id,
        kind__in=[Aim.Kind.OBJECTIVE, Aim.Kind.OUTCOME],
    )
    return [
        Spoken(
            str(group.audience.label).capitalize(),
            [(str(aim.get_kind_display()).capitalize(), aim.text) for aim in group.rows],
            FIGURES[group.audience](season),
        )
        for group in by_audience(rows)
    ]


def _students(season: Season) -> list[tuple[str, str]]:
    counts, sure = season.counts, season.voices.confidence
    figures = [
        (_("Placed with a mentor"), _out_of(counts["placed"], counts["accepted"])),
        (_("Completed"), _out_of(counts["completed"], counts["placed"])),
    ]
    if sure is not None:
        figures.append(
            (
                _("Sure of their way, 1 to 5 (%(n)s answered)") % {"n": said(sure.answered)},
                _("%(before)s before, %(now)s now")
                % {"before": said(sure.before), "now": said(sure.now)},
            )
        )
    if season.reflections.on_meetings is not None:
        figures.append((_("Reflections on meetings"), of(season.reflections.on_meetings)))
    return figures


def _mentors(season: Season) -> list[tuple[str, str]]:
    health = season.health
    return [
        (_("Groups led"), said(health.live + health.completed + health.ended_early)),
        (_("Hours together"), said(season.meetings.hours)),
        (
            _("Mentors who would recommend it, -100 to +100 (%(n)s answered)")
            % {"n": said(season.voices.mentors.part)},
            signed(season.voices.recommend_mentors),
        ),
    ]


def _companies(season: Season) -> list[tuple[str, str]]:
    return [
        (_("Companies that took part"), said(sum(row.mentors > 0 for row in season.partners))),
        (
            _("Hours delivered of those pledged"),
            _("%(given)s of %(pledged)s")
            % {"given": said(season.delivered), "pledged": said(season.pledged)},
        ),
    ]


def _institution(season: Season) -> list[tuple[str, str]]:
    counts = season.counts
    return [
        (_("Students with a mentor"), _out_of(counts["placed"], counts["accepted"])),
        (_("Students without a mentor now"), said(season.unassigned.total)),
        (_("Groups that ended early"), said(season.health.ended_early)),
    ]


def _everybody(season: Season) -> list[tuple[str, str]]:
    return [
        (_("Meetings held"), said(season.meetings.held)),
        (
            _("Students who would recommend it, -100 to +100 (%(n)s answered)")
            % {"n": said(season.voices.students.part)},
            signed(season.voices.recommend_students),
        ),
    ]


def _out_of(part: int, whole: int) -> str:
    return _("%(part)s of %(of)s") % {"part": said(part), "of": said(whole)}


FIGURES: dict[Audience, Callable[[Season], list[tuple[str, str]]]] = {
    Audience.EVERYBODY: _everybody,
    Audience.STUDENT: _students,
    Audience.MENTOR: _mentors,
    Audience.COMPANY: _companies,
    Audience.INSTITUTION: _institution,
}
