import datetime as dt
from collections.abc import Callable

import pytest

from wayfellow.sheets import Unfit, parse_bool, parse_email, parse_int, parse_time, split_list


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Python | SQL|python ", ("Python", "SQL")),
        ("Hotels, tourism; Events", ("Hotels, tourism", "Events")),
        ("English, Malay ,, Tamil", ("English", "Malay", "Tamil")),
        ("English / Mandarin", ("English", "Mandarin")),
        ("engineering/aerospace, UI/UX", ("engineering/aerospace", "UI/UX")),
        ("robotics\n\n drones ", ("robotics", "drones")),
        ("two   words", ("two words",)),
        ("英语，马来语、泰米尔语", ("英语", "马来语", "泰米尔语")),
        ("العربية، الإنجليزية", ("العربية", "الإنجليزية")),
        ("酒店，旅游；活动", ("酒店，旅游", "活动")),
        (" ;|, ", ()),
        ("", ()),
        (",", ()),
    ],
)
def test_lists_are_split_where_people_mean_it(text: str, items: tuple[str, ...]) -> None:
    assert split_list(text) == items


def test_every_slash_divides_where_the_column_says_so() -> None:
    assert split_list("English/Malay", slashes=True) == ("English", "Malay")


@pytest.mark.parametrize(
    ("text", "answer"),
    [("Yes", True), (" x ", True), ("Kyllä", True), ("1", True), ("NO", False), ("Nej", False)],
)
def test_yes_and_no_are_known_in_the_words_of_the_field(text: str, answer: bool) -> None:
    assert parse_bool(text) is answer


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("12 years", 12), ("1,200", 1200), ("1 200", 1200), ("3.0", 3), ("-4", -4)],
)
def test_whole_numbers_are_read_as_written(text: str, number: int) -> None:
    assert parse_int(text) == number


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("9:30", dt.time(9, 30)),
        ("09.30", dt.time(9, 30)),
        ("1730", dt.time(17, 30)),
        ("5:30 pm", dt.time(17, 30)),
        ("12 a.m.", dt.time(0, 0)),
        ("12PM", dt.time(12, 0)),
        ("17:30:00", dt.time(17, 30)),
    ],
)
def test_times_are_read_in_every_usual_form(text: str, time: dt.time) -> None:
    assert parse_time(text) == time


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" Mei.Lin@Example.ORG ", "mei.lin@example.org"),
        ("mailto:a@b.example", "a@b.example"),
        ("Mei Lin <MeiLin+imn@example.org>;", "meilin+imn@example.org"),
        ("\u202aa@example.org\u202c", "a@example.org"),
        ("o'brien@mail.example.org.", "o'brien@mail.example.org"),
    ],
)
def test_addresses_are_freed_from_what_surrounds_them(text: str, address: str) -> None:
    assert parse_email(text.rstrip(";")) == address


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (parse_bool, ""),
        (parse_bool, "maybe"),
        (parse_int, ""),
        (parse_int, "3.5"),
        (parse_int, "5 to 10"),
        (parse_int, "9" * 20),
        (parse_time, "24:00"),
        (parse_time, "13:00 pm"),
        (parse_time, "9"),
        (parse_time, "noon"),
        (parse_email, ""),
        (parse_email, "a@b"),
        (parse_email, "a@@b.org"),
        (parse_email, "a b@c.org"),
        (parse_email, ".a@c.org"),
        (parse_email, "a..b@c.org"),
        (parse_email, "a@c..org"),
        (parse_email, "a@-c.org"),
        (parse_email, "a@10.0.0.1"),
        (parse_email, "a@b.org, c@d.org"),
        (parse_email, "jörg@example.org"),
        (parse_email, f"{'a' * 65}@example.org"),
    ],
)
def test_nonsense_is_refused_in_a_sentence_that_quotes_it(
    parse: Callable[[str], object], text: str
) -> None:
    with pytest.raises(Unfit) as refusal:
        parse(text)

    assert str(refusal.value).endswith(".")
    assert text[:20] in str(refusal.value)
