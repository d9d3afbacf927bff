"""Every text that people read is found, and the catalogues keep in step with it."""

from pathlib import Path

import pytest

from wayfellow.testing.catalogues import differences, entries, faults, update
from wayfellow.testing.messages import Message, NotPlain, in_code, in_template

CODE = """
from django.utils import translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy
from wayfellow.sheets.types import gettext_noop

A = _("Name")
B = _now("What was " "typed is still here.")
C = ngettext("%(n)d group", "%(n)d groups", 2)
D = pgettext_lazy("thing", "Name")
E = translation.gettext_noop("Later")
F = _(A)
G = unrelated("No text of ours")
H = gettext_noop("In a pure room")
"""
PAGE = """{% load i18n %}
{% comment %}{% translate "Not this" %}{% endcomment %}
<h1 title="{% translate 'A title' %}">{% translate "Name" context "thing" %}</h1>
{% page_head _("A head") lead=_("A lead") %}
{% blocktranslate trimmed with n=1 %}
  Two lines
  of {{ n }} %
{% endblocktranslate %}
{% blocktranslate count n=n %}{{ n }} group{% plural %}{{ n }} groups{% endblocktranslate %}
"""
CATALOGUE = """# Finnish.
msgid ""
msgstr ""
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Kept"
msgstr "Pidetty"

# Said at the door.
msgctxt "thing"
msgid "Gone"
msgstr "Mennyt"

msgid "Also kept"
msgstr "Tämäkin"
"""


def test_every_way_of_marking_a_text_in_code_is_found() -> None:
    assert set(in_code(CODE)) == {
        Message("Name"),
        Message("What was typed is still here."),
        Message("%(n)d group", plural="%(n)d groups"),
        Message("Name", context="thing"),
        Message("Later"),
        Message("In a pure room"),
    }


@pytest.mark.parametrize("built", ['f"Hello {name}"', '"Hello " + name'])
def test_a_text_put_together_before_its_translation_is_refused(built: str) -> None:
    with pytest.raises(NotPlain, match="line 2"):
        list(in_code(f"from django.utils.translation import gettext as _\n_({built})"))


def test_every_way_of_marking_a_text_on_a_page_is_found() -> None:
    assert set(in_template(PAGE)) == {
        Message("A title"),
        Message("Name", context="thing"),
        Message("A head"),
        Message("A lead"),
        Message("Two lines of %(n)s %%"),
        Message("%(n)s group", plural="%(n)s groups"),
    }


def test_a_catalogue_gets_what_it_lacks_to_be_filled_and_loses_what_nothing_uses(
    tmp_path: Path,
) -> None:
    path = tmp_path / "django.po"
    path.write_text(CATALOGUE, encoding="utf-8")
    wanted = [Message("Kept"), Message("Also kept"), Message('"One"', plural="Many")]
    assert differences(entries(path), wanted) == ([wanted[2]], [Message("Gone", context="thing")])

    update(path, wanted, like=path)

    assert differences(entries(path), wanted) == ([], [])
    assert [entry.answers for entry in entries(path)[1:]] == [["Pidetty"], ["Tämäkin"], ["", ""]]
    assert "door" not in path.read_text(encoding="utf-8")
    assert list(faults(entries(path))) == ["line 12: '\"One\"' is not translated"]


def test_a_new_catalogue_begins_as_another_does(tmp_path: Path) -> None:
    other, path = tmp_path / "other.po", tmp_path / "fi" / "django.po"
    other.write_text(CATALOGUE, encoding="utf-8")

    update(path, [Message("Hello")], like=other)

    assert [entry.message.message for entry in entries(path)] == ["", "Hello"]
    assert "nplurals=2" in entries(path)[0].answers[0]


def test_a_lost_placeholder_is_named(tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    path.write_text('msgid "%(n)s of {all}"\nmsgstr "%(m)s / {all}"\n', encoding="utf-8")

    assert list(faults(entries(path))) == [
        "line 1: '%(n)s of {all}' differs in its placeholders: %(m)s, %(n)s"
    ]
