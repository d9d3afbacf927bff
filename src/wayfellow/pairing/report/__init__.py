"""The account of a run that somebody without mathematics can read and answer for."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wayfellow import papers
from wayfellow.pairing import queries
from wayfellow.pairing.models import Run
from wayfellow.pairing.report.decisions import decisions, moment
from wayfellow.pairing.report.figures import asked, fairness, kept, proof, unplaced
from wayfellow.pairing.report.table import Table

PAPER = "pairing/papers/matching.typ"


@dataclass(frozen=True, slots=True)
class Account:
    """One run told from beginning to end."""

    title: str
    running: str
    facts: list[tuple[str, str]]
    sections: list[Table]
    signer: dict[str, Any]


def account(run: Run, *, named: bool) -> Account:
    """What was asked, who could be placed, how fairly, how well, and who decided what when."""
    figures = queries.figures([run]).get(run.pk, queries.Figures())
    sections = [
        asked(run),
        unplaced(run, named=named),
        fairness(run, figures, named=named),
        proof(run),
        decisions(run, named=named),
    ]
    if run.proposals.exclude(against=[]).exists():
        sections.insert(2, kept(run, named=named))
    if named:
        sections.append(_groups(run))
    by = run.signed_off_by
    return Account(
        title=_("Matching of %(cohort)s: report on run %(n)d")
        % {"cohort": run.cohort.name, "n": run.number},
        running=f"{run.cohort.programme.name}, {run.institution.name}",
        facts=_facts(run, figures),
        sections=sections,
        signer={
            "name": by.name if by else "",
            "role": _("answers for this matching"),
            "signed": moment(run.signed_off_at) if run.signed_off_at else None,
        },
    )


def _facts(run: Run, figures: queries.Figures) -> list[tuple[str, str]]:
    students = run.report.get("students", 0)
    share = round(100 * figures.placed / students) if students else 0
    return [
        (_("Programme"), run.cohort.programme.name),
        (_("Institution"), run.institution.name),
        (_("What it was"), str(run.get_kind_display())),
        (_("State"), str(run.get_state_display())),
        (_("Students to place"), number_format(students)),
        (_("Mentors with places"), number_format(run.report.get("mentors", 0))),
        (_("Students placed"), f"{number_format(figures.placed)} ({share} %)"),
        (_("Students without a place"), number_format(max(students - figures.placed, 0))),
    ]


def _groups(run: Run) -> Table:
    rows = run.proposals.select_related("student__person", "mentor__person")
    return Table(
        _("The groups"),
        "",
        (_("Mentor"), _("Student"), _("Score")),
        [
            (row.mentor.person.name, row.student.person.name, str(row.score))
            for row in rows.order_by("mentor__person__name", "mentor", "student__person__name")
        ],
    )


def on_paper(told: Account) -> bytes:
    """The account as a tagged PDF in the reader's language."""
    return papers.render(
        PAPER,
        {
            "running": told.running,
            "facts": [list(fact) for fact in told.facts],
            "sections": [_section(each) for each in told.sections],
            "signers": [told.signer],
        },
        title=told.title,
        language=get_language() or "en",
    )


def _section(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        "text": table.text or None,
        "head": list(table.head),
        "rows": [list(row) for row in table.rows],
    }
