"""To whom each kind of mail goes, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CONCERNED = _("whom it concerns")

_TABLE: tuple[tuple[Promise, str], ...] = (
    (
        _("the applicant"),
        "applications-: received accepted waitlisted declined of_age draft_unfinished",
    ),
    (
        _("the coordinators"),
        """applications-: submitted withdrawn; programmes-: revised page_shown page_taken_down;
            partners-: enquiry; pairing-: published mentor_answered student_answered signed_off
            silent_mentor silent_student group_taken group_declined group_expired;
            surveys-: review_call; safeguarding-: raised untouched check_ends_staff""",
    ),
    (
        _("the liaison officer"),
        """applications-: charged; mentorships-: group_formed_liaison initiation_missing_liaison
            key_points_missing_liaison key_points_sent meeting_cancelled_liaison
            meeting_changed_liaison meeting_planned_liaison meeting_recorded_liaison
            no_meeting_liaison record_missing_liaison reflection_handed_in term_missing_liaison digest;
            safeguarding-: group_terminated kept_apart""",
    ),
    (
        _("the guardian"),
        """applications-: consent_asked consent_reminder consent_receipt consent_ended;
            safeguarding-: letter_guardian""",
    ),
    (
        _("the student"),
        """applications-: consent_granted_student consent_refused_student consent_revoked_student
            consent_expired_student; pairing-: accepted declined remark expired student_asked
            student_reminded student_lapsed freed; mentorships-: key_points_acknowledged
            key_points_reminder reflection_acknowledged reflection_returned goal_commented
            meeting_recorded term_opens term_reminder""",
    ),
    (
        _("the liaison officer and the coordinators"),
        """applications-: consent_granted consent_refused consent_revoked consent_expired
            consent_wanted; conversations-: quiet_staff; surveys-: wants_talk""",
    ),
    (
        _("the mentor"),
        """applications-: confirm_profile came_back profile_rests; pairing-: asked reminded withdrawn
            remark_to_mentor expired_mentor unasked mentor_asked mentor_reminded mentor_lapsed
            group_offered group_reminded group_withdrawn group_expired_mentor;
            safeguarding-: check_ends;
            mentorships-: goal_set goal_progressed goal_achieved; partners-: nominated retracted""",
    ),
    (_("mentors of this and earlier years"), "applications-: window_opens window_closes"),
    (_("whoever typed the address"), "applications-: join"),
    (
        _("the mentor and the students"),
        """conversations-: quiet; surveys-: near_end; mentorships-: group_formed agreement_drafted
            agreement_proposed agreement_revised agreement_signed meeting_planned meeting_changed
            meeting_cancelled meeting_corrected meeting_reminder briefing_missing check_in;
            safeguarding-: letter""",
    ),
    (
        _("the mentor, the students and the liaison officer"),
        """mentorships-: group_paused group_resumed group_closing group_completed group_taken_over
            agreement_in_force member_joined member_moved""",
    ),
    (
        _("the group, its liaison officers and the coordinators"),
        "mentorships-: group_dissolved member_left member_suspended member_readmitted",
    ),
    (
        _("the others in the group"),
        """conversations-: message_written; mentorships-:
            withdrawal_asked_others withdrawal_retracted_others""",
    ),
    (
        _("who asked to leave, the liaison officers and the coordinators"),
        "mentorships-: withdrawal_asked withdrawal_retracted",
    ),
    (_("who asked to leave"), "mentorships-: withdrawal_acknowledged"),
    (
        _("the students"),
        "mentorships-: initiation_reminder record_reminder no_meeting",
    ),
    (_("who planned the meeting"), "mentorships-: meeting_answered"),
    (_("who planned the meeting, and the mentor"), "mentorships-: meeting_declined"),
    (_("who has left the group"), "mentorships-: meeting_released"),
    (_("those who have not signed"), "mentorships-: agreement_reminder"),
    (
        _("those who have not answered"),
        "surveys-: how_was_it how_was_it_reminder half_way review outcome",
    ),
    (_("who started the matching run"), "pairing-: finished failed waits"),
    (_("who brought the file"), "imports-: finished failed"),
    (_("who is invited"), "institutions-: invited"),
    (_("who sent the invitation"), "institutions-: accepted asked"),
    (_("whose role it was"), "institutions-: ended"),
    (
        _("the programme’s staff"),
        """programmes-: published archived cloned cohort_open cohort_start cohort_begin_closing
            cohort_close cohort_cancel""",
    ),
    (_("whose office it is"), "programmes-: appointed released"),
    (
        _("the company's contacts and the coordinators"),
        "partners-: active withdrawn pledged memorandum_ends hours_summed",
    ),
    (_("the company’s contact"), "partners-: contact applied"),
    (
        _("the owner of the account"),
        "people-: secured new_device birthday address_changed address_back",
    ),
    (_("who asked about their data"), "privacy-: receipt answered"),
    (_("the institution’s administrators"), "privacy-: asked still_open taken_back"),
    (_("whose data goes"), "privacy-: before_forgetting"),
    (_("who raised the concern"), "safeguarding-: receipt taken_up settled"),
    (
        _("a second person who may end the group"),
        "safeguarding-: termination_waits",
    ),
    (_("who wrote the letter"), "safeguarding-: termination_discarded"),
    (_("who sent the message"), "mailings-: sent"),
)


def _readers() -> dict[str, Promise]:
    found: dict[str, Promise] = {}
    for who, groups in _TABLE:
        for group in groups.split(";"):
            room, _colon, names = group.strip().partition(":")
            found |= {f"{room}{name}": who for name in names.split()}
    return found


READERS = _readers()
"""By the kind's key."""
