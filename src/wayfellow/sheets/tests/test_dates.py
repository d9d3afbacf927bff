import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as some

from wayfellow.sheets import DateReader, Unfit, parse_date

PI_DAY = dt.date(2008, 3, 14)


@pytest.mark.parametrize(
    "text",
    [
        *("2008-03-14", "14/03/2008", "14.3.2008", "14-Mar-2008", "14 Mar 2008", "14-Mar-08"),
        *("March 14, 2008", "Mar 14 2008", "14th March 2008", "20080314", "2008/3/14"),
        *("2008-03-14T00:00:00", "2008-03-14 09:30", "14/03/2008 00:00:00", "2008-03-14T00:00Z"),
        *("39521", "39521.5", "2008年3月14日", "\u00a014/03/2008 ", "14. 3. 2008"),
    ],
)
def test_a_date_is_read_in_every_form_that_offices_write(text: str) -> None:
    assert parse_date(text) == PI_DAY


@pytest.mark.parametrize(
    "text",
    [
        *("", "soon", "2008", "31/02/2008", "2008-13-01", "14/03/08", "14 Foo 2008", "14-03/2008"),
        *("0014-03-02", "99999", "12345678", "1/2", "٢٠٠٨-٠٣-١٤"),
    ],
)
def test_what_is_no_date_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(Unfit, match=r"\.$"):
        parse_date(text)


def test_a_column_with_a_month_first_is_read_so_throughout() -> None:
    reader = DateReader.for_column(["01/02/2008", "", "03/14/2008", "rubbish"])

    assert reader.read("01/02/2008") == dt.date(2008, 1, 2)


def test_a_column_that_does_not_say_has_the_day_first() -> None:
    assert DateReader.for_column(["01/02/2008"]).read("01/02/2008") == dt.date(2008, 2, 1)
    assert DateReader.for_column(["14/02/2008"]).day_first


def test_a_column_that_contradicts_itself_is_refused_with_both_proofs() -> None:
    with pytest.raises(Unfit) as refusal:
        DateReader.for_column(["13/02/2008", "02/13/2008 10:00"])

    assert "13/02/2008" in str(refusal.value)
    assert "02/13/2008" in str(refusal.value)


@given(some.dates(dt.date(1927, 6, 1), dt.date(2099, 12, 31)))
def test_every_form_of_every_day_reads_back(day: dt.date) -> None:
    serial = (day - dt.date(1899, 12, 30)).days
    forms = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%Y%m%d", "%d-%b-%Y", "%B %d, %Y"]

    assert {parse_date(day.strftime(form)) for form in forms} == {day}
    assert parse_date(day.strftime("%m/%d/%Y"), day_first=False) == day
    assert parse_date(str(serial)) == day
