"""What was asked of a run, and what came of it."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayfellow.pairing import queries
from wayfellow.pairing.engine import NOT_NAMED
from wayfellow.pairing.frozen import Faulty
from wayfellow.pairing.models import Run
from wayfellow.pairing.recipe import CRITERIA, RULES, Recipe
from wayfellow.pairing.report.table import Table
from wayfellow.pairing.words import objections

FEW = 3
"""Parts with fewer students are not told apart where nobody is to be named."""


def asked(run: Run) -> Table:
    """The weights and the rules of the run."""
    recipe = Recipe.read(run.configuration)
    rows = [(str(CRITERIA[name][-1]), str(n)) for name, n in recipe.weights.items() if n]
    rules = [str(RULES[name][-1]) for name in sorted(recipe.rules)]
    said = [
        _("A group has %(fewest)d to %(most)d students.")
        % {"fewest": recipe.fewest, "most": recipe.most},
        _("Never broken: %(rules)s.") % {"rules": "; ".join(rules) or _("no rule")},
    ]
    if recipe.choices:
        said.append(_("Mentors whom a student ranked come before everything else."))
    if recipe.floor:
        said.append(
            _("As few students as possible below a score of %(n)d, even if the total suffers.")
            % {"n": recipe.floor}
        )
    return Table(
        _("What was asked"),
        " ".join(said),
        (_("What makes a good pair"), _("Weight")),
        rows,
    )


def unplaced(run: Run, *, named: bool) -> Table:
    """Who has no place: by name, or counted by reason."""
    title = _("Who could not be placed, and why")
    left = queries.left_out(run)
    if not left:
        return Table(title, _("Every student of this run has a place."))
    told = queries.explained(left)
    if named:
        rows = [(each.student.person.name, each.why) for each in told]
        return Table(title, "", (_("Student"), _("Why")), rows)
    counted = Counter(_plain_reason(row) for row in left)
    return Table(
        title,
        "",
        (_("Why"), _("Students")),
        [(why, number_format(n)) for why, n in counted.most_common()],
    )


def _plain_reason(row: Mapping[str, Any]) -> str:
    reason: str = row["reason"]
    return {
        NOT_NAMED: _("The list that was brought in does not name them."),
        "no eligible mentor": _("No mentor fits by the rules."),
        "seats": _("Mentors fit, but all of them are full."),
        "group minimum": _("A mentor fits, but too few others for a whole group."),
        "inactive": _("The student takes no part at the moment."),
        "only preferences": _("Only mentors whom the student does not want are left."),
    }.get(reason, reason)


def fairness(run: Run, figures: queries.Figures, *, named: bool) -> Table:
    """How the scores are spread, in all and by field of work."""
    title = _("How fairly")
    if not figures.placed:
        return Table(title, _("Nobody is placed, so there is nothing to compare."))
    said = [
        _("Scores go from 0 to 1000. The mean is %(mean)d, the lowest %(worst)d.")
        % {"mean": round(figures.mean or 0), "worst": figures.worst or 0}
    ]
    if deciles := run.report.get("deciles"):
        said.append(
            _("Nine in ten students have %(low)d or more, half have %(middle)d or more.")
            % {"low": deciles[0], "middle": deciles[4]}
        )
    if wishing := run.report.get("wishing", 0):
        said.append(
            ngettext(
                "%(n)d of %(all)d student who ranked mentors got one of them.",
                "%(n)d of %(all)d students who ranked mentors got one of them.",
                wishing,
            )
            % {"n": figures.listed, "all": wishing}
        )
    said += _differences(run)
    head = (_("Field of work"), _("Students"), _("Placed"), _("Mean score"))
    return Table(title, " ".join(said), head, _by_field(run, hide=not named))


def _differences(run: Run) -> list[str]:
    """What the audit finds; nothing where the kept configuration cannot be read any more."""
    try:
        differences = [sentence for _tone, sentence in queries.audit(run).sentences]
    except Faulty:
        return []
    if differences:
        return [
            _("Differences that are more than chance: %(what)s") % {"what": " ".join(differences)}
        ]
    return [
        _("By institution, school, course, year, field, language, skills, interests and what"
          " matters in work, no difference is more than chance.")
    ]  # fmt: skip


def _by_field(run: Run, *, hide: bool) -> list[tuple[str, ...]]:
    """Each field with its students; few of them are told as one, where nobody is to be known."""
    fields = {pk: cells.get("field", "") for pk, cells in run.pool.get("students", {}).items()}
    counted = Counter(fields.values())
    few = {name for name, n in counted.items() if hide and n < FEW}
    other = _("fields of fewer than %(n)d students") % {"n": FEW}
    names = {pk: other if name in few else name for pk, name in fields.items()}
    scores: dict[str, list[int]] = {name: [] for name in names.values()}
    for pk, score in run.proposals.values_list("student", "score"):
        if str(pk) in names:
            scores[names[str(pk)]].append(score)
    totals = Counter(names.values())
    return [
        (
            name,
            number_format(totals[name]),
            number_format(len(scores[name])),
            number_format(round(sum(scores[name]) / len(scores[name]))) if scores[name] else "–",
        )
        for name in sorted(scores, key=lambda name: (-totals[name], name))
    ]


def proof(run: Run) -> Table:
    """What is proven, in words that need no mathematics."""
    title = _("How good it is, and how that is known")
    report = run.report
    if report.get("judged"):
        return Table(
            title,
            _("These pairs were made elsewhere and only judged here: nothing is claimed of how"
              " near they are to the best possible."),
        )  # fmt: skip
    if not report:
        return Table(title, _("This run has no answer."))
    said = []
    if report["placed"] == report["placed_bound"]:
        said.append(_("It is proven that nobody could place more students by these rules."))
    else:
        said.append(
            _("It is proven that nobody could place more than %(n)s students by these rules.")
            % {"n": number_format(report["placed_bound"])}
        )
    if report["optimal"]:
        said.append(_("It is proven that no other groups would have a larger total score."))
    else:
        said.append(
            _("The total score is %(total)s; no groups can have more than %(bound)s. What may be"
              " missing is %(gap)s %% of it at most.")
            % {
                "total": number_format(report["total"]),
                "bound": number_format(report["upper_bound"]),
                "gap": number_format(report["gap"]),
            }
        )  # fmt: skip
    said.append(
        _("The people, the settings and the answer are kept, so that the run can be repeated:"
          " engine %(version)s, settings %(print)s.")
        % {"version": report["version"], "print": report["configuration"][:12]}
    )  # fmt: skip
    return Table(title, " ".join(said))


def kept(run: Run, *, named: bool) -> Table:
    """Pairs that break a rule and stay by a coordinator's word."""
    rows = run.proposals.exclude(against=[]).select_related("student__person", "mentor__person")
    title = _("Pairs that break a rule")
    if not named:
        kept = sum(row.kept_by_hand for row in rows)
        return Table(
            title,
            ngettext(
                "%(n)d pair breaks a rule and was kept by a coordinator's word.",
                "%(n)d pairs break a rule and were kept by a coordinator's word.",
                kept,
            )
            % {"n": kept},
        )
    return Table(
        title,
        "",
        (_("Student"), _("Mentor"), _("Rules"), _("Kept by hand")),
        [
            (
                row.student.person.name,
                row.mentor.person.name,
                "; ".join(objections(row.against)),
                _("yes") if row.kept_by_hand else _("no"),
            )
            for row in rows
        ],
    )
