"""A profile is its owner's; higher rooms widen who may see it and who may write to its owner."""

from django.db.models import Q

from wayfellow.access.policy import Rule, grant
from wayfellow.people.models import Block, User

oneself = Rule(lambda person: Q(pk=person.pk))

own = Rule(lambda person: Q(person=person.pk))

grant(Block, {"view": own, "lift": own})
grant(User, {"view": oneself, "contact": oneself})
"""``contact``: whose telephone and address one sees, where the owner shows them at all."""
