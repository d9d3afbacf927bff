"""What will be sent in a programme, to whom, and what a coordinator may change of it."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wayfellow.access.doors import door, may
from wayfellow.notifications.foresee import foresee
from wayfellow.people.http import PersonRequest
from wayfellow.programmes.models import Programme
from wayfellow.timetable import actions
from wayfellow.timetable import coming as queries
from wayfellow.timetable.forms import AdjustmentForm, FromForm
from wayfellow.timetable.models import Adjustment
from wayfellow.timetable.rules import RULES, Rule, Step
from wayfellow.timetable.wording import moved, timing

PER_PAGE = 50
LETTERS = 10
FARTHEST = 20 * 366


@require_safe
@door("programme.foresee")
def coming(request: PersonRequest, programme: Programme) -> HttpResponse:
    """Four weeks of mails, by day."""
    place = queries.place_of(programme, request.user.pk)
    today = _today(place)
    form = FromForm(request.GET or None)
    first = (form.cleaned_data["start"] if form.is_valid() else None) or today
    first = min(max(first, today), today + timedelta(days=FARTHEST))
    changed = queries.adjustments(programme)
    context = {
        "programme": programme,
        "form": form,
        "first": first,
        "last": first + queries.SPAN - timedelta(days=1),
        "days": [
            {"on": day.on, "entries": [_line(programme, entry, changed) for entry in day.entries]}
            for day in queries.days(place, first, changed)
        ],
        "earlier": max(today, first - queries.SPAN) if first > today else None,
        "later": first + queries.SPAN,
        "changed": [
            _rule(programme, rule, changed) for rule in queries.listed() if rule.name in changed
        ],
        "may_adjust": may(request.user, "programme.adjust", programme),
    }
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "timetable/coming.html", context, status=status)


@require_safe
@door("programme.foresee")
def table(request: PersonRequest, programme: Programme) -> HttpResponse:
    """Every timed mail of the programme: when it is sent, to whom, and who changed it."""
    changed = queries.adjustments(programme)
    context = {
        "programme": programme,
        "rules": [_rule(programme, rule, changed) for rule in queries.listed()],
        "may_adjust": may(request.user, "programme.adjust", programme),
    }
    return render(request, "timetable/table.html", context)


@require_safe
@door("programme.foresee")
def on(
    request: PersonRequest, programme: Programme, name: str, offset: str, day: str
) -> HttpResponse:
    """Whom one mail concerns on one day."""
    rule, step = _found(name, offset)
    place = queries.place_of(programme, request.user.pk)
    adjusted = queries.adjustments(programme).get(rule.name)
    rows = queries.on(place, rule, step, _day(day), adjusted)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "programme": programme,
        "rule": rule,
        "step": step,
        "timing": timing(step),
        "day": _day(day),
        "page": page,
        "rows": [
            {
                "about": rule.about(row),
                "url": reverse(
                    "timetable:preview", args=[programme.pk, rule.name, offset, day, row.pk]
                ),
            }
            for row in page
        ],
    }
    return render(request, "timetable/on.html", context)


@require_safe
@door("programme.foresee")
def preview(
    request: PersonRequest, programme: Programme, name: str, offset: str, **which: Any
) -> HttpResponse:
    """The mail as each reader will get it, with what is known today."""
    rule, step = _found(name, offset)
    place = queries.place_of(programme, request.user.pk)
    adjusted = queries.adjustments(programme).get(rule.name)
    day = _day(which["day"])
    subject = queries.on(place, rule, step, day, adjusted).filter(pk=which["row"]).first()
    if subject is None:
        raise Http404
    facts = rule.facts(subject, step, now())
    told = [] if facts is None else foresee(rule.event(step), subject, dict(facts))
    context = {
        "programme": programme,
        "rule": rule,
        "timing": timing(step),
        "step": step,
        "day": day,
        "about": rule.about(subject),
        "page": Paginator(told, LETTERS).get_page(request.GET.get("page")),
        "is_empty_week": facts is None,
    }
    return render(request, "timetable/preview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door("programme.adjust")
def adjust(request: PersonRequest, programme: Programme, name: str) -> HttpResponse:
    """Pause one mail in this programme, or move it by some days."""
    rule = _listed(name)
    row = Adjustment.objects.filter(programme=programme, rule=rule.name).first()
    form = AdjustmentForm(request.POST if request.method == "POST" else None, instance=row)
    if request.method == "POST" and form.is_valid():
        actions.adjust(programme, rule, form.cleaned_data, by=request.user)
        messages.success(request, _("It is kept. The calendar shows what follows from it."))
        return redirect("timetable:table", programme.pk)
    context = {
        "programme": programme,
        "form": form,
        "rule": _rule(programme, rule, queries.adjustments(programme)),
    }
    return render(request, "timetable/adjust.html", context, status=422 if form.errors else 200)


def _today(place: queries.Place) -> date:
    zones = list(place.zones)
    return localdate(timezone=ZoneInfo(zones[0])) if zones else localdate()


def _line(
    programme: Programme, entry: queries.Entry, changed: dict[str, Adjustment]
) -> dict[str, Any]:
    adjusted = changed.get(entry.rule.name)
    where = [programme.pk, entry.rule.name, entry.step.offset, entry.day.isoformat()]
    return {
        "label": entry.rule.label,
        "timing": timing(entry.step),
        "since": entry.rule.since,
        "to": entry.step.to,
        "count": entry.count,
        "moved": moved(adjusted.days) if adjusted else "",
        "url": reverse("timetable:on", args=where),
    }


def _rule(programme: Programme, rule: Rule, changed: dict[str, Adjustment]) -> dict[str, Any]:
    adjusted = changed.get(rule.name)
    return {
        "label": rule.label,
        "since": rule.since,
        "steps": [{"timing": timing(step), "to": step.to} for step in rule.steps],
        "adjusted": adjusted,
        "moved": moved(adjusted.days) if adjusted else "",
        "url": reverse("timetable:adjust", args=[programme.pk, rule.name]),
    }


def _listed(name: str) -> Rule:
    rule = RULES.get(name)
    if rule is None or not rule.listed:
        raise Http404
    return rule


def _found(name: str, offset: str) -> tuple[Rule, Step]:
    rule = _listed(name)
    for step in rule.steps:
        if str(step.offset) == offset:
            return rule, step
    raise Http404


def _day(day: str) -> date:
    with suppress(ValueError):
        return datetime.strptime(day, "%Y-%m-%d").date()  # noqa: DTZ007 - a day, no moment
    raise Http404
