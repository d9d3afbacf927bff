from datetime import date

from wayfellow.kernel.spans import Span, age_on, current


def test_a_span_holds_both_its_ends_and_nothing_outside() -> None:
    span = Span(date(2027, 1, 11), date(2027, 5, 28))

    days = [date(2027, 1, 10), date(2027, 1, 11), date(2027, 5, 28), date(2027, 5, 29)]
    assert [day in span for day in days] == [False, True, True, False]


def test_an_open_end_never_closes() -> None:
    span = Span(date(2027, 1, 11), None)

    assert date(2099, 1, 1) in span
    assert not span.is_over(date(2099, 1, 1))


def test_age_counts_the_birthday_itself() -> None:
    born = date(2009, 3, 14)

    assert [age_on(born, date(2027, 3, 13)), age_on(born, date(2027, 3, 14))] == [17, 18]


def test_one_born_on_a_leap_day_turns_on_the_first_of_march() -> None:
    born = date(2008, 2, 29)

    assert [age_on(born, date(2026, 2, 28)), age_on(born, date(2026, 3, 1))] == [17, 18]


def test_current_is_the_span_of_today_or_nothing() -> None:
    terms = [(Span(date(2027, 1, 1), date(2027, 5, 1)), "one")]

    assert current(terms, date(2027, 2, 1)) == "one"
    assert current(terms, date(2027, 6, 1)) is None
