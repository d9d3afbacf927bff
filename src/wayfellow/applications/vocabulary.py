"""Words offered while typing; everybody may write others. The samples use the same ones."""

FIELDS = {
    "engineering/aerospace": (
        ("CAD", "avionics", "technical drawing", "soldering", "Python", "fault finding"),
        ("drones", "aircraft maintenance", "space", "additive manufacturing", "robotics"),
    ),
    "engineering/biomedical": (
        ("anatomy", "instrumentation", "CAD", "MATLAB", "lab technique", "statistics"),
        ("prosthetics", "medical devices", "regulatory affairs", "imaging", "robotics"),
    ),
    "engineering/marine": (
        ("CAD", "welding", "technical drawing"),
        ("ships", "ports", "green fuels"),
    ),
    "infocomm/software": (
        ("Python", "SQL", "JavaScript", "testing", "statistics", "user research"),
        ("machine learning", "mobile apps", "open source", "games", "data for good"),
    ),
    "infocomm/security": (
        ("networking", "Linux", "Python", "log analysis", "scripting", "report writing"),
        ("incident response", "cryptography", "privacy", "capture the flag", "open source"),
    ),
    "business/hospitality": (
        ("guest service", "event planning", "languages", "budgeting", "revenue management"),
        ("sustainable tourism", "conferences", "food", "heritage", "hotels"),
    ),
    "business/finance": (
        ("bookkeeping", "Excel", "statistics", "presentation", "SQL", "budgeting"),
        ("personal finance", "sustainable investing", "audit", "start-ups", "data for good"),
    ),
    "health/nursing": (
        ("patient care", "first aid", "anatomy", "listening", "record keeping", "languages"),
        ("community health", "paediatrics", "mental health", "elder care", "medical devices"),
    ),
    "design/media": (
        ("storytelling", "video editing", "illustration", "user research", "typography"),
        ("documentary", "games", "branding", "accessibility", "heritage"),
    ),
}
"""Each field with the skills and interests that go with it."""

SKILLS = tuple(sorted({skill for skills, _ in FIELDS.values() for skill in skills}))
INTERESTS = tuple(sorted({interest for _, interests in FIELDS.values() for interest in interests}))
VALUES = (
    *("honesty", "curiosity", "service", "independence", "teamwork", "craft"),
    *("sustainability", "family", "fairness", "learning"),
)
HELP_AREAS = (
    *("career conversation", "CV and application", "mock interview", "job search"),
    *("networking", "shadowing", "sector insight", "negotiation", "business plan"),
    "moving country",
)
INDUSTRIES = (
    *("Aerospace", "Medical technology", "Maritime", "Information technology", "Cybersecurity"),
    *("Hospitality and tourism", "Financial services", "Healthcare", "Design and media"),
)
LANGUAGES = (
    *("English", "Mandarin", "Malay", "Tamil", "Hindi", "Finnish", "Swedish", "Estonian"),
    *("Russian", "Arabic", "Vietnamese", "Indonesian", "Tagalog", "Japanese", "Somali", "Persian"),
)
MODES = ("in person", "online", "both")
