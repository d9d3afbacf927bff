"""Names that a student office's system shouts, written as people write them."""

import re
import unicodedata

_RUN = re.compile(r"[^\W\d_]+(?:\u0301|\u0300|\u0308|\u0303)*")
_SMALL = frozenset(
    [
        "d/o",
        "s/o",
        "a/l",
        "a/p",
        "bin",
        "binte",
        "binti",
        "bte",
        "ibn",
        "de",
        "del",
        "der",
        "den",
        "ter",
        "van",
        "von",
        "dos",
    ]
)
_VIETNAMESE = frozenset(
    [
        "bùi",
        "bui",
        "cao",
        "đặng",
        "dang",
        "đinh",
        "dinh",
        "đỗ",
        "do",
        "đoàn",
        "doan",
        "dương",
        "duong",
        "hồ",
        "ho",
        "hoàng",
        "hoang",
        "huỳnh",
        "huynh",
        "lê",
        "le",
        "lương",
        "luong",
        "lý",
        "ly",
        "mai",
        "ngô",
        "ngo",
        "nguyễn",
        "nguyen",
        "phạm",
        "pham",
        "phan",
        "tô",
        "to",
        "trần",
        "tran",
        "trương",
        "truong",
        "võ",
        "vo",
        "vũ",
        "vu",
    ]
)
"""Family names after which "van" is a name and no particle."""
_SIGNS = frozenset(" -'\u2019./,@()")
_INITIALS = 3
"""A single word up to this long may be initials, which stay as they are."""


def quiet(name: str) -> str:
    """``name`` in title case if it is wholly in Latin capitals; any other name as it stands."""
    letters = [letter for letter in name if letter.upper() != letter.lower()]
    shouted = letters and all(
        letter == letter.upper() and unicodedata.name(letter, "").startswith("LATIN")
        for letter in letters
    )
    words = name.split()
    # What holds other signs than names do (a formula, say) is not a name to be mended.
    plain = all(sign.isalpha() or sign in _SIGNS or unicodedata.combining(sign) for sign in name)
    if not (shouted and plain) or (len(words) == 1 and len(letters) <= _INITIALS):
        return name
    taken = frozenset({"van"}) if words[0].lower() in _VIETNAMESE else frozenset()
    small = _SMALL - taken
    last = len(words) - 1
    return " ".join(
        word.lower() if word.lower() in small and 0 < at < last else _word(word)
        for at, word in enumerate(words)
    )


def _word(word: str) -> str:
    """One word: its parts between hyphens and brackets begin large, "O'Brien" and "McKay" too."""
    return _RUN.sub(lambda run: _part(run.group(), word[: run.start()]), word)


def _part(part: str, before: str) -> str:
    # After an apostrophe a name goes on (Ma'aruf), unless one letter stands before it (O'Brien).
    goes_on = before[-1:] in {"'", "\u2019"} and before[-3:-2].isalpha()
    rest = part[1:].replace("\u0130", "i").lower()
    if goes_on:
        return part[:1].lower() + rest
    if part.startswith("MC") and len(rest) > len("ck"):
        return f"Mc{rest[1:2].upper()}{rest[2:]}"
    return part[:1] + rest
