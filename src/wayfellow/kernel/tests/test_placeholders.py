import pytest

from wayfellow.kernel.placeholders import faults, fill

KNOWN = {"name": "Ada", "programme": "First Steps"}


def test_a_name_in_braces_is_filled_and_double_braces_are_braces() -> None:
    assert (
        fill("Hello {name}, {{name}} of {programme}", KNOWN) == "Hello Ada, {name} of First Steps"
    )


def test_what_is_put_in_is_never_read_again() -> None:
    assert fill("{name} {programme}", {"name": "{programme}", "programme": "{name}"}) == (
        "{programme} {name}"
    )


@pytest.mark.parametrize(
    "piece",
    [
        "{mentor}",
        "{name.password}",
        "{name!r}",
        "{name:>99999999}",
        "{0}",
        "{}",
        "{ name}",
        "{name\n}",
        "{",
        "}",
    ],
)
def test_everything_else_in_braces_is_a_fault_by_its_own_words(piece: str) -> None:
    assert faults(f"a {piece} b {piece}", KNOWN) == [piece]
    with pytest.raises(ValueError, match="stands for nothing"):
        fill(f"a {piece} b", KNOWN)


def test_nested_braces_are_no_way_in() -> None:
    assert faults("{na{name}me}", KNOWN) == ["{", "}"]
    assert fill("{{{name}}}", KNOWN) == "{Ada}"
    assert faults("{% load x %} {{ name }} %(name)s $name", KNOWN) == ["{% load x %}"]
