"""What a block between two people means where they meet: requests, groups, and who is told."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Refused
from wayfellow.applications.models import Application
from wayfellow.events.record import record
from wayfellow.mentorships.models import WorkGroup
from wayfellow.pairing.actions.interests import end_between
from wayfellow.people import actions as people
from wayfellow.people.models import Block, User
from wayfellow.programmes.models import Office
from wayfellow.safeguarding.actions import raise_concern
from wayfellow.safeguarding.models import Concern


def groups_of_both(one: User, other: User) -> QuerySet[WorkGroup]:
    """Live groups that the two are in together."""
    rows = WorkGroup.objects.of_both(one.pk, other.pk)
    return rows.select_related("cohort__programme", "institution", "mentor__person").order_by("pk")


@transaction.atomic
def block(other: User, *, by: User) -> Block:
    """``by`` wants nothing of ``other``, who is not told; Refused of staff.

    Where the two are in a group together, its coordinators get a concern, since only they can
    separate them, and its liaison officers learn that there is something, and not who.
    """
    if _looks_after(other, by):
        raise Refused(
            _("Staff of your programme must be able to reach you. Report what troubles you: "
              "the coordinators read it, or write to your institution.")
        )  # fmt: skip
    row = people.block(other, by=by)
    end_between(by, other)
    groups = list(groups_of_both(by, other))
    for group in groups:
        _tell_coordinators(group, other, by)
    if groups:
        record("report", row, by=by, groups=[group.pk for group in groups])
    return row


def _looks_after(other: User, by: User) -> bool:
    programmes = Application.objects.filter(person=by).values("cohort__programme")
    return Office.objects.current().filter(person=other, programme__in=programmes).exists()


def _tell_coordinators(group: WorkGroup, other: User, by: User) -> None:
    with translation.override(group.institution.language):
        text = _(
            "%(name)s has blocked %(other)s, who has not been told. Both are in this work group. "
            "Please talk with %(name)s, and separate the two: move one of the students to another "
            "group, or end one place. Meetings of the group are still mailed to both."
        )
        values = {
            "severity": Concern.Severity.SERIOUS,
            "text": text % {"name": by.called, "other": other.called},
        }
    raise_concern(group.cohort.programme, values, institution=group.institution, group=group, by=by)
