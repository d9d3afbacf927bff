"""What stood in the way, as the files and the terminal say it: the one place that words it."""

from wayfellow.matching.types import Breach, Must, Unplaced


def nearest(left: Unplaced) -> str:
    """What stood nearest in the way of a student without a mentor."""
    obstacle = left.obstacle
    count = obstacle.count
    if obstacle.rule is not None:
        rule = named(obstacle.rule)
        if obstacle.kind == "rule":
            return f"{rule}: without this rule {people(count, 'mentor')} would be eligible"
        all_ = people(obstacle.of, "mentor")
        return f"{rule}: removes {count} of {all_}, and no rule alone opens one"
    who = f"{obstacle.mentor} (score {obstacle.score}"
    plain = {
        "inactive": f"{left.student} is not active",
        "no mentor": "there is no active mentor",
        "closed": "every mentor that the rules admit is excluded or has no seat",
        "list": f"no listed mentor may take {left.student}; {people(count, 'other')} could",
        "seats": f"no eligible mentor has a seat left ({count} in all); the nearest is {who}, "
        f"{obstacle.of} of {obstacle.of} seats taken)",
        "group": f"{who}) has no group: {obstacle.of} students were not to be had",
    }
    beside = f"; {people(obstacle.unlisted, 'mentor')} not on the list would have a seat"
    return plain[obstacle.kind] + (beside if obstacle.unlisted else "")


def breach(broken: Breach) -> str:
    """What a pair breaks."""
    student, mentor, must = broken.student, broken.mentor, broken.rule
    if must is not None:
        return _breach(must, broken.mine, broken.theirs)
    return {
        "inactive": f"{broken.who} is not active",
        "list": f"{student} wants listed mentors only, and {mentor} is not on the list",
        "excluded": f"{student} and {mentor} are excluded as a pair",
    }[broken.kind]


def _breach(must: Must, mine: str, theirs: tuple[str, ...]) -> str:
    if must.kind == "between":
        low, high = theirs
        return f"{must.student} {mine} is not between {low} and {high} ({must.low}, {must.high})"
    said = theirs[0].replace("|", ", ")
    mine = mine.replace("|", ", ") or "nothing"
    if must.kind == "member":
        return f"{must.student} {mine} is not among {must.mentor}: {said}"
    return f"{must.student} ({mine}) and {must.mentor} ({said or 'nothing'}) share no value"


def named(must: Must) -> str:
    """A rule in a few words."""
    if must.kind == "between":
        return f"{must.student} between {must.low} and {must.high}"
    if must.kind == "member":
        return f"{must.student} among {must.mentor}"
    if must.student == must.mentor:
        return f"{must.student} in common"
    return f"{must.student} and {must.mentor} with a value in common"


def people(count: int, noun: str) -> str:
    """So many of them."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
