"""What the gallery shows: invented people in every state that a part can be in."""

import re
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace as Thing

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone

from wayfellow.ui.forms import DateInput, DateTimeInput, Slider

TEXT = """## What it is

An *industry mentor* meets a **work group** of two to four students through an academic year.
It is a conversation about working life, not an internship and not a job interview.

### What you give

1. At least one meeting each semester
2. An honest answer to an honest question

> The best hour of my term, and I was the mentor.

| Role | Hours a year | Meets |
|:-----|-------------:|-------|
| Mentor | 8 | the group |
| Liaison officer | 4 | the mentor |

## How it works

Read the [handbook](https://example.org/handbook) first. Then `sign` the agreement.

## Whom to ask

Your liaison officer, always.
"""

TOKENS = ("paper", "sheet", "sunk", "green", "green-soft", "amber", "red", "blue")
SHEET = Path(__file__).parent / "static" / "ui" / "icons.svg"
PEOPLE = [
    Thing(pk=at, id=at, name=name)
    for at, name in enumerate(
        (
            "Aino Virtanen",
            "Nur Aisyah binte Rahman",
            "陈伟明",
            "Priya Ramasamy",
            "Mikko Korhonen",
            "Tan Wei Ling",
            "Åsa Öhman",
            "Muhammad Faris",
        )
    )
]


class Sample(forms.Form):
    """A form with one of each kind of field."""

    name = forms.CharField(label="What should we call you?", help_text="Your first name is enough.")
    born = forms.DateField(label="Date of birth", widget=DateInput())
    about = forms.CharField(
        label="What do you hope to learn?",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Two or three sentences help us to find the right mentor.",
    )
    diploma = forms.ChoiceField(
        label="Diploma", choices=[("", "Choose one"), ("IT", "Information Technology")]
    )
    meets = forms.DateTimeField(label="Next meeting", widget=DateTimeInput(), required=False)
    languages = forms.MultipleChoiceField(
        label="Languages you are at ease in",
        choices=[("en", "English"), ("fi", "Finnish"), ("zh", "Mandarin"), ("ta", "Tamil")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    way = forms.ChoiceField(
        label="How would you rather meet?",
        choices=[("face", "Face to face"), ("far", "Online"), ("any", "Either")],
        widget=forms.RadioSelect,
        initial="face",
    )
    weight = forms.IntegerField(
        label="How much skills in common count", min_value=0, max_value=10, initial=6, widget=Slider
    )
    rules = forms.MultipleChoiceField(
        label="Never broken",
        choices=[("language", "They speak a language in common"), ("field", "The same field")],
        widget=forms.CheckboxSelectMultiple(attrs={"role": "switch"}),
        initial=["language"],
        required=False,
    )
    cv = forms.FileField(label="Your CV", required=False)
    code = forms.BooleanField(label="I have read the code of conduct and will keep to it")
    audiences = {
        "born": "Only the coordinator, to know whether a guardian must agree",
        "about": "Your coordinator, and your mentor once you are in a group",
    }


class Narrow(forms.Form):
    """What a list asks before it shows."""

    q = forms.CharField(label="Name or company", required=False)
    state = forms.ChoiceField(
        label="State", choices=[("", "Any"), ("waits", "Waiting")], required=False
    )


def showcase() -> dict[str, object]:
    """Everything that the gallery's template needs, and a frame filled as for a student."""
    return {**_frame(), **_lists(), **_groups(), **_charts(), "text": TEXT, "tokens": TOKENS}


def _frame() -> dict[str, object]:
    words = [("Needs you", "home", 3), ("My group", "group", 0), ("Meetings", "calendar", 0)]
    words += [("Reflections", "pen", 1), ("Programme", "book", 0), ("Reports", "report", 0)]
    return {
        "user": Thing(pk=5, name="Tan Wei Ling", is_authenticated=True),
        "places": [
            Thing(label=label, url=f"#{icon}", icon=icon, current=at == 0, count=count)
            for at, (label, icon, count) in enumerate(words)
        ],
        "hats": [
            Thing(label="Student", url="#", current=True),
            Thing(label="Programme assistant", url="#", current=False),
        ],
        "where": "Lakeside Polytechnic · Industry Mentoring 2026/27",
        "unread": 4,
        "inbox_url": "#inbox",
        "search_url": "#search",
        "concern_url": "#concern",
        "privacy_url": "#privacy",
        "accessibility_url": "#accessibility",
        "contact_url": "#contact",
        "contact_label": "Ask your liaison officer",
        "sign_out_url": "#out",
    }


def _lists() -> dict[str, object]:
    now = timezone.now()
    wrong = Sample({"name": "", "about": "To see a real workshop.", "way": "face"}, prefix="wrong")
    return {
        "icons": re.findall(r'<symbol id="([\w-]+)"', SHEET.read_text(encoding="utf-8")),
        "people": PEOPLE,
        "needs_items": [
            Thing(
                title="Sign your Summary Agreement",
                text="Three of four have signed. Your mentor starts when all have.",
                url="#sign",
                action="Read and sign the agreement",
                when="Due tomorrow",
                tone="harm",
                count=0,
            ),
            Thing(
                title="Write your reflection on the first meeting",
                text="Your liaison officer reads it; your mentor does not.",
                url="#reflect",
                action="Write my reflection",
                when="Thursday 14 January (in 6 days)",
                tone="waits",
                count=0,
            ),
            Thing(
                title="New answers in your group",
                text="",
                url="#talk",
                action="Read the answers",
                when="",
                tone="info",
                count=2,
            ),
        ],
        "phases": [
            Thing(label="Applications", state="done", when="1 to 31 August", url="#"),
            Thing(label="Matching", state="done", when="September", url=""),
            Thing(label="Initiation", state="now", when="until 16 October", url=""),
            Thing(label="Meetings", state="next", when="two semesters", url=""),
            Thing(label="Closing", state="next", when="May", url=""),
        ],
        "entries": [
            Thing(
                at=now - timedelta(hours=3),
                title="First meeting held",
                text="At the workshop in Tuas.\nAll four were there.",
                by="Tan Wei Ling",
                icon="calendar",
                url="#meeting",
            ),
            Thing(
                at=now - timedelta(days=9),
                title="Agreement signed by all",
                text="",
                by="Mikko Korhonen",
                icon="pen",
                url="",
            ),
            Thing(
                at=now - timedelta(days=30), title="Group formed", text="", by="", icon="", url=""
            ),
        ],
        "now": now,
        "soon": now + timedelta(days=6),
        "form": Sample(prefix="fresh"),
        "wrong": wrong,
        "narrow": Narrow(prefix="n"),
        "filters": [
            Thing(label="Waiting", remove_url="#"),
            Thing(label="Engineering", remove_url="#"),
        ],
        "page": Paginator(range(95), 20).page(2),
    }


def _groups() -> dict[str, object]:
    return {
        "groups": [
            Thing(
                name="Group Kallio",
                url="#kallio",
                mentor=PEOPLE[4],
                mentor_role="",
                company="Northline Robotics",
                students=PEOPLE[:3],
                state="Meeting as planned",
                tone="good",
                facts=[("Next meeting", "14 January"), ("Held", "2 of 2")],
                note="",
            ),
            Thing(
                name="Group Merlion",
                url="",
                mentor=None,
                mentor_role="",
                company="",
                students=PEOPLE[5:7],
                state="Waits for a mentor",
                tone="waits",
                facts=[("Since", "3 days")],
                note="Two mentors with free places share their language.",
            ),
            Thing(
                name="Group Saimaa",
                url="#saimaa",
                mentor=PEOPLE[3],
                mentor_role="",
                company="Harbour Systems",
                students=[],
                state="No meeting this semester",
                tone="harm",
                facts=[],
                note="",
            ),
        ],
        "facts_rows": [
            ("Programme", "Industry Mentoring"),
            ("Liaison officer", "Priya Ramasamy", "#priya"),
            ("Reflections", "3 of 4"),
        ],
        "tab_items": [
            Thing(label="Overview", url="#", current=True, count=0),
            Thing(label="Applications", url="#", current=False, count=12),
            Thing(label="Groups", url="#", current=False, count=0),
        ],
    }


def _charts() -> dict[str, object]:
    funnel = [("Applied", 240), ("Accepted", 221), ("In a group", 208), ("Met", 171)]
    health = [("Meeting as planned", 41, ""), ("Late with a meeting", 9, "waits")]
    health += [("Fewer than two students", 2, "harm")]
    scores = [("0–20", 1), ("21–40", 4), ("41–60", 17), ("61–80", 38), ("81–100", 12)]
    return {
        "funnel_rows": [Thing(label=label, value=n, url="#") for label, n in funnel],
        "bar_rows": [
            Thing(label=label, value=n, url="#", note="", tone=tone) for label, n, tone in health
        ],
        "score_rows": [Thing(label=label, value=n, url="#") for label, n in scores],
        "spark": [3, 4, 4, 7, 6, 9, 12, 11, 15],
    }
