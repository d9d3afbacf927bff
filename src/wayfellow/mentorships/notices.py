"""Who is told of what in a work group's life. No notice carries what somebody wrote."""

from collections.abc import Iterable
from itertools import chain
from typing import Any

from django.urls import reverse

from wayfellow.mentorships.models import (
    Agreement,
    Goal,
    KeyPoints,
    Meeting,
    Member,
    Reflection,
    Withdrawal,
    WorkGroup,
)
from wayfellow.notifications.categories import Category
from wayfellow.notifications.notice import Notice, announce, silent
from wayfellow.people.models import User
from wayfellow.programmes.models import Office
from wayfellow.programmes.policy import Need

ROOM = "mentorships/notices"


def _group_page(row: Any) -> str:
    return reverse("home:group", args=[row.pk if isinstance(row, WorkGroup) else row.group_id])


def _meeting_page(meeting: Meeting) -> str:
    return reverse("mentorships:meeting", args=[meeting.group_id, meeting.pk])


def _agreement_page(agreement: Agreement) -> str:
    return reverse("mentorships:agreement", args=[agreement.group_id])


def _key_points_page(row: KeyPoints) -> str:
    return reverse("mentorships:key_points", args=[row.member.group_id, row.pk])


def _reflection_page(row: Reflection) -> str:
    return reverse("mentorships:reflection", args=[row.member.group_id, row.pk])


def _goal_page(row: Goal) -> str:
    return reverse("mentorships:goal", args=[row.member.group_id, row.pk])


def _withdrawal_page(row: Withdrawal) -> str:
    return reverse("mentorships:withdrawal", args=[row.group_id, row.pk])


def _people(row: Any) -> Iterable[User]:
    return row.group.people()  # type: ignore[no-any-return]


def _told_before(meeting: Meeting) -> Iterable[User]:
    tells = meeting.group.cohort.programme.told_before_meetings
    return meeting.group.liaison_officers() if tells else ()


def _guest(meeting: Meeting) -> Iterable[User]:
    return [meeting.guest] if meeting.guest else ()


def _planner(meeting: Meeting) -> Iterable[User]:
    return [person for person in _people(meeting) if person.pk == meeting.planned_by_id]


def _planner_and_mentor(meeting: Meeting) -> Iterable[User]:
    asked = {meeting.planned_by_id, meeting.group.mentor.person_id}
    return [person for person in _people(meeting) if person.pk in asked]


def _members_and_liaison(group: WorkGroup) -> Iterable[User]:
    return chain(group.people(), group.liaison_officers())


def _everybody(group: WorkGroup) -> Iterable[User]:
    return chain(_members_and_liaison(group), group.coordinators())


def _unsigned(agreement: Agreement) -> Iterable[User]:
    signed = agreement.signatures.values("person")
    return agreement.group.people().exclude(pk__in=signed)


def _students(group: WorkGroup) -> Iterable[User]:
    return group.students()


def _its_students(meeting: Meeting) -> Iterable[User]:
    return meeting.group.students()


def _its_liaison(row: Any) -> Iterable[User]:
    return row.group.liaison_officers()  # type: ignore[no-any-return]


def _applicant(member: Member) -> Iterable[User]:
    return [member.application.person]


def _officer(office: Office) -> Iterable[User]:
    return [office.person]


def _plan_page(group: WorkGroup) -> str:
    return reverse("mentorships:plan", args=[group.pk])


def _record_page(meeting: Meeting) -> str:
    return reverse("mentorships:record", args=[meeting.group_id, meeting.pk])


def _terms_page(member: Member) -> str:
    return reverse("mentorships:reflections", args=[member.group_id])


def _student(row: Any) -> Iterable[User]:
    return [row.member.application.person]


def _mentor(row: Any) -> Iterable[User]:
    return [row.member.group.mentor.person]


def _liaison(row: Any) -> Iterable[User]:
    return row.member.liaison_officers()  # type: ignore[no-any-return]


def _writers(meeting: Meeting) -> Iterable[User]:
    """Those who were there and are asked for a reflection."""
    if meeting.group.cohort.programme.meeting_reflections == Need.NONE:
        return ()
    came = meeting.attendances.filter(came=True).values("member__application__person")
    return User.objects.filter(pk__in=came)


def _newcomers(member: Member) -> Iterable[User]:
    return chain(_members_and_liaison(member.group), [member.application.person])


def _now_together(member: Member) -> Iterable[User]:
    """The student who changed groups, and everybody in the group that is new."""
    place = Member.objects.active().filter(application=member.application_id)
    latest = place.select_related("group").order_by("-pk").first()
    others = _members_and_liaison(latest.group) if latest else ()
    return chain([member.application.person, member.group.mentor.person], others)


def _new_page(member: Member) -> str:
    place = Member.objects.active().filter(application=member.application_id)
    latest = place.order_by("-pk").first()
    return _group_page(latest or member)


def _left(member: Member) -> Iterable[User]:
    return chain(_everybody(member.group), [member.application.person])


def _kept_apart(member: Member) -> Iterable[User]:
    return chain(_everybody(member.group), member.liaison_officers())


def _staff_and_writer(withdrawal: Withdrawal) -> Iterable[User]:
    group = withdrawal.group
    return chain(group.liaison_officers(), group.coordinators(), [withdrawal.by])


def _others(withdrawal: Withdrawal) -> Iterable[User]:
    """The rest of the group; but who says "I do not feel safe" first speaks with staff alone."""
    if withdrawal.reason == Withdrawal.Reason.SAFETY:
        return ()
    return withdrawal.group.people().exclude(pk=withdrawal.by_id)


announce(
    Notice(
        on="workgroup.form",
        template=f"{ROOM}/group_formed",
        to=lambda group: group.people(),
        url=_group_page,
        tell_actor=True,
    ),
    Notice(
        on="workgroup.form",
        template=f"{ROOM}/group_formed_liaison",
        to=lambda group: group.liaison_officers(),
        url=_group_page,
    ),
    Notice(on="workgroup.pause", template=f"{ROOM}/group_paused", to=_members_and_liaison,
           url=_group_page),
    Notice(on="workgroup.resume", template=f"{ROOM}/group_resumed", to=_members_and_liaison,
           url=_group_page),
    Notice(on="workgroup.begin_closing", template=f"{ROOM}/group_closing",
           to=_members_and_liaison, url=_group_page),
    Notice(on="workgroup.complete", template=f"{ROOM}/group_completed", to=_members_and_liaison,
           url=_group_page),
    Notice(on="workgroup.dissolve", template=f"{ROOM}/group_dissolved", to=_everybody,
           url=_group_page, tell_actor=True),
    Notice(on="workgroup.take_over", template=f"{ROOM}/group_taken_over",
           to=_members_and_liaison, url=_group_page, tell_actor=True),
    Notice(on="member.join", template=f"{ROOM}/member_joined", to=_newcomers, url=_group_page),
    Notice(on="member.move", template=f"{ROOM}/member_moved", to=_now_together, url=_new_page),
    Notice(on="member.leave", template=f"{ROOM}/member_left", to=_left, url=_group_page,
           tell_actor=True),
    Notice(on="member.suspend", template=f"{ROOM}/member_suspended", to=_kept_apart,
           url=_group_page),
    Notice(on="member.readmit", template=f"{ROOM}/member_readmitted", to=_kept_apart,
           url=_group_page),
    category=Category.GROUP,
)  # fmt: skip

announce(
    Notice(on="agreement.draft", template=f"{ROOM}/agreement_drafted", to=_people,
           url=_agreement_page, mail=False),
    Notice(on="agreement.propose", template=f"{ROOM}/agreement_proposed", to=_people,
           url=_agreement_page),
    Notice(on="agreement.revise", template=f"{ROOM}/agreement_revised", to=_people,
           url=_agreement_page),
    Notice(on="agreement.sign", template=f"{ROOM}/agreement_signed", to=_people,
           url=_agreement_page, mail=False),
    Notice(
        on="agreement.enter_into_force",
        template=f"{ROOM}/agreement_in_force",
        to=lambda agreement: _members_and_liaison(agreement.group),
        url=_agreement_page,
        tell_actor=True,
    ),
    category=Category.GROUP,
)  # fmt: skip

announce(
    Notice(on="meeting.plan", template=f"{ROOM}/meeting_planned", to=_people, url=_meeting_page,
           tell_actor=True),
    Notice(on="meeting.plan", template=f"{ROOM}/meeting_planned_liaison", to=_told_before,
           url=_meeting_page),
    Notice(on="meeting.reschedule", template=f"{ROOM}/meeting_changed", to=_people,
           url=_meeting_page, tell_actor=True),
    Notice(on="meeting.reschedule", template=f"{ROOM}/meeting_changed_liaison", to=_told_before,
           url=_meeting_page),
    Notice(on="meeting.invite", template=f"{ROOM}/meeting_planned", to=_guest,
           url=_meeting_page, tell_actor=True),
    Notice(on="meeting.release", template=f"{ROOM}/meeting_released", to=_guest,
           tell_actor=True),
    Notice(on="meeting.cancel", template=f"{ROOM}/meeting_cancelled", to=_people,
           url=_meeting_page, tell_actor=True),
    Notice(on="meeting.cancel", template=f"{ROOM}/meeting_cancelled_liaison", to=_told_before,
           url=_meeting_page),
    Notice(on="meeting.answer", template=f"{ROOM}/meeting_answered", to=_planner,
           url=_meeting_page, mail=False),
    # Who waits for somebody who is not coming should hear of it in time.
    Notice(on="meeting.decline", template=f"{ROOM}/meeting_declined", to=_planner_and_mentor,
           url=_meeting_page),
    Notice(on="meeting.record", template=f"{ROOM}/meeting_recorded", to=_writers,
           url=_meeting_page),
    Notice(on="meeting.record", template=f"{ROOM}/meeting_recorded_liaison",
           category=Category.CHARGE, to=_told_before,
           url=_meeting_page, mail=False),
    Notice(on="meeting.correct", template=f"{ROOM}/meeting_corrected", to=_people,
           url=_meeting_page, mail=False),
    category=Category.MEETINGS,
)  # fmt: skip

announce(
    Notice(on="keypoints.send", template=f"{ROOM}/key_points_sent",
           category=Category.CHARGE, to=_liaison,
           url=_key_points_page, mail=False),
    Notice(on="keypoints.acknowledge", template=f"{ROOM}/key_points_acknowledged", to=_student,
           url=_key_points_page, mail=False),
    Notice(on="reflection.hand_in", template=f"{ROOM}/reflection_handed_in",
           category=Category.CHARGE, to=_liaison,
           url=_reflection_page, mail=False),
    Notice(on="reflection.return", template=f"{ROOM}/reflection_returned", to=_student,
           url=_reflection_page),
    Notice(on="reflection.acknowledge", template=f"{ROOM}/reflection_acknowledged", to=_student,
           url=_reflection_page, mail=False),
    Notice(on="goal.set", template=f"{ROOM}/goal_set", to=_mentor, url=_goal_page, mail=False),
    Notice(on="goal.progress", template=f"{ROOM}/goal_progressed", to=_mentor, url=_goal_page,
           mail=False),
    Notice(on="goal.achieve", template=f"{ROOM}/goal_achieved", to=_mentor, url=_goal_page,
           mail=False),
    Notice(on="goal.comment", template=f"{ROOM}/goal_commented", to=_student, url=_goal_page),
    category=Category.WRITING,
)  # fmt: skip

announce(
    Notice(on="withdrawal.ask", template=f"{ROOM}/withdrawal_asked",
           category=Category.SAFEGUARDING, to=_staff_and_writer,
           url=_withdrawal_page, tell_actor=True),
    Notice(on="withdrawal.ask", template=f"{ROOM}/withdrawal_asked_others", to=_others,
           url=_group_page),
    Notice(
        on="withdrawal.acknowledge",
        template=f"{ROOM}/withdrawal_acknowledged",
        to=lambda withdrawal: [withdrawal.by],
        url=_withdrawal_page,
    ),
    Notice(on="withdrawal.retract", template=f"{ROOM}/withdrawal_retracted", to=_staff_and_writer,
           url=_withdrawal_page),
    Notice(on="withdrawal.retract", template=f"{ROOM}/withdrawal_retracted_others", to=_others,
           url=_group_page),
    category=Category.GROUP,
)  # fmt: skip

# What schedules.py says is due.
announce(
    Notice(on="workgroup.remind_initiation", template=f"{ROOM}/initiation_reminder",
           category=Category.MEETINGS,
           to=_students, url=_plan_page),
    Notice(on="workgroup.miss_initiation", template=f"{ROOM}/initiation_reminder",
           category=Category.MEETINGS,
           to=_students, url=_plan_page),
    Notice(on="workgroup.miss_initiation", template=f"{ROOM}/initiation_missing_liaison",
           category=Category.CHARGE,
           to=lambda group: group.liaison_officers(), url=_group_page),
    Notice(on="agreement.remind", template=f"{ROOM}/agreement_reminder", to=_unsigned,
           url=_agreement_page),
    Notice(on="meeting.remind", template=f"{ROOM}/meeting_reminder",
           category=Category.MEETINGS, to=_people,
           url=_meeting_page),
    Notice(on="meeting.ask_record", template=f"{ROOM}/record_reminder",
           category=Category.WRITING, to=_its_students,
           url=_record_page),
    Notice(on="meeting.miss_record", template=f"{ROOM}/record_reminder",
           category=Category.WRITING, to=_its_students,
           url=_record_page),
    Notice(on="meeting.miss_record", template=f"{ROOM}/record_missing_liaison",
           category=Category.CHARGE,
           to=_its_liaison, url=_meeting_page),
    Notice(on="keypoints.remind", template=f"{ROOM}/key_points_reminder",
           category=Category.WRITING, to=_student,
           url=_key_points_page),
    Notice(on="keypoints.miss", template=f"{ROOM}/key_points_reminder",
           category=Category.WRITING, to=_student,
           url=_key_points_page),
    Notice(on="keypoints.miss", template=f"{ROOM}/key_points_missing_liaison",
           category=Category.CHARGE, to=_liaison,
           url=lambda row: _group_page(row.member)),
    Notice(on="meeting.remind_briefing", template=f"{ROOM}/briefing_missing",
           category=Category.MEETINGS, to=_people,
           url=_meeting_page),
    Notice(on="workgroup.remind_meeting", template=f"{ROOM}/no_meeting",
           category=Category.MEETINGS, to=_students,
           url=_plan_page),
    Notice(on="workgroup.miss_meeting", template=f"{ROOM}/no_meeting",
           category=Category.MEETINGS, to=_students,
           url=_plan_page),
    Notice(on="workgroup.miss_meeting", template=f"{ROOM}/no_meeting_liaison",
           category=Category.CHARGE,
           to=lambda group: group.liaison_officers(), url=_group_page),
    Notice(on="member.open_term", template=f"{ROOM}/term_opens",
           category=Category.WRITING, to=_applicant,
           url=_terms_page),
    Notice(on="member.remind_term", template=f"{ROOM}/term_reminder",
           category=Category.WRITING, to=_applicant,
           url=_terms_page),
    Notice(on="member.miss_term", template=f"{ROOM}/term_reminder",
           category=Category.WRITING, to=_applicant,
           url=_terms_page),
    Notice(on="member.miss_term", template=f"{ROOM}/term_missing_liaison", category=Category.CHARGE,
           to=lambda member: member.liaison_officers(), url=_group_page),
    Notice(on="office.sum_up", template=f"{ROOM}/digest", category=Category.CHARGE,
           sums_up=True, to=_officer,
           url=lambda _office: reverse("home:caseload")),
    Notice(on="workgroup.check_in", template=f"{ROOM}/check_in",
           to=lambda group: group.people(), url=_group_page),
    category=Category.GROUP,
)  # fmt: skip

silent(
    # An agreement in force or a recorded initiation has just been told.
    "workgroup.activate",
    # Staff note it for themselves.
    "workgroup.waive_minimum",
    # The institution's letters say it (safeguarding).
    "workgroup.terminate",
    # The group's end has been told to everybody in it.
    "member.end",
    "member.complete",
    # Told as workgroup.take_over.
    "member.return",
    "agreement.save",
    # The new one in force has been told.
    "agreement.supersede",
    "feed.switch_on",
    "feed.renew",
    "feed.switch_off",
    "keypoints.save",
    "reflection.open",
    "goal.edit",
    "goal.drop",
    "goal.take_up",
    # Told as member.leave or workgroup.dissolve.
    "withdrawal.effect",
)
