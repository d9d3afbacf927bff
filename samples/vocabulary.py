"""The words the sample people use, alike for mentors and students so that matching has sense."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """One sector: what is studied for it, and what its people say of themselves."""

    code: str
    courses: tuple[str, ...]
    school: int
    skills: tuple[str, ...]
    interests: tuple[str, ...]
    jobs: tuple[str, ...]
    industry: str
    dreams: tuple[str, ...]
    gaps: tuple[str, ...]


FIELDS = (
    Field(
        "engineering/aerospace",
        ("Diploma in Aerospace Electronics", "Diploma in Aeronautical Engineering"),
        0,
        ("CAD", "avionics", "technical drawing", "soldering", "Python", "fault finding"),
        ("drones", "aircraft maintenance", "space", "additive manufacturing", "robotics"),
        ("Licensed Aircraft Engineer", "Avionics Specialist", "Repair Development Engineer"),
        "Aerospace",
        (
            "I want to become a licensed aircraft engineer and one day sign off a wide-body jet.",
            "I hope to design drones that bring medicine to islands without an airstrip.",
            "I would like to study aeronautics at university after two years on the shop floor.",
        ),
        ("reading maintenance manuals quickly", "speaking up in a team", "quality paperwork"),
    ),
    Field(
        "engineering/biomedical",
        ("Diploma in Biomedical Engineering", "Diploma in Biomedical Science"),
        0,
        ("anatomy", "instrumentation", "CAD", "MATLAB", "lab technique", "statistics"),
        ("prosthetics", "medical devices", "regulatory affairs", "imaging", "robotics"),
        ("Biomedical Engineer", "Device Test Engineer", "Regulatory Affairs Manager"),
        "Medical technology",
        (
            "I want to build prosthetic hands that a family can afford.",
            "I hope to work where a device is tested with the nurses who will use it.",
            "I am weighing research against industry and want to see both from inside.",
        ),
        ("writing a lab report that others can use", "regulations", "presenting to doctors"),
    ),
    Field(
        "infocomm/software",
        ("Diploma in Information Technology", "Diploma in Applied AI & Analytics"),
        1,
        ("Python", "SQL", "JavaScript", "testing", "statistics", "user research"),
        ("machine learning", "mobile apps", "open source", "games", "data for good"),
        ("Software Engineer", "Data Engineer", "Engineering Manager", "Product Manager"),
        "Information technology",
        (
            "I want to write software that my grandmother can use without calling me.",
            "I hope to join a data team and learn how decisions are really made with numbers.",
            "I would like to start a small company, after learning from a large one.",
        ),
        ("code review", "estimating work", "explaining technical things simply"),
    ),
    Field(
        "infocomm/security",
        ("Diploma in Cybersecurity & Digital Forensics", "Diploma in Infocomm Security"),
        1,
        ("networking", "Linux", "Python", "log analysis", "scripting", "report writing"),
        ("incident response", "cryptography", "privacy", "capture the flag", "open source"),
        ("Security Analyst", "Penetration Tester", "Security Operations Lead"),
        "Cybersecurity",
        (
            "I want to be the calm person in the room when a hospital's systems go down.",
            "I hope to test systems for a living, lawfully, and to explain what I find.",
            "I would like to understand whether forensics or prevention suits me better.",
        ),
        ("certifications worth their price", "writing for managers", "cloud platforms"),
    ),
    Field(
        "business/hospitality",
        (
            "Diploma in Hospitality & Tourism Management",
            "Diploma in Culinary & Catering Management",
        ),
        2,
        ("guest service", "event planning", "languages", "budgeting", "revenue management"),
        ("sustainable tourism", "conferences", "food", "heritage", "hotels"),
        ("Guest Relations Manager", "Events Director", "Revenue Manager", "Executive Chef"),
        "Hospitality and tourism",
        (
            "I want to run a small hotel that the neighbourhood is proud of.",
            "I hope to organise conferences where people truly meet.",
            "I would like to work abroad for a few years and come back with new ideas.",
        ),
        ("handling complaints", "reading a budget", "small talk with strangers"),
    ),
    Field(
        "business/finance",
        ("Diploma in Accountancy & Finance", "Diploma in Business Administration"),
        2,
        ("bookkeeping", "Excel", "statistics", "presentation", "SQL", "budgeting"),
        ("personal finance", "sustainable investing", "audit", "start-ups", "data for good"),
        ("Audit Senior", "Financial Analyst", "Relationship Manager", "Finance Manager"),
        "Financial services",
        (
            "I want to become a chartered accountant whom small shops can trust.",
            "I hope to find out whether audit or analysis fits the way I think.",
            "I would like to help families plan their money before trouble comes.",
        ),
        ("case interviews", "speaking to clients", "the professional examinations"),
    ),
    Field(
        "health/nursing",
        ("Diploma in Nursing", "Diploma in Health Management & Promotion"),
        2,
        ("patient care", "first aid", "anatomy", "listening", "record keeping", "languages"),
        ("community health", "paediatrics", "mental health", "elder care", "medical devices"),
        ("Senior Staff Nurse", "Nurse Clinician", "Community Health Manager"),
        "Healthcare",
        (
            "I want to be a community nurse in the estate where I grew up.",
            "I hope to specialise in children's nursing and keep studying while I work.",
            "I would like to learn how nurses look after themselves over a long career.",
        ),
        ("night shifts and study together", "difficult conversations", "interview practice"),
    ),
    Field(
        "design/media",
        ("Diploma in Media Production & Design", "Diploma in Experience & Communication Design"),
        1,
        ("storytelling", "video editing", "illustration", "user research", "typography"),
        ("documentary", "games", "branding", "accessibility", "heritage"),
        ("Art Director", "UX Designer", "Documentary Producer", "Content Lead"),
        "Design and media",
        (
            "I want to tell the stories of people who are usually asked to move out of the frame.",
            "I hope to design services for those who find screens hard to use.",
            "I would like a portfolio that says more about me than my marks do.",
        ),
        ("a portfolio that tells a story", "taking criticism", "pricing freelance work"),
    ),
)

# Nobody mentors in it this year: its students are the ones that cannot be placed by field.
MARINE = Field(
    "engineering/marine",
    ("Diploma in Marine & Offshore Technology",),
    0,
    ("CAD", "welding", "technical drawing"),
    ("ships", "ports", "green fuels"),
    (),
    "Maritime",
    ("I want to go to sea as an engineer and later build cleaner ships.",),
    ("sea time", "examinations for officers"),
)

VALUES = (
    *("honesty", "curiosity", "service", "independence", "teamwork", "craft"),
    *("sustainability", "family", "fairness", "learning"),
)
HELP = (
    *("career conversation", "CV and application", "mock interview", "job search"),
    *("networking", "shadowing", "sector insight", "negotiation", "business plan"),
    "moving country",
)
MOTIVATIONS = (
    "My lecturers are kind, but none of them works in the industry today.",
    "Nobody in my family has had an office job, so I have nobody to ask.",
    "I learn best by watching people work and asking why.",
    "I changed my mind about my course twice, and I want to choose with open eyes now.",
    "My internship starts next year and I want to be worth the place.",
    "A senior told me that her mentor changed how she saw herself, and I was curious.",
    "I am shy with adults I do not know, and I know that I must practise.",
    "I want honest feedback from somebody who does not mark me.",
)
MENTOR_MOTIVES = (
    "Somebody took an hour a month for me when I was twenty; I would like to pass it on.",
    "I learn what the next generation expects of work, and my team is better for it.",
    "Our trade is poorly known. I enjoy showing what it is really like.",
    "I came to this industry by a detour and want to tell students that this is allowed.",
    "I like good questions, and students ask the ones that colleagues no longer dare to.",
)

COMPANIES = (
    ("Straits Aero Services", "straitsaero", "Aerospace", 0),
    ("Lumbung Avionics", "lumbung-avionics", "Aerospace", 0),
    ("Northwind Engines Asia", "northwind-engines", "Aerospace", 0),
    ("Hinterland Drones", "hinterland-drones", "Aerospace", 0),
    ("Meridian MedTech", "meridian-medtech", "Medical technology", 1),
    ("Kinara Prosthetics", "kinara", "Medical technology", 1),
    ("Clearview Imaging", "clearview-imaging", "Medical technology", 1),
    ("Orchid Software", "orchid-software", "Information technology", 2),
    ("Ninefold Data", "ninefold", "Information technology", 2),
    ("Pohjola Systems Singapore", "pohjola-systems", "Information technology", 2),
    ("Kopi Labs", "kopilabs", "Information technology", 2),
    ("Lighthouse Cyber", "lighthouse-cyber", "Cybersecurity", 3),
    ("Gatekeeper Networks", "gatekeeper", "Cybersecurity", 3),
    ("Sentosa Shield Consulting", "ss-consulting", "Cybersecurity", 3),
    ("Rain Tree Hotels", "raintree-hotels", "Hospitality and tourism", 4),
    ("Peranakan Table Group", "peranakan-table", "Hospitality and tourism", 4),
    ("Equator Events", "equator-events", "Hospitality and tourism", 4),
    ("Harbour & Hill Accountants", "harbourhill", "Financial services", 5),
    ("Sixth Bridge Bank", "sixthbridge", "Financial services", 5),
    ("Banyan Mutual", "banyanmutual", "Financial services", 5),
    ("Bukit Timur Hospital", "bukittimur-hospital", "Healthcare", 6),
    ("Sunrise Community Care", "sunrisecare", "Healthcare", 6),
    ("Little Red Dot Studio", "lrd-studio", "Design and media", 7),
    ("Monsoon Pictures", "monsoonpictures", "Design and media", 7),
    ("Type & Tide", "typeandtide", "Design and media", 7),
)
