"""Single cells: lists, yes and no, numbers, times, addresses."""

import datetime as dt
import re

from wayfellow.sheets.cleaning import clean
from wayfellow.sheets.types import Unfit, gettext_noop

_YES = frozenset(
    ("yes", "y", "true", "t", "1", "x", "ok", "kyllä", "k", "ja", "j", "on", "✓", "✔", "是")
)
_NO = frozenset(("no", "n", "false", "f", "0", "-", "ei", "e", "nej", "off", "✗", "✘", "否"))
_INT = re.compile(
    r"([+-]?[0-9]{1,3}(?:[ ,’'][0-9]{3})+|[+-]?[0-9]+)(?:[.,]0+)?"
    r"\s*(?:years?|yrs?\.?|hours?|hrs?\.?|h|students?|vuotta|v|år)?\Z",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"([0-9]{1,2})(?:[:.]([0-9]{2})(?::[0-9]{2})?)?\s*(a\.?m\.?|p\.?m\.?)?\Z", re.IGNORECASE
)
_FOUR = re.compile(r"([0-9]{2})([0-9]{2})\s*h?\Z", re.IGNORECASE)
_TWELVE = (12, *range(1, 12))
_ANGLED = re.compile(r"[^<>]*<([^<>]+)>\Z")
_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*\Z")
_LABEL = re.compile(r"(?!-)[^\W_]+(?:-+[^\W_]+)*\Z")
_DIGITS = 15
# RFC 5321, 4.5.3.1, and RFC 1035, 2.3.4.
_LOCAL_PART, _ADDRESS, _DOMAIN_LABEL = 64, 254, 63
_STRONG = re.compile(r"[|;；؛\n]")
_WEAK = re.compile(r"[,，、،]|\s/\s")
_WEAK_OR_SLASH = re.compile(r"[,，、،/]")


def split_list(text: str, *, slashes: bool = False) -> tuple[str, ...]:
    """The items of a cell, trimmed, in order, each once whatever its case.

    A bar, a semicolon or a line's end divides, and then commas belong to the items; else
    commas divide, and a slash between blanks. ``slashes`` lets every slash divide
    ("English/Malay"), which codes such as engineering/aerospace could not bear.
    """
    text = clean(text)
    weak = _WEAK_OR_SLASH if slashes else _WEAK
    divider = _STRONG if _STRONG.search(text) else weak
    items = (" ".join(clean(item).split()) for item in divider.split(text))
    kept: dict[str, str] = {}
    for item in items:
        if any(map(str.isalnum, item)):
            kept.setdefault(item.casefold(), item)
    return tuple(kept.values())


def parse_bool(text: str) -> bool:
    """Yes or no, in the words people put into such columns."""
    word = clean(text).casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise Unfit(gettext_noop("“%(text)s” is neither yes nor no."), text=clean(text))


def parse_int(text: str) -> int:
    """A whole number, with or without thousands marks or “years” behind it."""
    asked = clean(text)
    if not (match := _INT.match(asked)):
        raise Unfit(gettext_noop("“%(text)s” is not a whole number."), text=asked)
    digits = re.sub(r"[ ,’']", "", match[1])
    if len(digits) > _DIGITS:
        raise Unfit(gettext_noop("“%(text)s” is too large a number."), text=asked[:20] + "…")
    return int(digits)


def parse_time(text: str) -> dt.time:
    """A time of day: 9:30, 09.30, 0930, 5:30 pm."""
    asked = clean(text)
    match = _CLOCK.match(asked)
    if match and (match[2] or match[3]):
        hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    elif match := _FOUR.match(asked):
        hour, minute, half = int(match[1]), int(match[2]), ""
    else:
        raise Unfit(gettext_noop("“%(text)s” is not a time. Write it like 17:30."), text=asked)
    try:
        # The twelve-hour clock has no 0 and no 13: a time that says both is no time.
        return dt.time(_TWELVE.index(hour) + 12 * (half[0] == "p") if half else hour, minute)
    except ValueError:
        raise Unfit(gettext_noop("“%(text)s” is not a time of any day."), text=asked) from None


def parse_email(text: str) -> str:
    """The address alone, in small letters: out of “Name <a@b.org>” and “mailto:a@b.org” too."""
    asked = clean(text)
    address = match[1] if (match := _ANGLED.match(asked)) else asked
    address = clean(address).lower().removeprefix("mailto:").strip(" ;,")
    local, at, domain = address.rpartition("@")
    labels = domain.casefold().rstrip(".").split(".")
    good = at and len(labels) > 1 and len(local) <= _LOCAL_PART and len(address) <= _ADDRESS
    if not (good and _LOCAL.match(local) and all(_fits(label) for label in labels)):
        raise Unfit(
            gettext_noop("“%(text)s” is not an e-mail address. Write it like name@example.org."),
            text=asked,
        )
    if labels[-1].isdigit():
        raise Unfit(gettext_noop("“%(text)s” ends in a number, not in a domain."), text=asked)
    return f"{local}@{'.'.join(labels)}"


def _fits(label: str) -> bool:
    return len(label) <= _DOMAIN_LABEL and _LABEL.match(label) is not None
