"""When a step comes, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayfellow.timetable.rules import Step


def timing(step: Step) -> str:
    """Return "3 days before", "on the day", "2 hours after"."""
    if step.hours:
        n = step.hours
        return ngettext("%(n)d hour after", "%(n)d hours after", n) % {"n": n}
    n = abs(step.days)
    if not n:
        return _("on the day")
    if step.days < 0:
        return ngettext("%(n)d day before", "%(n)d days before", n) % {"n": n}
    return ngettext("%(n)d day after", "%(n)d days after", n) % {"n": n}


def moved(days: int) -> str:
    """Return "2 days later" or "1 day earlier"; nothing where nothing is moved."""
    n = abs(days)
    if not n:
        return ""
    if days < 0:
        return ngettext("%(n)d day earlier", "%(n)d days earlier", n) % {"n": n}
    return ngettext("%(n)d day later", "%(n)d days later", n) % {"n": n}
