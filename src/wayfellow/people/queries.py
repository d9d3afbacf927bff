"""Who wants nothing of whom."""

from django.db.models import Q, QuerySet

from wayfellow.people.models import Block


def near(person: int, path: str = "pk") -> Q:
    """Rows whose person, found at ``path``, has no block with ``person`` in either direction."""
    standing = Block.objects.standing()
    by_them = Q(**{f"{path}__in": standing.filter(other=person).values("person")})
    return ~(Q(**{f"{path}__in": standing.filter(person=person).values("other")}) | by_them)


def are_apart(one: int, other: int) -> bool:
    """Whether either of the two has blocked the other."""
    return Block.objects.standing().among([one, other]).exists()


def blocked_by(person: int) -> QuerySet[Block]:
    """Whom ``person`` has blocked, the newest first."""
    return Block.objects.standing().filter(person=person).select_related("other")
