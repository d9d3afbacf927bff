"""What an application must say before it is sent, as names of its answers."""

STUDENT_WORDS = (
    "languages",
    "school",
    "course",
    "field",
    "motivation",
    "aspiration",
)
"""Reflection on aims (R10) and what matching needs."""
STUDENT_PROMISES = ("privilege", "full_term", "no_promise", "guidelines")
GUARDIAN = ("guardian_name", "guardian_email")

MENTOR_WORDS = (
    "languages",
    "company",
    "job_title",
    "industry",
    "years_experience",
    "fields",
    "help_areas",
    "motivation",
)
MENTOR_PROMISES = ("believes", "knows_careers", "listens", "enjoys", "guidelines")

REMIND_AFTER_DAYS = (3, 7, 12)
"""Days after asking on which a guardian is reminded."""
CONSENT_DAYS = 14
"""Days that a guardian has to answer."""
ANSWER_DAYS = 400
"""Days during which a guardian may look at the answer and take it back by its link."""
KNOCK_DAYS = 3
KNOCKS_AN_HOUR, KNOCKS_OF_AN_ADDRESS, KNOCKS_OF_A_NETWORK = 3, 12, 60
"""Join mails within an hour: to one address for one network, to one address, for one network."""
FORGET_KNOCKS_AFTER_DAYS = 30
