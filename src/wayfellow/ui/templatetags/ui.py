"""The parts of every page as template tags; ``docs/ui.md`` shows how each is called."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django import template
from django.core.paginator import Page
from django.forms import BoundField, Form
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wayfellow.ui import charts

register = template.Library()
type Parts = dict[str, object]
TONES = {"quiet", "waits", "good", "harm", "info"}


# --- Small things ----------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing from our sheet, silent unless it is given a label."""
    sheet = static("ui/icons.svg")
    if label:
        frame = '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>'
        return format_html(frame, label, sheet, name)
    frame = '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>'
    return format_html(frame, sheet, name)


@register.simple_tag
def pill(label: str, tone: str = "quiet") -> SafeString:
    """A state in words; an unknown tone is quiet."""
    return format_html('<span class="pill {}">{}</span>', tone if tone in TONES else "quiet", label)


@register.inclusion_tag("ui/parts/meter.html")
def meter(value: float, of: float, label: str, unit: str = "", tone: str = "") -> Parts:
    """So much of so much, or so many per cent; more than all of it is said and drawn as full."""
    top = of or 1
    return {
        "value": value,
        "of": of,
        "label": label,
        "unit": unit,
        "tone": tone,
        "drawn": str(max(0, min(value, top))),
        "top": str(top),
    }


# --- Parts -----------------------------------------------------------------------------------


@register.inclusion_tag("ui/parts/page_head.html")
def page_head(
    title: str,
    lead: str = "",
    eyebrow: str = "",
    action_url: str = "",
    action_label: str = "",
    eyebrow_url: str = "",
) -> Parts:
    """Where am I, and the one action."""
    return {
        "title": title,
        "lead": lead,
        "eyebrow": eyebrow,
        "eyebrow_url": eyebrow_url,
        "action_url": action_url,
        "action_label": action_label,
    }


@register.inclusion_tag("ui/parts/needs.html")
def needs(items: Iterable[object], title: str = "", level: int = 2) -> Parts:
    """What waits for this person, the most pressing first."""
    return {"items": list(items), "title": title, "level": level}


@register.inclusion_tag("ui/parts/person_chip.html")
def person_chip(
    person: object, role: str = "", company: str = "", url: str = "", size: str = ""
) -> Parts:
    """A person: photo or initials, name, what they are here."""
    return {"person": person, "role": role, "company": company, "url": url, "size": size}


@register.inclusion_tag("ui/parts/faces.html")
def faces(people: Iterable[object], label: str = "") -> Parts:
    """Several people in one row, by initials, with their names for the screen reader."""
    return {"people": list(people), "label": label}


@register.inclusion_tag("ui/parts/group_card.html")
def group_card(group: object) -> Parts:
    """A work group: the mentor, the faces, the state and a few facts."""
    return {"group": group}


@register.inclusion_tag("ui/parts/stepper.html")
def stepper(phases: Iterable[object], label: str = "") -> Parts:
    """The phases of a programme and where we are."""
    return {"phases": list(phases), "label": label or _("Phases")}


@register.inclusion_tag("ui/parts/timeline.html")
def timeline(entries: Iterable[object]) -> Parts:
    """What happened, the newest first as given."""
    return {"entries": list(entries)}


@register.inclusion_tag("ui/parts/facts.html")
def facts(rows: Iterable[object]) -> Parts:
    """Pairs of a term and what it is: (term, value) or (term, value, url)."""
    return {"rows": list(rows)}


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(items: Iterable[object], label: str) -> Parts:
    """Sister pages as links."""
    return {"items": list(items), "label": label}


@register.inclusion_tag("ui/parts/empty.html")
def empty(title: str, text: str = "", action_url: str = "", action_label: str = "") -> Parts:
    """Nothing here yet, and what to do next."""
    return {"title": title, "text": text, "action_url": action_url, "action_label": action_label}


@register.inclusion_tag("ui/parts/signature.html")
def signature(name: str, role: str = "", signed_at: datetime | None = None) -> Parts:
    """A line on an agreement: signed, or waiting to be."""
    return {"name": name, "role": role, "signed_at": signed_at}


@register.inclusion_tag("ui/parts/progress.html")
def progress(done: int, total: int, label: str, poll_url: str = "", cancel_url: str = "") -> Parts:
    """Long work: what is done and what remains; asks again by itself while it runs."""
    return {
        "done": done,
        "total": total,
        "label": label,
        "left": max(total - done, 0),
        "poll_url": poll_url if done < total else "",
        "cancel_url": cancel_url,
    }


@register.inclusion_tag("ui/parts/row.html")
def row(field: BoundField, kind: str = "") -> Parts:
    """One field of a form with its label, hint, audience and error."""
    return {"field": field, "kind": kind}


@register.inclusion_tag("ui/parts/filter_bar.html", takes_context=True)
def filter_bar(
    context: Context,
    filters: Iterable[object] = (),
    form: Form | None = None,
    clear_url: str = "",
    found: str = "",
) -> Parts:
    """Narrow a list: a form that asks, and chips that can be taken away."""
    return {"filters": list(filters), "form": form, "clear_url": clear_url, "found": found}


@register.inclusion_tag("ui/parts/pager.html", takes_context=True)
def pager(context: Context, page: Page[object], key: str = "page") -> Parts:
    """Earlier and later pages of a list; every other part of the address is kept."""
    request = context.get("request")
    asked = request.GET.copy() if request else None

    def url(number: int) -> str:
        if asked is None:
            return f"?{key}={number}"
        asked[key] = str(number)
        return f"?{asked.urlencode()}"

    return {
        "page": page,
        "earlier": url(page.previous_page_number()) if page.has_previous() else "",
        "later": url(page.next_page_number()) if page.has_next() else "",
    }


# --- Charts ----------------------------------------------------------------------------------


@register.inclusion_tag("ui/parts/bars.html")
def bars(rows: Iterable[object], caption: str, most: float = 0) -> Parts:
    """Lengths side by side; rows have .label .value and maybe .url .note .tone."""
    return {"rows": charts.bars(rows, most), "caption": caption}


@register.inclusion_tag("ui/parts/funnel.html")
def funnel(rows: Iterable[object], caption: str) -> Parts:
    """How many of all came to each step."""
    return {"rows": charts.funnel(rows), "caption": caption}


@register.inclusion_tag("ui/parts/histogram.html")
def histogram(rows: Iterable[object], caption: str) -> Parts:
    """How many fall into each class."""
    drawn = charts.columns(rows)
    return {"rows": drawn, "caption": caption, "width": len(drawn) * 10}


@register.inclusion_tag("ui/parts/sparkline.html")
def sparkline(values: Sequence[float], label: str) -> Parts:
    """A small line inside a sentence; the label says what it shows."""
    return {"points": charts.spark(values), "label": label}


# --- Frames round other content --------------------------------------------------------------


@register.simple_block_tag
def callout(content: str, tone: str = "info", title: str = "") -> SafeString:
    """A word to the reader: info, waits, good or harm."""
    kept = tone if tone in TONES else "info"
    parts = {"content": content, "tone": kept, "title": title}
    return SafeString(render_to_string("ui/parts/callout.html", parts))


@register.simple_block_tag
def card(content: str, title: str = "", level: int = 2) -> SafeString:
    """A sheet of paper with a heading."""
    parts = {"content": content, "title": title, "level": level}
    return SafeString(render_to_string("ui/parts/card.html", parts))


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:  # noqa: A002 - it is the attribute
    """A native dialog; a link with ``data-opens="<id>"`` opens it and leads to its fallback page."""
    parts = {"content": content, "id": id, "title": title}
    return SafeString(render_to_string("ui/parts/dialog.html", parts))
