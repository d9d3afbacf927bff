"""Lists of words: chosen from a vocabulary, and written freely."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from wayfellow.ui.forms import split_words

MOST_WORDS = 30
LONGEST_WORD = 60
SHORT_LIST = 10


class WordsInput(forms.Widget):
    """A line to write in, and the vocabulary to tick."""

    template_name = "applications/widgets/words.html"
    use_fieldset = True

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self.words = tuple(words)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen = value if isinstance(value, list) else split_words(str(value or ""))
        known = {word.casefold(): word for word in self.words}
        ticked = {word.casefold() for word in chosen} & known.keys()
        own = [word for word in chosen if word.casefold() not in known]
        context["widget"] |= {
            "own": ", ".join(own),
            "chosen": ", ".join(known[word] for word in known if word in ticked),
            "is_short": len(self.words) <= SHORT_LIST,
            "options": [
                {"value": word, "label": _label(word), "checked": word.casefold() in ticked}
                for word in self.words
            ],
        }
        return context

    def value_from_datadict(
        self, data: Any, files: MultiValueDict[str, Any], name: str
    ) -> list[str]:
        given = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        return split_words(given if isinstance(given, str) else ",".join(map(str, given)))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def id_for_label(self, id_: str) -> str:
        return id_


def _label(word: str) -> str:
    # Codes such as "engineering/aerospace" read better with their parts apart.
    return word.replace("/", ": ")


class WordsField(forms.Field):
    """A list of short words or phrases."""

    widget: WordsInput

    def __init__(self, words: Sequence[str], **options: Any) -> None:
        super().__init__(widget=WordsInput(words), **options)

    def to_python(self, value: Any) -> list[str]:
        return split_words(value) if isinstance(value, str) else list(value or [])

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if len(value) > MOST_WORDS:
            raise forms.ValidationError(
                _("That is a lot. Keep the %(most)s that matter most.") % {"most": MOST_WORDS}
            )
        for word in value:
            if len(word) > LONGEST_WORD:
                raise forms.ValidationError(
                    _("“%(word)s…” is too long for one entry. Put commas between entries.")
                    % {"word": word[:30]}
                )


class SuggestedInput(forms.TextInput):
    """One line with suggestions that the browser offers while typing."""

    template_name = "applications/widgets/suggested.html"

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__()
        self.words = tuple(words)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["words"] = self.words
        return context
