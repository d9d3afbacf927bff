"""Dates as people say them: the day by name, the time with its city, and how far away it is."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

# How a language writes a day, a day with its year, a time, and a date in a list.
SHAPES = {
    "en": ("l j F", "l j F Y", "H:i", "j M Y"),
    "fi": (r"l j. F\t\a", r"l j. F\t\a Y", r"\k\l\o G.i", "j.n.Y"),
    "zh-hans": ("n月j日 l", "Y年n月j日 l", "H:i", "Y年n月j日"),
}
CITIES = {
    "Europe/Helsinki": gettext_lazy("Helsinki time"),
    "Asia/Singapore": gettext_lazy("Singapore time"),
    "UTC": gettext_lazy("UTC"),
}
NEAR = timedelta(days=180)
HOUR = 3600
MINUTE = 60


def when(moment: date | datetime | None) -> str:
    """Return "Thursday 14 January, 17:30 Helsinki time (in 6 days)" in the reader's language."""
    if moment is None:
        return ""
    if not isinstance(moment, datetime):
        return gettext("%(day)s (%(distance)s)") % {
            "day": day(moment),
            "distance": distance(moment),
        }
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return gettext("%(day)s, %(time)s %(place)s (%(distance)s)") % {
        "day": day(local),
        "time": date_format(local, _shape()[2]),
        "place": _place(),
        "distance": distance(moment),
    }


def moment(at: datetime | None) -> str:
    """Return "Thursday 14 January, 17:30 Helsinki time", for texts that are read at any later time."""
    if at is None:
        return ""
    local = timezone.localtime(at) if timezone.is_aware(at) else at
    return gettext("%(day)s, %(time)s %(place)s") % {
        "day": day(local),
        "time": date_format(local, _shape()[2]),
        "place": _place(),
    }


def day(moment: date | datetime | None) -> str:
    """Return "Thursday 14 January", with the year where it is another one or half a year away."""
    if moment is None:
        return ""
    there, today = _date(moment), timezone.localdate()
    near = there.year == today.year and abs(there - today) < NEAR
    return date_format(there, _shape()[0 if near else 1])


def in_list(moment: date | datetime | None) -> str:
    """Return "14 Jan 2027", for columns where nobody asks for the day of the week."""
    return "" if moment is None else date_format(_date(moment), _shape()[3])


def since(moment: date | datetime | None) -> str:
    """Return only the distance: "6 days ago", "in 2 hours", "today"."""
    return "" if moment is None else distance(moment)


def distance(moment: date | datetime) -> str:
    """How far away it is, in calendar days, or in hours and minutes within the same day."""
    days = (_date(moment) - timezone.localdate()).days
    if days == 0 and isinstance(moment, datetime):
        return _within_the_day(moment)
    if abs(days) <= 1:
        return {-1: gettext("yesterday"), 0: gettext("today"), 1: gettext("tomorrow")}[days]
    if days > 0:
        return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}
    return ngettext("%(n)d day ago", "%(n)d days ago", -days) % {"n": -days}


def _within_the_day(moment: datetime) -> str:
    now = timezone.now() if timezone.is_aware(moment) else timezone.localtime().replace(tzinfo=None)
    seconds = int((moment - now).total_seconds())
    size, ahead = abs(seconds), seconds > 0
    if size < MINUTE:
        return gettext("just now")
    if size < HOUR:
        n = size // MINUTE
        ways = (
            ngettext("in %(n)d minute", "in %(n)d minutes", n),
            ngettext("%(n)d minute ago", "%(n)d minutes ago", n),
        )
    else:
        n = size // HOUR
        ways = (
            ngettext("in %(n)d hour", "in %(n)d hours", n),
            ngettext("%(n)d hour ago", "%(n)d hours ago", n),
        )
    return ways[0 if ahead else 1] % {"n": n}


def _date(moment: date | datetime) -> date:
    if isinstance(moment, datetime):
        return (timezone.localtime(moment) if timezone.is_aware(moment) else moment).date()
    return moment


def _shape() -> tuple[str, str, str, str]:
    return SHAPES.get(get_language() or "en", SHAPES["en"])


def _place() -> str:
    name = timezone.get_current_timezone_name()
    if name in CITIES:
        return str(CITIES[name])
    return gettext("%(city)s time") % {"city": name.rpartition("/")[2].replace("_", " ")}
