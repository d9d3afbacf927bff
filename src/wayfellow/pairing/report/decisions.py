"""Who decided what, and when."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from wayfellow.events.models import Event
from wayfellow.pairing.models import Pin, Proposal, Run
from wayfellow.pairing.report.table import Table


def moment(at: datetime) -> str:
    """Day and hour as they are printed; our readers do not put the month first."""
    english = (get_language() or "en").startswith("en")
    return date_format(localtime(at), "j F Y, H:i" if english else "DATETIME_FORMAT")


def decisions(run: Run, *, named: bool) -> Table:
    """The run's own events, and what coordinators said of single pairs before it."""
    subject = ContentType.objects.get_for_model(Run)
    events = Event.objects.filter(subject_type=subject, subject_id=run.pk).select_related("by")
    rows = [
        (moment(event.at), event.by.name if event.by else _("by itself"), sentence)
        for event in events.order_by("at", "pk")
        if (sentence := _decision(event, named=named))
    ]
    pins = Pin.objects.filter(
        cohort=run.cohort_id, student__institution=run.institution_id, at__lte=run.at
    )
    said = ""
    if count := pins.count():
        said = ngettext(
            "Before the run, coordinators had said of %(n)d pair: always or never together.",
            "Before the run, coordinators had said of %(n)d pairs: always or never together.",
            count,
        ) % {"n": count}
    return Table(_("Who decided what, and when"), said, (_("When"), _("Who"), _("What")), rows)


def _decision(event: Event, *, named: bool) -> str:
    data = event.data
    name = event.name.partition(".")[2]
    told = {
        "start": _("started the run"),
        "finish": _("the answer was there: %(n)s students placed") % {"n": data.get("placed", 0)},
        "fail": _("the run failed"),
        "cancel": _("stopped the run, or put it aside"),
        "move": _("moved a student by hand: %(n)s for the total") % {"n": data.get("cost", 0)},
        "ask_mentors": _("asked %(n)s mentors") % {"n": len(data.get("mentors", ()))},
        "ask_students": _("asked %(n)s students") % {"n": len(data.get("students", ()))},
        "keep_pair": _("kept %(n)s pairs although they break a rule")
        % {"n": len(data.get("students", ()))},
        "follow": _("went on in the next round: %(n)s students stay where they are")
        % {"n": data.get("carried", 0)},
        "publish": _("published %(groups)s groups with %(n)s students")
        % {"groups": data.get("groups", 0), "n": data.get("students", 0)},
        "sign_off": _("signed this report off"),
    }
    if name in ("give_answer", "give_reply"):
        mentor = name == "give_answer"
        party = _("the mentor said %(said)s") if mentor else _("the student said %(said)s")
        said = Proposal.Said(data.get("said", "")).label
        return (party % {"said": said}) if named or mentor else ""
    return told.get(name, "")
