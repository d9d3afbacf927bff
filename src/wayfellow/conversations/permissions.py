"""Who may read and write in a work group: only those who are in it. Staff see counts."""

from wayfellow.access.policy import grant
from wayfellow.conversations.models import Message
from wayfellow.mentorships.models import WorkGroup
from wayfellow.mentorships.permissions import joined, known, of_group

grant(WorkGroup, {"converse": known, "write": joined})
grant(Message, {"view": of_group("group", known)})
