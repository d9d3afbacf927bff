"""Every part renders, with little and with much, and says what it must."""

import re
from types import SimpleNamespace as Thing

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation


def show(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


AINO = Thing(pk=1, name="Aino <b>Virtanen</b>")
PARTS = [
    ('{% page_head "T" lead="L" eyebrow="E" action_url="/x" action_label="Plan" %}', "E T L Plan"),
    ('{% pill "Draft" "quiet" %}', "Draft"),
    ("{% person_chip aino role='Mentor' company='Northline' %}", "Mentor, Northline"),
    ("{% faces people label='Group' %}", "Virtanen"),
    ("{% needs items title='Now' %}", "Now Sign the agreement Sign"),
    ("{% needs none %}", ""),
    ("{% group_card group %}", "No mentor yet No students yet"),
    ("{% stepper phases %}", "Applications (done) 2 Meetings (now)"),
    ("{% facts rows %}", "Term Autumn"),
    ("{% tabs items label='T' %}", "Tab"),
    ("{% empty 'No meeting yet' text='Suggest one.' %}", "No meeting yet Suggest one."),
    ("{% signature 'Aino' %}", "Not signed yet"),
    ("{% meter 34 30 'Hours' unit='hours' %}", "34 of 30 hours"),
    ("{% meter 0 0 'Hours' %}", "0 of 0"),
    ("{% meter 40 100 'Progress' unit='%' %}", "Progress 40 %"),
    ("{% progress 3 10 'Reading' poll_url='/p' %}", "3 of 10 done, 7 to go"),
    ("{% progress 10 10 'Reading' %}", "All 10 done"),
    ("{% filter_bar filters found='2 people' %}", "2 people Remove the filter Engineering"),
    ("{% callout 'harm' title='Oh' %}Text{% endcallout %}", "Oh Text"),
    ("{% card title='About' %}Text{% endcard %}", "About Text"),
    ("{% dialog id='d' title='Sure?' %}Text{% enddialog %}", "Sure? Text"),
    ("{% bars bars caption='Health' %}", "Health Good 3 Late 0 The numbers as a table"),
    ("{% funnel bars caption='Funnel' %}", "0 % of all"),
    ("{% histogram bars caption='Scores' %}", "Scores 3 Good 0 Late"),
    ("{% bars none caption='Health' %}", "Health"),
    ("{% sparkline values label='Rising' %}", ""),
    ("{{ text|plain }}", "one two &lt;script&gt;"),
]


@pytest.mark.parametrize(("source", "said"), PARTS)
def test_a_part_says_what_it_was_given(source: str, said: str) -> None:
    context = {
        "aino": AINO,
        "people": [AINO],
        "none": [],
        "items": [
            {"title": "Sign the agreement", "label": "Tab", "url": "/sign", "action": "Sign"}
        ],
        "group": {"name": "Group Kallio"},
        "phases": [
            {"label": "Applications", "state": "done"},
            {"label": "Meetings", "state": "now"},
        ],
        "rows": [("Term", "Autumn")],
        "filters": [{"label": "Engineering", "remove_url": "?"}],
        "bars": [{"label": "Good", "value": 3, "url": "/good"}, {"label": "Late", "value": 0}],
        "values": [1, 2, 3],
        "text": "one\ntwo <script>",
    }
    html = show(source, **context)
    assert said in words(html)
    assert "<b>Virtanen" not in html
    assert "<script>" not in html


def test_no_step_of_a_funnel_holds_more_than_all() -> None:
    rows = [{"label": name, "value": value} for name, value in (("a", 8), ("b", 2), ("c", 4))]
    said = words(show("{% funnel rows caption='C' %}", rows=rows))
    assert re.findall(r"\d+ %", said) == ["25 %", "50 %"]


def test_numbers_in_drawings_are_plain_in_every_language() -> None:
    with translation.override("fi"):
        html = show("{% meter 2.5 8 'Hours' %}{% bars rows caption='C' %}", rows=[{"value": 2.5}])
    assert 'value="2.5"' in html
    assert "2,5" in words(html)
    assert re.findall(r'(?:width|x|height|max)="[^"]*,', html) == []


def test_every_bar_leads_to_the_people_behind_it() -> None:
    rows = [{"label": "Good", "value": 3, "url": "/good"}]
    for tag in ("bars", "funnel", "histogram"):
        assert 'href="/good"' in show("{% " + tag + " rows caption='C' %}", rows=rows)


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Aino Virtanen", "AV"), ("陈伟明", "陈"), ("Nur Aisyah binte Rahman", "NR"), ("", "")],
)
def test_initials_come_from_the_first_and_the_last_name(name: str, letters: str) -> None:
    assert show("{{ person|initials }}", person={"name": name}) == letters


def test_a_person_keeps_one_colour_out_of_eight() -> None:
    hues = {show("{{ person|hue }}", person=Thing(pk=pk, name="A")) for pk in range(200)}
    assert hues == {str(at) for at in range(8)}
    assert show("{{ p|hue }}", p=Thing(pk=7, name="A")) == show(
        "{{ p|hue }}", p=Thing(pk=7, name="B")
    )


def test_a_pager_keeps_the_rest_of_the_address() -> None:
    request = RequestFactory().get("/people/?state=waits&page=2")
    html = show("{% pager page %}", page=Paginator(range(95), 20).page(2), request=request)
    assert 'href="?state=waits&amp;page=1"' in html
    assert 'href="?state=waits&amp;page=3"' in html
    assert "Page 2 of 5" in words(html)


def test_long_work_asks_again_only_while_it_runs() -> None:
    assert 'hx-get="/p"' in show("{% progress 3 10 'R' poll_url='/p' %}")
    assert "hx-get" not in show("{% progress 10 10 'R' poll_url='/p' %}")


@pytest.mark.parametrize("code", [400, 403, 404, 409, 429, 500])
def test_an_error_page_needs_nothing_and_shows_a_way_out(code: int) -> None:
    html = render_to_string(f"{code}.html")
    assert 'href="/"' in html
    assert html.count("<h1") == 1


def test_the_frame_of_a_stranger_offers_to_sign_in_and_no_places() -> None:
    html = render_to_string("ui/base.html", {"sign_in_url": "/in/"})
    assert 'href="/in/"' in html
    assert 'class="rail"' not in html
    assert "Raise a concern" not in html


def test_the_frame_of_a_person_shows_places_roles_inbox_and_the_concern_link() -> None:
    hats = [
        {"label": "Mentor", "current": True},
        {"label": "Coordinator", "url": "/hat/2/", "current": False},
    ]
    html = render_to_string(
        "ui/base.html",
        {
            "user": Thing(pk=1, name="Aino Virtanen", is_authenticated=True),
            "places": [{"label": "My group", "url": "/group/", "icon": "group", "current": True}],
            "hats": hats,
            "unread": 3,
            "inbox_url": "/inbox/",
            "concern_url": "/concern/",
            "sign_out_url": "/out/",
            "csrf_token": "token",
        },
    )
    assert 'href="/group/" aria-current="page"' in html
    assert '<form method="post" action="/hat/2/">' in html
    assert "Inbox 3 3 unread" in words(html)
    assert 'href="/concern/"' in html
    assert '<form method="post" action="/out/">' in html
