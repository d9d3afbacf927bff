"""What the made-up people are made of, and how unevenly."""

FIELDS = (
    "business", "engineering", "health", "computing", "design", "education",
    "media", "law", "social-work", "science", "tourism", "agriculture",
)  # fmt: skip
STUDENTS_BY_FIELD = (21, 16, 13, 12, 9, 7, 6, 5, 4, 3, 2, 2)
MENTORS_BY_FIELD = (15, 17, 9, 14, 8, 8, 7, 6, 5, 5, 3, 3)
"""Scarce in business, health and design, plenty elsewhere."""

SKILLS = (
    "sales", "marketing", "accounting", "logistics", "strategy", "negotiation",
    "cad", "robotics", "testing", "electronics", "materials", "energy",
    "nursing", "first-aid", "rehabilitation", "nutrition", "counselling", "ethics",
    "python", "java", "data", "security", "cloud", "networks",
    "illustration", "prototyping", "ux", "typography", "textiles", "furniture",
    "pedagogy", "early-years", "assessment", "special-needs", "e-learning", "tutoring",
    "journalism", "video", "audio", "editing", "social-media", "photography",
    "contracts", "privacy", "tax", "labour-law", "procurement", "mediation",
    "casework", "youth-work", "elder-care", "housing", "integration", "advocacy",
    "chemistry", "biology", "statistics", "laboratory", "physics", "climate",
    "hospitality", "events", "guiding", "catering", "culture", "languages",
    "forestry", "farming", "food", "animals", "water", "soil",
)  # fmt: skip
"""Six in a row belong to a field, in the order of the fields."""

WORDS = [
    "twenty",
    "years",
    "in",
    "small",
    "companies",
    "hospitals",
    "schools",
    "start",
    "ups",
    "abroad",
    "public",
    "service",
    "research",
    "I",
    "like",
    "building",
    "things",
    "with",
    "people",
    "leading",
    "teams",
    "learning",
    "from",
    "mistakes",
    "listening",
    "writing",
    "planning",
    "careers",
    "finding",
    "first",
    "jobs",
    "changing",
    "fields",
    "working",
    "nights",
    "parents",
    "remote",
    "work",
    "projects",
    "customers",
    "products",
    "exports",
    "funding",
    "quality",
    "safety",
    "wellbeing",
    "teaching",
    "coaching",
    "networks",
    "conferences",
    "open",
    "source",
    "volunteering",
    "sports",
    "music",
    "nature",
    "travel",
    "cooking",
    "games",
    "how",
    "to",
    "speak",
    "up",
    "apply",
    "interview",
    "negotiate",
    "rest",
    "grow",
    "decide",
    "fail",
    "return",
    "begin",
]

COUNTRIES = ("fi", "sg", "se", "ee", "no", "dk", "de", "nl", "ie", "pt", "es", "pl")
TONGUES = ("fi", "zh", "sv", "et", "no", "da", "de", "nl", "ga", "pt", "es", "pl")

CONFIG = """\
# What makes a good pair in the benchmark's seasons.

[groups]
fewest = 2
most = 4

[[must]]
kind = "member"
student = "institution"
mentor = "institutions"

[[must]]
kind = "member"
student = "field"
mentor = "fields"

[[must]]
kind = "share_any"
student = "languages"
mentor = "languages"

[[must]]
kind = "between"
student = "level"
low = "level_min"
high = "level_max"

[[criterion]]
name = "skills"
kind = "share"
weight = 220
student = "skills"
mentor = "skills"

[[criterion]]
name = "interests"
kind = "ranked"
weight = 160
student = "interests"
mentor = "skills"
second = "also"

[[criterion]]
name = "first skill"
kind = "first"
weight = 80
student = "skills"
mentor = "skills"

[[criterion]]
name = "city"
kind = "path"
weight = 120
student = "city"
mentor = "city"

[[criterion]]
name = "hours"
kind = "near"
weight = 60
step = 120
student = "hours"
mentor = "hours"

[[criterion]]
name = "same languages"
kind = "same"
weight = 20
student = "languages"
mentor = "languages"

[[criterion]]
name = "about"
kind = "words"
weight = 90
student = "about"
mentor = "about"

[preferences]
first = 960
step = 40
"""
