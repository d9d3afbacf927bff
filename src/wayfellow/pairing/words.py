"""What the engine found, in the words that a coordinator reads."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.utils.text import get_text_list
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayfellow.applications.models import Application
from wayfellow.pairing.lifecycle import RunState, Stage
from wayfellow.pairing.models import Run
from wayfellow.pairing.pool import folded
from wayfellow.pairing.recipe import RULES

FEW = 2
"""So many things are named one by one."""


def reasons(student: Application, mentor: Application, listed: int | None = None) -> list[str]:
    """Why the two go together, the weightiest first."""
    found = [_choice(listed)] if listed is not None else []
    wish = student.student.field
    if wish and folded(wish) in {folded(field) for field in mentor.mentor.fields}:
        found.append(_("works in %(field)s") % {"field": wish})
    for name, one in _SHARED.items():
        mine = list(dict.fromkeys(getattr(student, name)))
        both = common(mine, getattr(mentor, name))
        if both:
            found.append(
                one(len(mine))
                % {"n": len(both), "of": len(mine), "names": get_text_list(both[:FEW], _("and"))}
            )
    spoken = common(student.languages, mentor.languages)
    if spoken:
        found.append(_("both speak %(names)s") % {"names": get_text_list(spoken[:FEW], _("and"))})
    return found


def common(mine: Iterable[object], theirs: Iterable[object]) -> list[str]:
    """What is in both lists, as the first one writes it."""
    known = {folded(each) for each in theirs}
    return [str(each) for each in mine if folded(each) in known]


def _choice(listed: int) -> str:
    return (
        _("the student's first choice")
        if not listed
        else (_("the student's choice number %(n)d") % {"n": listed + 1})
    )


_SHARED: Mapping[str, Callable[[int], str]] = {
    "skills": lambda of: ngettext(
        "shares %(n)d of %(of)d skill: %(names)s", "shares %(n)d of %(of)d skills: %(names)s", of
    ),
    "interests": lambda of: ngettext(
        "shares %(n)d of %(of)d interest: %(names)s",
        "shares %(n)d of %(of)d interests: %(names)s",
        of,
    ),
    "values": lambda of: ngettext(
        "shares %(n)d of %(of)d value: %(names)s", "shares %(n)d of %(of)d values: %(names)s", of
    ),
}


def why_unplaced(obstacle: Mapping[str, Any] | None, names: Mapping[int, str]) -> str:
    """What stood nearest in a student's way, as the run keeps it."""
    if obstacle is None:
        return _("The list that was brought in does not name this student.")
    kind, n = obstacle["kind"], obstacle["count"]
    name = names.get(obstacle["mentor"], _("another mentor"))
    if kind == "seats":
        return ngettext(
            "The %(n)d mentor who fits is full: %(name)s.",
            "The %(n)d mentors who fit are all full; the nearest was %(name)s.",
            n,
        ) % {"n": n, "name": name}
    if kind == "rule":
        return ngettext(
            "Without the rule “%(rule)s” %(n)d mentor would fit.",
            "Without the rule “%(rule)s” %(n)d mentors would fit.",
            n,
        ) % {"rule": _rule(obstacle["rule"]), "n": n}
    plain = {
        "group": _("%(name)s fits, but too few others were to be had for a group there."),
        "rules": _("No mentor fits; the rule “%(rule)s” stands in the way most."),
        "inactive": _("The student takes no part at the moment."),
        "list": _("Only mentors whom the student does not want are left."),
    }
    words = plain.get(kind, _("No mentor who fits has a place left."))
    return words % {"name": name, "rule": _rule(obstacle["rule"])}


def _rule(key: str | None) -> str:
    return str(RULES[key][-1]) if key in RULES else str(key)


def why_not(obstacle: str, there: str, needs: int) -> str:
    """Why a pair was not made: what stands against it first, ``there`` being the mentor of now."""
    if obstacle == "group":
        return ngettext(
            "There is no group there yet, and %(n)d more student would have to come.",
            "There is no group there yet, and %(n)d more students would have to come.",
            needs,
        ) % {"n": needs}
    found = {
        "excluded": _("A coordinator said: never together."),
        "locked": _("Stays with %(name)s in every run."),
        "full": _("All places there are taken:"),
        "leaves": _("The group of %(name)s needs %(n)d and would be left too small."),
        "less": _("There is a place, but with %(name)s the score is no lower."),
        "free": _("There is a place, and nothing stands against it."),
    }[obstacle]
    return found % {"name": there, "n": needs}


def remedy(kind: str, column: str, value: str, name: str) -> str | None:
    """The smallest change at the mentor ``name``, as a button says it; None for one unheard of."""
    if kind == "seat":
        return _("One more place with %(name)s") % {"name": name}
    if kind == "fewest":
        return _("A group of %(n)d with %(name)s") % {"name": name, "n": int(value)}
    if kind == "group":
        return _("Keep with %(name)s") % {"name": name}
    if kind == "admit" and column == "languages":
        return _("Suppose that %(name)s speaks %(language)s") % {"name": name, "language": value}
    if kind == "admit" and column == "fields_open":
        return _("Let %(name)s take %(field)s too") % {"name": name, "field": value}
    return None


def beside(score: int, others: Sequence[str]) -> str:
    """What the pair would score, and who else would have to come."""
    if not others:
        return _("Score %(score)d") % {"score": score}
    names = get_text_list(list(others), _("and"))
    return _("Score %(score)d, together with %(names)s") % {"score": score, "names": names}


def stage(run: Run) -> str:
    """What a run that is under way is at, for those who wait for it."""
    if run.state == RunState.QUEUED:
        return _("Waiting for a worker to take the run up")
    if run.stage == Stage.KEEP:
        return _("Writing the groups down")
    seconds = int((now() - run.begun_at).total_seconds()) if run.begun_at else 0
    return _("Looking for the best groups, for %(n)d seconds so far") % {"n": max(seconds, 0)}


def objections(broken: Iterable[str]) -> list[str]:
    """Why a pair may not be made, for what a verdict says is broken."""
    plain = {
        "language": _("they speak no language in common"),
        "field": _("the mentor knows other fields"),
        "excluded": _("a coordinator said: never together"),
        "inactive": _("one of the two takes no part at the moment"),
        "list": _("the student wants none but the mentors named in the application"),
    }
    return [plain.get(each, each) for each in broken]


def can_be_waived(broken: str) -> bool:
    """Whether it is a hard rule of the matching, which a coordinator may overrule for one pair."""
    return broken in RULES


def summary(run_report: Mapping[str, Any]) -> list[tuple[str, str]]:
    """How a run was done: proof, time and versions."""
    report = run_report
    if not report:
        return []
    if report.get("judged"):
        return [
            (_("Quality"), _("made elsewhere, only judged here")),
            (_("Fingerprint"), report["configuration"][:12]),
        ]
    seconds = sum(report["seconds"].values())
    proven = (
        _("proven the best there is")
        if report["optimal"]
        else (_("at most %(gap)s %% below the best there could be") % {"gap": report["gap"]})
    )
    return [
        (_("Quality"), proven),
        (_("Seconds"), f"{seconds:.1f}"),
        (_("Fingerprint"), report["configuration"][:12]),
    ]
