"""Every kind of mail says what is asked again when it leaves, or why nothing need be."""

from wayfellow.notifications.notice import NOTICES
from wayfellow.notifications.recheck import EVERY, RECHECKS, STANDS

MAILED = {name for name, rows in NOTICES.items() if any(row.mail for row in rows)}


def test_every_mail_is_asked_about_again_or_says_why_not() -> None:
    assert MAILED - set(RECHECKS) - set(STANDS) == set()


def test_no_mail_says_both_and_none_is_there_that_nobody_sends() -> None:
    asked = set(RECHECKS) - {EVERY}

    assert asked & set(STANDS) == set()
    assert set(STANDS) - MAILED == set()
    assert {name for name in asked if name not in NOTICES} <= {"mailing.send"}


def test_reasons_are_sentences() -> None:
    assert all(len(reason.split()) > 4 for reason in STANDS.values())
