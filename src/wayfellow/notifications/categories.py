"""What mails are about, in the few words in which people choose what they get, and how often."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MONDAY = 0
DAYS_OF_WEEK = 7
MORNING = time(9)
MONDAY_MORNING = time(10)
"""An hour after what is due on a Monday, so that it is in the same mail."""
HOUR = timedelta(hours=1)


class Category(TextChoices):
    """What a notice is about."""

    JOINING = "joining", _("Applications and matching")
    GROUP = "group", _("Your work group")
    MEETINGS = "meetings", _("Meetings")
    WRITING = "writing", _("Key points, reflections and goals")
    MESSAGES = "messages", _("Messages")
    CHARGE = "charge", _("Students and groups in your charge")
    RUNNING = "running", _("Running a programme")
    SECURITY = "security", _("Your account and signing in")
    CONSENT = "consent", _("A guardian’s consent")
    SAFEGUARDING = "safeguarding", _("Safety")
    NEWS = "news", _("News from staff")


ALWAYS_MAILED = (Category.SECURITY, Category.CONSENT, Category.SAFEGUARDING)
"""What nobody can switch off, collect or be spared."""
SWITCHABLE = tuple(category for category in Category if category not in ALWAYS_MAILED)
"""What people choose about. Addresses in mails count the places: add at the end only."""


class Channel(TextChoices):
    """How somebody gets the mails of one category; in the page they stand in any case."""

    NOW = "now", _("At once")
    DAILY = "daily", _("Once a day, in one mail")
    WEEKLY = "weekly", _("Once a week, in one mail")
    NONE = "none", _("No mail")


class Period(TextChoices):
    """What one digest tells of."""

    HOURLY = "hourly"
    """Of a storm."""
    DAILY = "daily"
    WEEKLY = "weekly"


OTHERWISE = {Category.CHARGE: Channel.WEEKLY}
"""What holds for who has chosen nothing; everything else is mailed at once."""


def usual(category: str) -> Channel:
    """How ``category`` is mailed to who has chosen nothing."""
    return OTHERWISE.get(Category(category), Channel.NOW)


def next_digest(period: Period, zone: str, at: datetime) -> datetime:
    """When what happens ``at`` is told to a reader in ``zone``: by the reader's own clock."""
    if period == Period.HOURLY:
        return at + HOUR
    here = ZoneInfo(zone)
    local = at.astimezone(here)
    hour = MONDAY_MORNING if period == Period.WEEKLY else MORNING
    wait = (MONDAY - local.weekday()) % DAYS_OF_WEEK if period == Period.WEEKLY else 0
    moment = datetime.combine(local.date() + timedelta(days=wait), hour, tzinfo=here)
    if moment <= local:
        later = moment.date() + timedelta(days=DAYS_OF_WEEK if period == Period.WEEKLY else 1)
        moment = datetime.combine(later, hour, tzinfo=here)
    return moment


CONCERNS: dict[Category, Callable[[AbstractBaseUser], bool]] = {}


def concerns(*categories: Category, whom: Callable[[AbstractBaseUser], bool]) -> None:
    """Ask only those about ``categories`` whom they concern, such as staff."""
    for category in categories:
        CONCERNS[category] = whom
