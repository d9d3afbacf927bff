"""Everything that is kept about one person and that this person may see, on demand.

One table of sections: whose rows, and which of their fields. Nothing that somebody else wrote in
confidence is in it: no messages of others, no notes of staff, no reports to keep somebody safe.
"""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, QuerySet
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.timezone import localtime, now
from django.utils.translation import gettext_lazy as _

from wayfellow.applications.models import (
    Application,
    Charge,
    Consent,
    MentorAnswers,
    StudentAnswers,
)
from wayfellow.conversations.models import Message
from wayfellow.institutions.models import Acceptance, Membership
from wayfellow.mailings.models import Recipient
from wayfellow.mentorships.models import (
    Agreement,
    Attendance,
    Feed,
    Goal,
    KeyPoints,
    Meeting,
    Member,
    Progress,
    Reflection,
    Reply,
    Signature,
    Withdrawal,
    WorkGroup,
)
from wayfellow.notifications.models import Letter, Notification, Preference
from wayfellow.pairing.models import Interest, Remark
from wayfellow.partners.models import PartnerContact
from wayfellow.people.models import AddressChange, Block, Profile, User
from wayfellow.privacy.models import DataRequest, Forgetting
from wayfellow.programmes.models import Office
from wayfellow.safeguarding.models import Check, Concern
from wayfellow.surveys.models import Feedback, Outcome, Pulse

type Rows = Callable[[User], QuerySet[Any]]
type Plain = str | int | float | bool | list[Any] | dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of rows: how it is called, whose rows it holds, and which of their fields."""

    key: str
    title: str | Promise
    rows: Rows
    fields: tuple[str, ...]


def _of(model: type[Model], *paths: str) -> Rows:
    """Rows of ``model`` in which the person stands at one of ``paths``."""

    def rows(person: User) -> QuerySet[Any]:
        which = Q()
        for path in paths:
            which |= Q(**{path: person.pk})
        return model._default_manager.filter(which).order_by("pk")

    return rows


def _groups(person: User) -> QuerySet[WorkGroup]:
    return WorkGroup.objects.known_to(person.pk).order_by("pk")


def _in_groups(model: type[Model]) -> Rows:
    return lambda person: model._default_manager.filter(
        group__in=_groups(person).values("pk")
    ).order_by("pk")


_OF_STUDENT = (
    "student_number",
    "school",
    "course",
    "year_of_study",
    "graduates_on",
    "field",
    "aspiration",
    "gaps",
    "accessibility",
    "guardian_name",
    "guardian_relationship",
    "guardian_email",
    "guardian_phone",
)
_OF_MENTOR = (
    "partner__name",
    "company",
    "job_title",
    "industry",
    "years_experience",
    "fields",
    "help_areas",
    "job_history",
    "successes",
    "moves",
    "studied",
    "graduation_year",
    "programme_email",
    "mode",
    "fewest",
    "most",
)
_OF_APPLICATION = (
    "cohort__programme__name",
    "cohort__name",
    "institution__name",
    "part",
    "state",
    "languages",
    "skills",
    "interests",
    "values",
    "motivation",
    "city",
    "is_paused",
    "paused_until",
    "submitted_at",
    "decided_at",
    "reason",
)
_GROUP = ("group__cohort__programme__name", "group__cohort__name")

SECTIONS = (
    Section("account", _("Account"), _of(User, "pk"),
            ("name", "preferred_name", "email", "language", "time_zone", "joined_at",
             "last_login")),
    Section("profile", _("Profile"), _of(Profile, "person"),
            ("headline", "about", "city", "languages", "phone", "phone_for", "email_for",
             "born_on")),
    Section("addresses", _("Changes of address"), _of(AddressChange, "person"),
            ("before", "after", "state", "at", "confirmed_at")),
    Section("roles", _("Roles"), _of(Membership, "person"),
            ("institution__name", "role", "student_number", "since", "ended_at")),
    Section("offices", _("Offices in programmes"), _of(Office, "person"),
            ("programme__name", "institution__name", "role", "school", "since", "ended_at")),
    Section("companies", _("Companies you speak for"), _of(PartnerContact, "person"),
            ("partner__name", "phone")),
    Section("accepted", _("What you have accepted"), _of(Acceptance, "person"),
            ("statement__kind", "statement__number", "at")),
    Section("applications", _("Applications"), _of(Application, "person"), _OF_APPLICATION),
    Section("student_answers", _("What you told as a student"),
            _of(StudentAnswers, "application__person"), _OF_STUDENT),
    Section("mentor_answers", _("What you told as a mentor"),
            _of(MentorAnswers, "application__person"), _OF_MENTOR),
    Section("consents", _("Consents of a guardian"), _of(Consent, "application__person"),
            ("guardian_name", "relationship", "email", "state", "takes_part", "visits",
             "direct_contact", "photographs", "asked_at", "answered_at", "revoked_at")),
    Section("liaison", _("Since when a liaison officer looks after you"),
            _of(Charge, "application__person"), ("since",)),
    Section("requests", _("Requests to mentors"), _of(Interest, "student__person"),
            ("message", "state", "sent_at", "answered_at")),
    Section("requests_received", _("Requests of students"), _of(Interest, "mentor__person"),
            ("state", "answer", "sent_at", "answered_at")),
    Section("remarks", _("What you wrote beside requests"), _of(Remark, "author"), ("body", "at")),
    Section("groups_led", _("Groups you led"), _of(WorkGroup, "mentor__person"),
            ("cohort__programme__name", "cohort__name", "institution__name", "state", "channel",
             "formed_at", "ended_at")),
    Section("groups", _("Groups you were in"), _of(Member, "application__person"),
            (*_GROUP, "state", "joined_at", "left_at")),
    Section("agreements", _("Agreements of your groups"), _in_groups(Agreement),
            (*_GROUP, "number", "state", *Agreement.TERMS, "in_force_at")),
    Section("signatures", _("Your signatures"), _of(Signature, "person"), ("typed_name", "at")),
    Section("meetings", _("Meetings of your groups"), _in_groups(Meeting),
            ("kind", "state", "starts_at", "ends_at", "mode", "place", "activity")),
    Section("agendas", _("What you planned for meetings"), _of(Meeting, "planned_by"),
            ("starts_at", "agenda", "reason")),
    Section("replies", _("Your answers to meetings"), _of(Reply, "person"),
            ("meeting__starts_at", "coming", "at")),
    Section("attendance", _("Meetings you came to"), _of(Attendance, "member__application__person"),
            ("meeting__starts_at", "came")),
    Section("messages", _("Your messages"), _of(Message, "author"),
            ("group__cohort__name", "body", "at")),
    Section("key_points", _("Your key points"), _of(KeyPoints, "member__application__person"),
            ("state", "shared_goals", "my_commitments", "mentor_commitments",
             "planned_activities", "contact", "questions", "sent_at", "acknowledged_at")),
    Section("reflections", _("Your reflections"), _of(Reflection, "member__application__person"),
            ("state", "did", "learnt", "changes", "updates", "next_step", "confidence",
             "shared_with_mentor", "question", "saved_at", "handed_in_at", "acknowledged_at")),
    Section("goals", _("Your goals"), _of(Goal, "member__application__person"),
            ("title", "measure", "gap", "due_on", "state", "percent", "at")),
    Section("progress", _("Your notes on goals"), _of(Progress, "by"), ("percent", "text", "at")),
    Section("withdrawals", _("Your wishes to leave"), _of(Withdrawal, "by"),
            (*_GROUP, "reason", "text", "last_day", "state", "at", "effective_at")),
    Section("feedback", _("Your answers to surveys"), _of(Feedback, "person"),
            (*_GROUP, "recommend", "confidence_before", "confidence_now", "status", "helped",
             "better", "may_quote", "at")),
    Section("pulses", _("What you said half-way"), _of(Pulse, "person"),
            (*_GROUP, "occasion", "going", "wish", "wants_talk", "at")),
    Section("outcomes", _("What you told afterwards"), _of(Outcome, "person"),
            (*_GROUP, "months", "doing", "through", "at")),
    Section("checks", _("Your checks and training"), _of(Check, "mentor__person"),
            ("kind", "done_on", "expires_on", "note")),
    Section("concerns", _("Concerns you raised"), _of(Concern, "raised_by"),
            ("severity", "text", "state", "at")),
    Section("blocks", _("People you have blocked"), _of(Block, "person"), ("at", "lifted_at")),
    Section("notifications", _("Your inbox"), _of(Notification, "to"),
            ("title", "text", "at", "read_at")),
    Section("letters", _("Mails to you"), _of(Letter, "to"),
            ("address", "subject", "state", "at", "sent_at")),
    Section("mailings", _("Messages from staff"), _of(Recipient, "person"),
            ("told_at", "opened_at", "answered_at")),
    Section("mail_choices", _("How you get mail"), _of(Preference, "person"),
            ("category", "channel")),
    Section("calendar", _("Your calendar address"), _of(Feed, "person"), ("since",)),
    Section("data_requests", _("What you asked about your data"), _of(DataRequest, "person"),
            ("institution__name", "kind", "text", "state", "at", "due_on", "answer",
             "answered_at")),
    Section("forgettings", _("Data that is or was to be deleted"), _of(Forgetting, "person"),
            ("cohort__programme__name", "cohort__name", "institution__name", "due_on", "told_at",
             "done_at")),
)  # fmt: skip


def collected(person: User) -> dict[str, Any]:
    """Everything, as plain values: one query for each section, however many rows."""
    sections = {
        section.key: [
            {name: _plain(value) for name, value in row.items()}
            for row in section.rows(person).values(*section.fields).iterator(chunk_size=2000)
        ]
        for section in SECTIONS
    }
    return {"made_at": now().isoformat(), "sections": sections}


def packed(person: User) -> bytes:
    """The copy as one file to keep: data.json for programs, data.html to read offline."""
    found = collected(person)
    page = render_to_string(
        "privacy/copy.html",
        {"person": person, "made_at": localtime(), "sections": list(_shown(found["sections"]))},
    )
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(found, ensure_ascii=False, indent=1))
        archive.writestr("data.html", page)
    return kept.getvalue()


def _plain(value: Any) -> Plain:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _shown(sections: dict[str, list[dict[str, Plain]]]) -> Iterator[dict[str, Any]]:
    """The sections that hold anything, with the fields that do, under their names."""
    for section in SECTIONS:
        rows = sections[section.key]
        model = section.rows(User()).model
        labels = {name: _label(model, name) for name in section.fields}
        shown = [
            [(labels[name], _said(value)) for name, value in row.items() if value not in _NOTHING]
            for row in rows
        ]
        if shown:
            yield {"title": section.title, "rows": shown}


_NOTHING: tuple[Plain, ...] = (None, "", [])


def _said(value: Plain) -> Plain:
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def _label(model: type[Model], path: str) -> str:
    """What a field is called: its own name, or that of what it leads to."""
    named: list[str] = []
    for step in path.split("__"):
        try:
            field: Any = model._meta.get_field(step)
        except FieldDoesNotExist:  # pragma: no cover - a path that the query refuses as well
            break
        named.append(str(getattr(field, "verbose_name", step)))
        model = field.related_model or model
    own = named[-1] if len(named) == 1 or named[-1] not in ("name", "kind") else named[-2]
    return own[:1].upper() + own[1:]
