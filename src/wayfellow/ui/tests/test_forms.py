"""A field is tied to its hint, its audience and its error."""

import re

import pytest
from django import forms
from django.template import Context, Template

from wayfellow.ui.forms import DateInput, split_words


class Profile(forms.Form):
    name = forms.CharField(label="Name", help_text="As on your <card>.")
    born = forms.DateField(label="Born", widget=DateInput(), required=False)
    ways = forms.MultipleChoiceField(
        label="Ways", choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple
    )
    code = forms.BooleanField(label="Code of conduct")
    secret = forms.CharField(widget=forms.HiddenInput)
    audiences = {"name": "Your group", "ways": "Only you"}


class Own(Profile):
    def __init__(self) -> None:
        super().__init__()
        self.fields["born"].__dict__["audience"] = "Only the coordinator"


def tag(html: str, start: str) -> str:
    found = re.search(rf"<{start}[^>]*>", html)
    assert found, f"no <{start}> in {html}"
    return found[0]


def test_a_field_is_described_by_its_hint_its_audience_and_its_error() -> None:
    html = str(Profile({}))
    field = tag(html, 'input type="text"')
    ids = "id_name_helptext id_name_audience id_name_error"
    assert f'aria-describedby="{ids}"' in field
    assert 'aria-invalid="true"' in field
    assert [f'id="{one}"' in html for one in ids.split()] == [True] * 3


def test_a_group_of_choices_is_described_as_a_group() -> None:
    html = str(Profile({}))
    assert 'aria-describedby="id_ways_audience id_ways_error"' in tag(html, "fieldset")
    assert "<legend" in html


def test_every_error_is_an_alert_with_the_way_out_and_is_listed_above() -> None:
    html = str(Profile({"code": ""}))
    # The hidden field's error can only stand in the list above.
    assert html.count('role="alert"') == 4
    assert 'href="#id_name">Name</a>: Please fill this in.' in html
    assert "Please tick this to go on." in html
    assert "Please choose at least one." in html
    assert "nothing you typed is lost" in html


def test_the_list_of_errors_leads_to_something_on_the_page() -> None:
    html = str(Profile({}))
    targets = re.findall(r'<a href="#([\w-]+)"', html)
    assert targets
    assert [target for target in targets if f'id="{target}"' not in html] == []


def test_ids_are_unique() -> None:
    ids = re.findall(r'\sid="([^"]+)"', str(Profile({})))
    assert sorted(ids) == sorted(set(ids))


def test_only_what_is_optional_is_marked_and_a_hint_cannot_carry_markup() -> None:
    html = str(Profile())
    assert html.count("optional") == 1
    assert "&lt;card&gt;" in html


def test_a_field_may_say_its_own_audience() -> None:
    form = Own()
    assert 'id="id_born_audience"' in str(form["born"].as_field_group())


@pytest.mark.parametrize("name", ["name", "born", "ways", "code"])
def test_the_row_tag_renders_one_field_as_the_form_does(name: str) -> None:
    form = Profile()
    html = Template("{% load ui %}{% row field %}").render(Context({"field": form[name]}))
    assert html.split() == str(form[name].as_field_group()).split()


def test_a_date_is_written_as_the_browsers_picker_reads_it() -> None:
    html = str(Profile(initial={"born": "2009-05-04"})["born"])
    assert 'type="date"' in html
    assert 'value="2009-05-04"' in html


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("CAD, statics; welding\nCAD", ["CAD", "statics", "welding"]),
        ("机器人，编程、设计；航空", ["机器人", "编程", "设计", "航空"]),
        ("برمجة، تصميم؛ طيران", ["برمجة", "تصميم", "طيران"]),
        (" ,，、 ", []),
    ],
)
def test_words_are_split_at_the_commas_of_every_script(typed: str, words: list[str]) -> None:
    assert split_words(typed) == words
