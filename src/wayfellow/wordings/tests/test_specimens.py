"""Every mail can be shown with sample values, in every language and in all its variants."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.template.defaulttags import IfNode
from django.utils import translation

from wayfellow.notifications.notice import NOTICES
from wayfellow.notifications.words import PARTS, in_context, part_of
from wayfellow.wordings.specimens import kinds, specimens, values, variants

LANGUAGES = [code for code, _name in settings.LANGUAGES]
LEFT_OVER = re.compile(r"[{}]|%\(|\bNone\b|<wayfellow|object at 0x")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mail_has_words_in_every_language(language: str) -> None:
    shown = specimens(language)

    assert {each.kind for each in shown} == {
        notice.template for rows in NOTICES.values() for notice in rows
    }
    for each in shown:
        assert each.subject, each.kind
        assert each.text, each.kind
        for words in (each.subject, each.text, each.action):
            assert not LEFT_OVER.search(words), (each.kind, words)
        assert each.text in each.plain
        assert f'lang="{language}"' in each.html


def test_what_a_mail_says_depends_on_the_language() -> None:
    english, finnish = (
        {(each.kind, each.variant): each.subject + each.text + each.action for each in some}
        for some in (specimens("en"), specimens("fi"))
    )

    assert {kind for kind, said in english.items() if finnish[kind] == said} == set()


def test_the_variants_show_every_branch_of_every_mail() -> None:
    missing = [
        (template, part, branch)
        for template in kinds()
        for part in PARTS
        for branch in _unseen(template, part)
    ]

    assert missing == []


def _unseen(template: str, part: str) -> Iterator[str]:
    """Branches that no variant takes."""
    notice = kinds()[template][0]
    nodelist = part_of(template, part).nodelist
    with translation.override("en"):
        for node in nodelist.get_nodes_by_type(IfNode):
            taken = {_taken(node, values(notice, which)) for which in range(variants(template))}
            branches = range(len(node.conditions_nodelists))
            optional = len(node.conditions_nodelists) == 1
            yield from (str(node) for branch in branches if branch not in taken)
            # An "if" alone is also shown as it is without.
            if optional and None not in taken and template not in ONLY_WITH:
                yield f"{node} not"


ONLY_WITH = {
    "mentorships/notices/digest",
    "mentorships/notices/meeting_changed",
    "mentorships/notices/meeting_changed_liaison",
    "mentorships/notices/meeting_planned",
    "mentorships/notices/meeting_planned_liaison",
    "mentorships/notices/meeting_reminder",
}
"""Where a line is left out, and nothing is said in its place."""


def _taken(node: IfNode, given: dict[str, object]) -> int | None:
    context: Any = in_context(given)
    for place, (condition, _nodes) in enumerate(node.conditions_nodelists):
        if condition is None or condition.eval(context):
            return place
    return None
