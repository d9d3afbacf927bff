"""Names and words from which people are made up."""

GIVEN = (
    "Wei Ling", "Jun Jie", "Hui Min", "Zhi Hao", "Siti", "Nurul Aisyah", "Muhammad Irfan", "Farid",
    "Priya", "Arjun", "Kavitha", "Ravi", "Aino", "Eino", "Väinö", "Helmi", "Sanna", "Jussi",
    "Linh", "Minh", "Olena", "Taras", "Amina", "Abdi", "Grace", "Rachel", "Daniel", "Isabelle",
    "Joaquin", "Maria", "Yusuf", "Leena", "Oskar", "Astrid", "Xin Yi", "Kai Wen", "Thulasi", "Anand",
)  # fmt: skip
FAMILY = (
    "Tan", "Lim", "Lee", "Ng", "Wong", "Goh", "Chua", "binte Rahman", "bin Hassan", "Kumar",
    "Krishnan", "Nair", "Subramaniam", "Virtanen", "Korhonen", "Mäkinen", "Lindström", "Öhman",
    "Nguyen", "Tran", "Shevchenko", "Kovalenko", "Warsame", "Hassan", "de Souza", "Pereira",
    "Santos", "Reyes", "Åberg", "Hämäläinen", "Teo", "Ong", "Sim", "Rajan", "Pillai", "Koh",
)  # fmt: skip
FIELDS = (
    "engineering", "information technology", "health", "business", "design", "hospitality",
    "built environment", "life sciences",
)  # fmt: skip
SKILLS = (
    "programming", "data analysis", "drafting", "presenting", "writing", "caring", "selling",
    "project planning", "laboratory work", "video editing", "languages", "bookkeeping",
)  # fmt: skip
INTERESTS = (
    "sustainability", "robotics", "start-ups", "public service", "games", "medicine", "travel",
    "architecture", "finance", "teaching", "aviation", "food",
)  # fmt: skip
VALUES = ("learning", "helping others", "independence", "security", "creativity", "teamwork")
HELP = (
    "first graduate job", "industry insight", "salary negotiation", "business plan",
    "CV and application", "mock interview", "networking", "moving country",
)  # fmt: skip
LANGUAGES = ("English", "Chinese", "Malay", "Tamil", "Finnish", "Swedish")
COURSES = (
    "Diploma in Information Technology", "Diploma in Biomedical Engineering", "Diploma in Nursing",
    "Diploma in Aerospace Electronics", "Diploma in Hospitality and Tourism Management",
    "Diploma in Accountancy", "Diploma in Interior Design", "Diploma in Applied Chemistry",
)  # fmt: skip
SCHOOLS = (
    "School of Computing", "School of Engineering", "School of Health Sciences",
    "School of Business", "School of Design", "School of Hospitality",
)  # fmt: skip
COMPANIES = (
    "Harbour", "Northlight", "Banyan", "Straits", "Juniper", "Keel", "Lantern", "Meranti", "Orchid",
    "Saimaa", "Taiga", "Union", "Vesper", "Willow", "Yard", "Zenith",
)  # fmt: skip
TRADES = ("Works", "Systems", "Care", "Partners", "Studio", "Marine", "Labs", "Foods", "Logistics")
JOBS = ("engineer", "designer", "manager", "nurse lead", "analyst", "consultant", "producer")
SENTENCES = (
    "We went through my CV line by line and found three things to show.",
    "I had not thought of the regulator as a place to work before.",
    "The tour of the workshop made the lectures fall into place.",
    "I will write to two people this month and tell the group how it went.",
    "Talking about money was easier than I feared.",
    "We practised an interview, and I noticed that I answer too quickly.",
    "Next time I would like to hear how a project goes wrong and is saved.",
)
