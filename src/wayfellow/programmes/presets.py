"""Three ready-made styles: names for points in policy space, nothing more."""

from django.utils.translation import gettext_lazy as _

from wayfellow.programmes.policy import Gate, Need, Party, Policy

PERSON, MENTOR, MENTEE, COORDINATOR, ENGINE = Party

_REVIEWED = Gate(knock=frozenset({PERSON}), yes=frozenset({COORDINATOR}))
_OPEN = Gate(knock=frozenset({PERSON}))

PRESETS: dict[str, Policy] = {
    "assigned-groups": Policy(
        intake=_REVIEWED,
        mentor_intake=_REVIEWED,
        pairing=Gate(knock=frozenset({ENGINE}), yes=frozenset({COORDINATOR})),
        fewest_mentees=2,
        most_mentees=4,
        liaison=Need.REQUIRED,
        meetings_per_term=1,
        advised_meeting_days=90,
        face_to_face=True,
        told_before_meetings=True,
        key_points=Need.REQUIRED,
        meeting_reflections=Need.REQUIRED,
        term_reflections=Need.REQUIRED,
        agreement=Need.REQUIRED,
        advised_experience=5,
    ),
    "self-directed": Policy(
        intake=_OPEN,
        mentor_intake=_REVIEWED,
        pairing=Gate(knock=frozenset({MENTEE}), yes=frozenset({MENTOR})),
        advised_groups=2,
        rolling=True,
        open_requests=3,
        confirmation_month=8,
        certificate=False,
    ),
    "fixed-term-circles": Policy(
        intake=_REVIEWED,
        mentor_intake=_REVIEWED,
        pairing=Gate(knock=frozenset({MENTEE, ENGINE}), yes=frozenset({COORDINATOR, MENTOR})),
        fewest_mentees=2,
        most_mentees=6,
        ranked_choices=3,
        meetings_per_term=5,
        advised_meeting_days=40,
        agreement=Need.REQUIRED,
        advised_experience=3,
    ),
}

PRESET_NAMES = {
    "assigned-groups": _("Assigned groups"),
    "self-directed": _("Self-directed"),
    "fixed-term-circles": _("Fixed-term circles"),
}

PRESET_WORDS = {
    "assigned-groups": _(
        "Staff place every student in a group of 2 to 4 with one mentor, for an academic year of "
        "semesters. Each student has a liaison officer, meetings are face to face, and reflections "
        "and a signed agreement are asked for."
    ),
    "self-directed": _(
        "Students look through the mentors at any time of the year and ask one of them; the "
        "mentor's yes makes the pair. There are no terms, and little paper: agreement and "
        "reflections are optional, and every pair is looked at again after half a year."
    ),
    "fixed-term-circles": _(
        "Students rank three mentors when they apply. The matching proposes circles of 2 to 6, "
        "coordinators and mentors say yes, and each circle meets about five times between a "
        "kick-off and a closing event, with a signed agreement."
    ),
}
