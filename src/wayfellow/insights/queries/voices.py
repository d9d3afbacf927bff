"""What people said at the end: always how many were asked, how many answered, and the rate."""

from collections import Counter
from dataclasses import dataclass, field
from statistics import mean

from wayfellow.applications.models import Part
from wayfellow.insights.queries.frame import FEWEST, Frame, Share
from wayfellow.mentorships.models import Member
from wayfellow.mentorships.models.groups import STAYED
from wayfellow.surveys.models import Doing, Feedback
from wayfellow.surveys.queries import ASKED, of_cohort

PROMOTERS, DETRACTORS = 9, 6
QUOTES = 12


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure students were of their way, by those who said both."""

    answered: int
    before: float
    now: float


@dataclass(frozen=True, slots=True)
class Status:
    label: str
    value: int | None


@dataclass(frozen=True, slots=True)
class Quote:
    text: str
    name: str
    part: str


@dataclass(frozen=True, slots=True)
class Voices:
    """Figures that rest on too few answers are None."""

    students: Share
    mentors: Share
    recommend_students: int | None
    """Promoters minus detractors in per cent, from -100 to 100."""
    recommend_mentors: int | None
    confidence: Confidence | None
    statuses: list[Status] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    """First names, from those who allowed it; never across institutions."""

    @property
    def asked(self) -> int:
        return self.students.of + self.mentors.of

    @property
    def answered(self) -> int:
        return self.students.part + self.mentors.part


def voices(frame: Frame) -> Voices:
    """Feedback of a season; three queries."""
    closing = frame.groups().filter(state__in=ASKED)
    asked = Member.objects.filter(group__in=closing.values("pk"), state__in=STAYED).count()
    mentors_asked = closing.count()
    rows = list(of_cohort(frame.cohort, frame.institution).select_related("person").order_by("pk"))
    students = [row for row in rows if row.part == Part.STUDENT]
    mentors = [row for row in rows if row.part == Part.MENTOR]
    return Voices(
        students=Share(len(students), asked),
        mentors=Share(len(mentors), mentors_asked),
        recommend_students=_recommend(frame, students),
        recommend_mentors=_recommend(frame, mentors),
        confidence=_confidence(frame, students),
        statuses=_statuses(frame, students),
        quotes=[] if frame.is_joint else _quotes(rows),
    )


def _too_few(frame: Frame, count: int) -> bool:
    return not count or (frame.is_joint and count < FEWEST)


def _recommend(frame: Frame, rows: list[Feedback]) -> int | None:
    if _too_few(frame, len(rows)):
        return None
    promoters = sum(row.recommend >= PROMOTERS for row in rows)
    detractors = sum(row.recommend <= DETRACTORS for row in rows)
    return round(100 * (promoters - detractors) / len(rows))


def _confidence(frame: Frame, rows: list[Feedback]) -> Confidence | None:
    both = [
        (row.confidence_before, row.confidence_now)
        for row in rows
        if row.confidence_before is not None and row.confidence_now is not None
    ]
    if _too_few(frame, len(both)):
        return None
    before, after = zip(*both, strict=True)
    return Confidence(len(both), round(mean(before), 1), round(mean(after), 1))


def _statuses(frame: Frame, rows: list[Feedback]) -> list[Status]:
    counted = Counter(row.status for row in rows if row.status)
    cells = {name: counted[name] for name in Doing.values if counted[name]}
    labels = dict(Doing.choices)
    return [Status(str(labels[name]), value) for name, value in frame.kept(cells).items()]


def _quotes(rows: list[Feedback]) -> list[Quote]:
    said = [row for row in rows if row.may_quote and row.helped.strip()]
    labels = dict(Part.choices)
    return [Quote(row.helped, row.first_name, str(labels[row.part])) for row in said[:QUOTES]]
