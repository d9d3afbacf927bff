"""Our fields of each kind of file: what they are called elsewhere, and what they may hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wayfellow.imports.models import Kind
from wayfellow.sheets import suggest


class Sort(Enum):
    """How a cell is read."""

    TEXT = auto()
    NAME = auto()
    EMAIL = auto()
    EMAILS = auto()
    DATE = auto()
    TIME = auto()
    NUMBER = auto()
    LIST = auto()
    SPOKEN = auto()


@dataclass(frozen=True, slots=True)
class Field:
    """One of our fields; ``least`` and ``most`` bound a number, ``most`` the length of a text."""

    name: str
    label: Promise
    aliases: tuple[str, ...] = ()
    sort: Sort = Sort.TEXT
    required: bool = False
    least: int = 0
    most: int = 120


_NAME = Field("name", _("name"), ("full name", "student name"), Sort.NAME, required=True, most=150)
_EMAIL = Field(
    "email",
    _("e-mail address"),
    ("school e-mail", "student email", "e-mail address", "work email", "mail"),
    Sort.EMAIL,
    required=True,
)
_PHONE = Field(
    "phone", _("phone"), ("handphone", "mobile number", "contact number", "phone number"), most=40
)
_SHARED = (
    Field(
        "skills",
        _("skills"),
        ("skill set", "strengths and skills", "strengths", "key skills"),
        Sort.LIST,
    ),
    Field(
        "interests",
        _("interests"),
        ("areas of interest", "interest areas", "hobbies and interests"),
        Sort.LIST,
    ),
    Field("values", _("what matters in work"), ("personal values", "core values"), Sort.LIST),
    Field(
        "motivation",
        _("why mentoring"),
        ("why mentoring", "reason for joining", "why do you want to join", "reasons"),
        most=2000,
    ),
    Field(
        "languages",
        _("languages"),
        ("languages spoken", "spoken languages", "language"),
        Sort.SPOKEN,
    ),
    Field("city", _("city"), ("town", "place of work", "location"), most=80),
)

STUDENTS = (
    Field(
        "student_number",
        _("student number"),
        ("matric no", "matriculation number", "admission no", "student id", "admission number"),
        required=True,
        most=40,
    ),
    _NAME,
    _EMAIL,
    Field(
        "preferred_name",
        _("preferred name"),
        ("known as", "name in own script nickname", "nickname", "calling name"),
        Sort.NAME,
        most=80,
    ),
    _PHONE,
    Field("born_on", _("date of birth"), ("d o b", "dob", "birth date", "birthday"), Sort.DATE),
    Field("school", _("school"), ("acad school", "academic school", "faculty", "department")),
    Field(
        "course",
        _("course"),
        ("course of study", "diploma", "programme of study", "degree"),
        most=150,
    ),
    Field(
        "year_of_study",
        _("year of study"),
        ("year", "level", "study year"),
        Sort.NUMBER,
        least=1,
        most=12,
    ),
    Field(
        "graduates_on",
        _("expected graduation"),
        ("expected graduation", "graduating on", "grad date", "graduation date"),
        Sort.DATE,
    ),
    Field("field", _("field to work in"), ("sector", "industry sector", "career field")),
    Field(
        "aspiration",
        _("what the student hopes for"),
        ("aspirations", "career aspiration", "aims", "career aims"),
        most=2000,
    ),
    Field("gaps", _("gaps to close"), ("gaps to close", "skill gaps"), most=2000),
    *_SHARED,
    Field(
        "preferred_mentors",
        _("mentors the student would choose"),
        ("mentor choices", "preferred mentor emails", "mentor choices in order"),
        Sort.EMAILS,
    ),
    Field(
        "guardian_name",
        _("guardian's name"),
        ("parent guardian", "parent name", "parent guardian name", "name of parent"),
        Sort.NAME,
        most=150,
    ),
    Field(
        "guardian_relationship",
        _("guardian's relationship"),
        ("relationship", "parent relation", "parent guardian relationship"),
        most=40,
    ),
    Field(
        "guardian_email",
        _("guardian's e-mail address"),
        ("parent guardian e-mail", "parent email", "parent guardian email"),
        Sort.EMAIL,
    ),
    Field(
        "guardian_phone",
        _("guardian's phone"),
        ("parent guardian contact no", "parent mobile", "parent phone", "parent contact"),
        most=40,
    ),
)

MENTORS = (
    _NAME,
    _EMAIL,
    Field(
        "programme_email",
        _("another address for this programme"),
        ("programme e-mail", "program email", "private email"),
        Sort.EMAIL,
    ),
    _PHONE,
    Field(
        "company",
        _("employer"),
        ("company name", "current employer", "organisation", "organization"),
        most=150,
    ),
    Field(
        "job_title",
        _("job title"),
        ("current job title", "designation", "position", "title"),
    ),
    Field("industry", _("industry"), ("sector", "industry sector")),
    Field(
        "years_experience",
        _("years of experience"),
        ("experience", "years in industry", "experience years"),
        Sort.NUMBER,
        most=70,
    ),
    Field("fields", _("fields"), ("fields of work", "career fields", "field"), Sort.LIST),
    Field(
        "help_areas",
        _("what they can help with"),
        ("ways you can help", "can help with", "ways to help"),
        Sort.LIST,
    ),
    Field(
        "job_history", _("job history"), ("career history", "employment history", "cv"), most=4000
    ),
    Field("successes", _("key successes"), ("successes", "achievements"), most=2000),
    Field(
        "moves",
        _("moves between countries or industries"),
        ("moving country or industry", "career moves"),
        most=2000,
    ),
    Field("studied", _("course studied"), ("degree studied", "studies"), most=150),
    Field(
        "graduation_year",
        _("year of graduation"),
        ("graduated", "class of", "graduation year"),
        Sort.NUMBER,
        least=1930,
        most=2100,
    ),
    Field("mode", _("online or in person"), ("meeting mode", "how to meet"), most=40),
    Field(
        "fewest",
        _("fewest students"),
        ("fewest mentees", "minimum students", "min"),
        Sort.NUMBER,
        most=50,
    ),
    Field(
        "most",
        _("most students"),
        ("most mentees", "maximum students", "capacity", "max"),
        Sort.NUMBER,
        most=50,
    ),
    *_SHARED,
)

PARTNERS = (
    Field(
        "name",
        _("company"),
        ("company", "company name", "partner", "organisation"),
        required=True,
        most=150,
    ),
    Field("registration_number", _("registration number"), ("uen", "business id"), most=40),
    Field("sector", _("sector"), ("industry",), most=80),
    Field(
        "contact_name",
        _("contact's name"),
        ("contact person", "contact"),
        Sort.NAME,
        most=150,
    ),
    Field("contact_email", _("contact's e-mail address"), ("contact e-mail", "email"), Sort.EMAIL),
    Field("contact_phone", _("contact's phone"), ("contact number", "phone"), most=40),
    Field("mou_reference", _("memorandum's reference"), ("mou", "mou no"), most=80),
    Field("mou_signed_on", _("memorandum signed"), ("mou signed", "mou date"), Sort.DATE),
    Field("mou_expires_on", _("memorandum expires"), ("mou expires", "mou expiry"), Sort.DATE),
    Field("signatory", _("signed by"), ("mou signatory",)),
    Field(
        "hours",
        _("hours pledged a term"),
        ("hours per semester", "hours pledged", "pledged hours"),
        Sort.NUMBER,
        most=2000,
    ),
    Field("venues", _("venues offered"), ("venue",), most=300),
    Field("events", _("events offered"), ("event",), most=300),
)

MEETINGS = (
    Field("mentor_email", _("mentor's e-mail address"), ("mentor",), Sort.EMAIL, required=True),
    Field(
        "student_emails",
        _("e-mail addresses of the students who came"),
        ("students", "student email", "mentees", "attendees"),
        Sort.EMAILS,
        required=True,
    ),
    Field("date", _("date"), ("day", "meeting date"), Sort.DATE, required=True),
    Field("start", _("start"), ("from", "start time", "begins"), Sort.TIME, required=True),
    Field("end", _("end"), ("to", "until", "end time", "ends"), Sort.TIME, required=True),
    Field("mode", _("how"), ("meeting mode",), most=40),
    Field("place", _("place or link"), ("venue", "location"), most=200),
    Field("activity", _("what they did"), ("activities", "purpose", "type")),
    Field("note", _("note"), ("notes", "remarks", "summary"), most=1800),
)

FIELDS: Mapping[Kind, tuple[Field, ...]] = {
    Kind.STUDENTS: STUDENTS,
    Kind.MENTORS: MENTORS,
    Kind.PARTNERS: PARTNERS,
    Kind.MEETINGS: MEETINGS,
}


def guess(
    kind: Kind, columns: Sequence[str], known: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Our field -> their column: as it was mapped last time where that fits, else by the words."""
    there = set(columns)
    kept = {name: column for name, column in (known or {}).items() if column in there}
    used = set(kept.values())
    # What the institution knowingly left out last time stays out.
    open_fields = {
        field.name: field.aliases
        for field in FIELDS[kind]
        if field.name not in kept and (not known or field.required)
    }
    rest = [column for column in columns if column not in used]
    return {**suggest(rest, open_fields), **kept}


def unmapped(kind: Kind, mapping: Mapping[str, str]) -> list[Field]:
    """The fields that must be in the file and have no column yet."""
    return [field for field in FIELDS[kind] if field.required and not mapping.get(field.name)]
