"""How a moment, a text, a number or a person is written; ``docs/ui.md`` shows how each is called."""

from datetime import date, datetime
from zlib import crc32

from django import template
from django.utils.formats import number_format
from django.utils.html import linebreaks
from django.utils.safestring import SafeString

from wayfellow.ui import charts, dates, markdown

register = template.Library()
HUES = 8


@register.filter
def when(moment: date | datetime | None) -> str:
    """A moment in full, with its city and how far away it is."""
    return dates.when(moment)


@register.filter
def day(moment: date | datetime | None) -> str:
    """Only the day."""
    return dates.day(moment)


@register.filter
def moment(at: datetime | None) -> str:
    """The day and time without how far away it is, for texts that are kept."""
    return dates.moment(at)


@register.filter
def in_list(moment: date | datetime | None) -> str:
    """The date in a column of a list."""
    return dates.in_list(moment)


@register.filter
def since(moment: date | datetime | None) -> str:
    """Only how far away it is."""
    return dates.since(moment)


@register.filter
def untitled(text: str | None, title: object) -> str:
    """The Markdown text without a first heading that repeats the title above it."""
    return markdown.untitled(text or "", str(title))


@register.filter
def prose(text: str | None) -> SafeString:
    """Markdown as safe HTML."""
    return markdown.render(text or "")


@register.filter
def contents(text: str | None) -> list[markdown.Heading]:
    """The table of contents of a Markdown text."""
    return markdown.headings(text or "")


@register.filter
def plain(text: str | None) -> SafeString:
    """What a person typed: escaped, with its line breaks."""
    return SafeString(linebreaks(text or "", autoescape=True))


@register.filter
def number(value: float | None) -> str:
    """A number as the reader writes it: 12 000, 12,000; 2 for 2.0."""
    if value is None:
        return ""
    whole = int(value) if value == int(value) else value
    return number_format(whole, use_l10n=True, force_grouping=True)


@register.filter
def hue(thing: object) -> int:
    """A number below eight that stays with a person, for the colour of a chip."""
    key = getattr(thing, "pk", None) or charts.field(thing, "id") or charts.field(thing, "name")
    return crc32(str(key).encode()) % HUES


@register.filter
def initials(person: object) -> str:
    """The person's own initials, or the first letters of the first and the last name."""
    if own := charts.field(person, "initials"):
        return str(own)
    names = str(charts.field(person, "name")).split()
    return "".join(name[0] for name in names[:: max(len(names) - 1, 1)][:2]).upper()
