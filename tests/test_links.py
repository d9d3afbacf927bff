"""Nobody meets a dead end: every link that leads on from a landing page answers."""

import re
from collections import Counter, deque

import pytest
from django.test import Client

from wayfellow.institutions.models import Acceptance, Statement
from wayfellow.people.models import User
from wayfellow.testing.cast import everything
from wayfellow.testing.world import World

ROLES = ["ada", "ben", "maya", "milo", "leo", "lena", "carol", "cora", "pat", "ines", "petra"]
LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]+)"')
LEAVE_OUT = re.compile(r"^/(ui|static|media|account/logout)\b")
EXAMPLES = 2
BAD = 400


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*ROLES, "otto", "nobody"])
def test_every_link_that_a_role_can_follow_answers(world: World, client: Client, name: str) -> None:
    everything(world)
    if name != "nobody":
        person: User = getattr(world, name)
        for statement in Statement.objects.all():
            Acceptance.objects.create(person=person, statement=statement)
        client.force_login(person)

    wrong = _walk(client)

    assert wrong == []


def _walk(client: Client) -> list[str]:
    """What does not answer, found by following links; of pages alike a few examples are enough."""
    waiting, seen, wrong = deque([("/", "")]), {"/"}, []
    examples: Counter[str] = Counter()
    while waiting:
        path, found_on = waiting.popleft()
        answer = client.get(path, follow=True)
        if answer.status_code >= BAD:
            wrong.append(f"{path}: {answer.status_code}, linked from {found_on}")
        for link in _links(answer.content, answer.headers.get("Content-Type", "")):
            target = link if link.startswith("/") else f"{path.partition('?')[0]}{link}"
            if target not in seen and examples[_shape(target)] < EXAMPLES:
                seen.add(target)
                examples[_shape(target)] += 1
                waiting.append((target, path))
    return wrong


def _shape(target: str) -> str:
    """The address without its numbers, and only the names of what is asked."""
    path, _mark, query = target.partition("?")
    names = sorted({pair.partition("=")[0] for pair in query.split("&")})
    return re.sub(r"\d+", "0", path) + "?" + "&".join(names)


def _links(content: bytes, kind: str) -> list[str]:
    """Addresses of this site, without the parts of a page; queries are followed too."""
    if not kind.startswith("text/html"):
        return []
    found = [link.replace("&amp;", "&") for link in LINK.findall(content.decode())]
    own = [link.partition("#")[0] for link in found if link.startswith(("/", "?"))]
    return [link for link in own if link and not LEAVE_OUT.match(link)]
