from django.urls import path

from wayfellow.mentorships.views import (
    agreement,
    calendars,
    goals,
    leaving,
    meetings,
    papers,
    people,
    writing,
)

app_name = "mentorships"

_GROUP = "groups/<int:pk>/"
_AGREEMENT = "groups/<int:group>/agreement/<int:pk>/"
_MEETING = "groups/<int:group>/meetings/<int:pk>/"
_KEY_POINTS = "groups/<int:group>/key-points/<int:pk>/"
_REFLECTION = "groups/<int:group>/reflections/<int:pk>/"
_GOAL = "groups/<int:group>/goals/<int:pk>/"
_LEAVE = "groups/<int:group>/leave/<int:pk>/"

urlpatterns = [
    path(f"{_GROUP}agreement/", agreement.show, name="agreement"),
    path(f"{_GROUP}agreement/draft/", agreement.draft, name="agreement_draft"),
    path(f"{_AGREEMENT}edit/", agreement.edit, name="agreement_edit"),
    path(f"{_AGREEMENT}propose/", agreement.propose, name="agreement_propose"),
    path(f"{_AGREEMENT}revise/", agreement.revise, name="agreement_revise"),
    path(f"{_AGREEMENT}sign/", agreement.sign, name="agreement_sign"),
    path(f"{_AGREEMENT}agreement.pdf", agreement.pdf, name="agreement_pdf"),
    path(f"{_GROUP}meetings/", meetings.index, name="meetings"),
    path(f"{_GROUP}meetings/plan/", meetings.plan, name="plan"),
    path(f"{_GROUP}meetings/log/", meetings.log, name="log"),
    path(_MEETING, meetings.show, name="meeting"),
    path(f"{_MEETING}answer/", calendars.answer, name="answer"),
    path(f"{_MEETING}reschedule/", meetings.reschedule, name="reschedule"),
    path(f"{_MEETING}cancel/", meetings.cancel, name="cancel"),
    path(f"{_MEETING}record/", meetings.record, name="record"),
    path(f"{_MEETING}correct/", meetings.correct, name="correct"),
    path(f"{_MEETING}meeting.ics", meetings.calendar, name="calendar"),
    path(f"{_MEETING}reflect/", meetings.reflect, name="reflect"),
    path("me/calendar/", calendars.mine, name="my_calendar"),
    path("me/calendar/on/", calendars.switch_on, name="calendar_on"),
    path("me/calendar/renew/", calendars.renew, name="calendar_renew"),
    path("me/calendar/off/", calendars.switch_off, name="calendar_off"),
    path("calendar/<str:token>.ics", calendars.feed, name="feed"),
    path(_KEY_POINTS, writing.key_points, name="key_points"),
    path(f"{_KEY_POINTS}save/", writing.save_key_points, name="key_points_save"),
    path(
        f"{_KEY_POINTS}acknowledge/",
        writing.acknowledge_key_points,
        name="key_points_acknowledge",
    ),
    path(f"{_GROUP}reflections/", writing.reflections, name="reflections"),
    path(f"{_GROUP}reflections/term/<int:term>/", writing.reflect_on_term, name="reflect_on_term"),
    path(_REFLECTION, writing.reflection, name="reflection"),
    path(f"{_REFLECTION}save/", writing.save_reflection, name="reflection_save"),
    path(f"{_REFLECTION}return/", writing.return_, name="reflection_return"),
    path(
        f"{_REFLECTION}acknowledge/",
        writing.acknowledge_reflection,
        name="reflection_acknowledge",
    ),
    path("reading/", writing.to_read, name="to_read"),
    path("reading/acknowledge/", writing.acknowledge_many, name="acknowledge_many"),
    path(f"{_GROUP}goals/", goals.index, name="goals"),
    path(f"{_GROUP}goals/new/", goals.new, name="goal_new"),
    path(_GOAL, goals.show, name="goal"),
    path(f"{_GOAL}edit/", goals.edit, name="goal_edit"),
    path(f"{_GOAL}progress/", goals.progress, name="goal_progress"),
    path(f"{_GOAL}comment/", goals.comment, name="goal_comment"),
    path(f"{_GOAL}achieve/", goals.achieve, name="goal_achieve"),
    path(f"{_GOAL}drop/", goals.drop, name="goal_drop"),
    path(f"{_GOAL}take-up/", goals.take_up, name="goal_take_up"),
    path(f"{_GROUP}leave/", leaving.ask, name="leave"),
    path(_LEAVE, leaving.show, name="withdrawal"),
    path(f"{_LEAVE}acknowledge/", leaving.acknowledge, name="withdrawal_acknowledge"),
    path(f"{_LEAVE}effect/", leaving.effect, name="withdrawal_effect"),
    path(f"{_LEAVE}retract/", leaving.retract, name="withdrawal_retract"),
    path(f"{_GROUP}people/mentor/", people.mentor, name="mentor"),
    path(f"{_GROUP}people/add/", people.add, name="add_member"),
    path("groups/<int:group>/people/<int:pk>/", people.student, name="person"),
    path("groups/<int:group>/certificate/<int:pk>/", papers.certificate, name="certificate"),
    path(
        "groups/<int:group>/certificate/<int:pk>/certificate.pdf",
        papers.certificate_pdf,
        name="certificate_pdf",
    ),
    path(f"{_GROUP}record-of-participation.pdf", papers.service_pdf, name="service_pdf"),
    path(f"{_REFLECTION}reflection.pdf", papers.reflection_pdf, name="reflection_pdf"),
    path("p/<slug:slug>/forms/reflection.pdf", papers.blank_reflection, name="blank_reflection"),
    path("p/<slug:slug>/forms/agreement.pdf", papers.blank_agreement, name="blank_agreement"),
    path(f"{_GROUP}pause/", people.pause, name="pause"),
    path(f"{_GROUP}resume/", people.resume, name="resume"),
    path(f"{_GROUP}begin-closing/", people.begin_closing, name="begin_closing"),
    path(f"{_GROUP}complete/", people.complete, name="complete"),
    path(f"{_GROUP}waive-minimum/", people.waive_minimum, name="waive_minimum"),
]
