"""The invisible dirt of exports, and the mark that keeps a cell from being a formula."""

import re
import unicodedata

# They carry nothing wherever they stand. Joiners (200C, 200D) and direction marks do
# carry meaning inside Tamil, Persian or Arabic words, so those go only at the edges.
_NOTHING = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad"))
_PLAIN = _NOTHING | dict.fromkeys(map(ord, "\u00a0\u202f\u2007"), " ")
_DIRT = re.compile(f"[{''.join(map(chr, _PLAIN))}]")
_EDGE = (
    "\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u1680\u2028\u2029\u205f\u3000"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a"
)
_FORMULA_STARTS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
_GUARDED = re.compile(rf"'+\s*[{_FORMULA_STARTS}]")
_TO_GUARD = re.compile(rf"'*\s*[{_FORMULA_STARTS}]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def clean(text: str) -> str:
    """The text without what cannot be seen, in Unicode's composed form, lines ended by \\n."""
    if text.isascii():
        text = text.strip()
    else:
        bare = text.translate(_PLAIN) if _DIRT.search(text) else text
        text = unicodedata.normalize("NFC", bare).strip(_EDGE)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def guard(text: str) -> str:
    """The cleaned text as a spreadsheet may open it: never a formula, nothing unprintable."""
    text = clean(_CONTROL.sub("", text))
    return f"'{text}" if _TO_GUARD.match(text) else text


def unguard(text: str) -> str:
    """The cleaned text as it was before ``guard``."""
    return text[1:].lstrip() if text.startswith("'") and _GUARDED.match(text) else text
