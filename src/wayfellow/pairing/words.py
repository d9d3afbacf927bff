"""What the engine found, in the words that a coordinator reads."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.utils.text import get_text_list
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayfellow.applications.models import Application
from wayfellow.pairing.engine import NOT_IN_THE_LIST
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

_FULL = re.compile(r"no eligible mentor has a seat left \((\d+) in all\); the nearest is (\d+)\b")
_SMALL = re.compile(r"(\d+) \(score \d+\) has no group")
_ALONE = re.compile(r"(.+?): without this rule (\d+) mentor")
_TOGETHER = re.compile(r"(.+?): removes \d+ of \d+ mentor")


def mentor_in(nearest: str) -> int | None:
    """The mentor's application that a reason names."""
    found = _FULL.match(nearest) or _SMALL.match(nearest)
    return int(found.group(found.re.groups)) if found else None


def rule_in(nearest: str) -> str | None:
    """The hard rule that a reason names, by its key."""
    found = _ALONE.match(nearest) or _TOGETHER.match(nearest)
    if found is None:
        return None
    return next((key for key, row in RULES.items() if found[1].startswith(row[1])), None)


def why_unplaced(reason: str, nearest: str, names: Mapping[int, str]) -> str:
    """Why a student has no place, and what stood nearest in the way."""
    name = names.get(mentor_in(nearest) or 0, _("another mentor"))
    if nearest == NOT_IN_THE_LIST:
        return _("The list that was brought in does not name this student.")
    if full := _FULL.match(nearest):
        n = int(full[1])
        return ngettext(
            "The %(n)d mentor who fits is full: %(name)s.",
            "The %(n)d mentors who fit are all full; the nearest was %(name)s.",
            n,
        ) % {"n": n, "name": name}
    if _SMALL.match(nearest):
        return _("%(name)s fits, but too few others were to be had for a group there.") % {
            "name": name
        }
    if alone := _ALONE.match(nearest):
        n = int(alone[2])
        return ngettext(
            "Without the rule “%(rule)s” %(n)d mentor would fit.",
            "Without the rule “%(rule)s” %(n)d mentors would fit.",
            n,
        ) % {"rule": _rule(alone[1]), "n": n}
    if together := _TOGETHER.match(nearest):
        return _("No mentor fits; the rule “%(rule)s” stands in the way most.") % {
            "rule": _rule(together[1])
        }
    return _("No mentor who fits has a place left.") if reason == "no eligible mentor" else nearest


def _rule(named: str) -> str:
    key = next((key for key, row in RULES.items() if named.startswith(row[1])), None)
    return str(RULES[key][-1]) if key else named


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
    """Why a pair may not be made."""
    return [_objection(each) for each in broken]


def can_be_waived(broken: str) -> bool:
    """Whether it is a hard rule of the matching, which a coordinator may overrule for one pair."""
    return any(broken.startswith((f"{row[1]} ", f"{row[1]}(")) for row in RULES.values())


def _objection(broken: str) -> str:
    if broken.startswith("languages"):
        return _("they speak no language in common")
    if broken.startswith("field"):
        return _("the mentor knows other fields")
    if "excluded" in broken:
        return _("a coordinator said: never together")
    return broken


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
