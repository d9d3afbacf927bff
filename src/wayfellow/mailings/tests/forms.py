"""What a browser posts of a page, and a message with a question."""

import re
from typing import Any

from wayfellow.mailings.wording import Wording

PARTY = Wording(
    subject="Kick-off", text="Dear {name}", question="Will you come?", options=("Yes", "No")
)


def typed(page: Any, **values: Any) -> dict[str, Any]:
    """What the browser posts: the hidden fields of ``page`` with ``values``."""
    hidden = dict(
        re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode())
    )
    return {**hidden, **values}
