"""Each mail asks for one thing: one of its buttons stands out, and no more."""

import pytest

from wayfellow.wordings.specimens import kinds, specimen, variants


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_one_button_stands_out(kind: str) -> None:
    for variant in range(variants(kind)):
        mail = specimen(kinds()[kind][0], "en", variant)

        asks = 'href="http' in mail.html.partition("</table>")[0]
        assert mail.html.count('class="button"') == asks, mail.subject


def test_a_pause_is_offered_beside_what_is_asked_for() -> None:
    unasked = specimen(kinds()["pairing/notices/unasked"][0], "en")

    (standing_out,) = (each for each in unasked.html.split("<a ") if 'class="button"' in each)
    assert unasked.action in standing_out
    assert "Pause until a day" in unasked.html
