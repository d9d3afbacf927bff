"""The words of a mailing in one language: what is wrong with them, and what one person reads."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from django.utils.translation import gettext as _

from wayfellow.kernel.placeholders import faults, fill

NAMES = ("name", "programme", "institution", "sender")
"""What may stand in curly braces."""
FEWEST_OPTIONS, MOST_OPTIONS = 2, 4
SUBJECT, TEXT, LABEL, QUESTION, OPTION = 150, 10_000, 60, 200, 40
"""The most characters of each."""
_LETTER_SUBJECT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a mailing says in one language, as it was typed."""

    subject: str = ""
    text: str = ""
    label: str = ""
    """Of the button that opens a page."""
    question: str = ""
    options: tuple[str, ...] = ()

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """From what the database keeps."""
        return cls(**{**kept, "options": tuple(kept.get("options", ()))})

    def kept(self) -> dict[str, Any]:
        """As the database keeps it."""
        return {**asdict(self), "options": list(self.options)}

    def __bool__(self) -> bool:
        return any((self.subject, self.text, self.label, self.question, *self.options))

    def option(self, place: int | None) -> str:
        """The answer at ``place``; nothing where there is none."""
        return self.options[place] if place is not None and place < len(self.options) else ""

    def filled(self, values: Mapping[str, str]) -> "Wording":
        """As one person reads it: each placeholder once, and what is put in is never read again."""
        return Wording(
            subject=" ".join(fill(self.subject, values).split())[:_LETTER_SUBJECT],
            text=fill(self.text, values),
            label=self.label,
            question=fill(self.question, values),
            options=self.options,
        )

    def wrong(self) -> dict[str, str]:
        """What stands in curly braces and stands for nothing, by the name of the field."""
        allowed = ", ".join(f"{{{name}}}" for name in NAMES)
        found = {}
        for name in ("subject", "text", "question"):
            if pieces := faults(getattr(self, name), NAMES):
                words = _("%(pieces)s stands for nothing here. You can use %(allowed)s.")
                found[name] = words % {"pieces": ", ".join(pieces), "allowed": allowed}
        return found

    def lacking(self, first: "Wording | None" = None) -> dict[str, str]:
        """What is missing before it can leave, by the name of the field.

        ``first`` is the mailing's first language, whose question every other one repeats.
        """
        found = {}
        if not self.subject.strip():
            found["subject"] = _("Give the message a subject.")
        if not self.text.strip():
            found["text"] = _("Write the message.")
        if self.options and not self.question.strip():
            found["question"] = _("Write the question that these answers belong to.")
        if self.question.strip() and len(self.options) < FEWEST_OPTIONS:
            found["option_1"] = _("A question needs at least two answers to choose from.")
        if len(set(map(str.casefold, self.options))) < len(self.options):
            found["option_1"] = _("Two answers are the same.")
        if first is not None and len(first.options) != len(self.options):
            found["question"] = _(
                "Ask the same question with %(n)d answers, as in the first language."
            ) % {"n": len(first.options)}
        return found | self.wrong()
