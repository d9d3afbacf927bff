"""Names of many origins. Nobody here exists; every address lies in a reserved domain."""

import unicodedata
from dataclasses import dataclass
from random import Random

CHINESE = (
    (
        "Tan",
        "Lim",
        "Lee",
        "Ng",
        "Wong",
        "Goh",
        "Chua",
        "Chan",
        "Koh",
        "Teo",
        "Ang",
        "Ho",
        "Low",
        "Yeo",
        "Sim",
        "Toh",
        "Chew",
        "Seah",
    ),
    (
        *(("Wei Ming", "伟明"), ("Mei Lin", "美琳"), ("Jia Hui", "嘉慧"), ("Zhi Hao", "志豪")),
        *(("Xin Yi", "欣怡"), ("Jun Jie", "俊杰"), ("Shu Ting", "淑婷"), ("Kai Wen", "凯文")),
        *(("Yu Xuan", "雨萱"), ("Guo Liang", "国良"), ("Li Ting", "丽婷"), ("Boon Keng", "文庆")),
    ),
)
MALAY = (
    ("Aisyah", "Siti", "Nadia", "Farah", "Hana", "Iman", "Danish", "Irfan", "Hafiz", "Syafiq"),
    (
        "Rahman",
        "Ismail",
        "Osman",
        "Yusof",
        "Salleh",
        "Kassim",
        "Hamid",
        "Latiff",
        "Bakar",
        "Zainal",
    ),
)
TAMIL = (
    (
        *(("Karthik", "கார்த்திக்"), ("Priya", "பிரியா"), ("Arun", "அருண்"), ("Kavitha", "கவிதா")),
        *(("Divya", "திவ்யா"), ("Vikram", "விக்ரம்"), ("Meena", "மீனா"), ("Suresh", "சுரேஷ்")),
    ),
    ("Raman", "Subramaniam", "Krishnan", "Pillai", "Nair", "Muthu", "Selvam"),
)
EURASIAN = (
    ("Rachel", "Nicholas", "Denise", "Gerard", "Sarah", "Joel", "Aidan", "Colette", "Noel"),
    (
        "de Souza",
        "Pereira",
        "Oliveiro",
        "Sequeira",
        "Hendricks",
        "d'Almeida",
        "Fletcher",
        "Okafor",
        "Whitfield",
    ),
)
FILIPINO = (
    ("Maria Cristina", "Jose Miguel", "Angelica", "Paolo", "Bea", "Rafael"),
    ("Santos", "Reyes", "Dela Cruz", "Bautista", "Villanueva"),
)
FINNISH = (
    ("Aino", "Väinö", "Päivi", "Eetu", "Helmi", "Onni", "Kerttu", "Jyri", "Venla", "Tuomas"),
    (
        "Mäkelä",
        "Hämäläinen",
        "Järvinen",
        "Lehtonen",
        "Nyyssönen",
        "Koskinen",
        "Pöyhönen",
        "Virtanen",
        "Äijälä",
        "Rönkkö",
    ),
)
SWEDISH = (
    ("Björn", "Åsa", "Linnéa", "Göran", "Märta", "Henrik"),
    ("Åström", "Sjöberg", "Lindqvist", "Öhman", "Hägglund"),
)
SOMALI = (
    ("Abdi", "Hodan", "Yasmin", "Mohamed", "Sagal", "Ayaan", "Liban", "Zamzam"),
    ("Hassan Warsame", "Ali Farah", "Omar Jama", "Ibrahim Nur"),
)
VIETNAMESE = (
    ("Nguyễn", "Trần", "Phạm", "Lê", "Võ"),
    ("Thị Lan", "Minh Đức", "Thu Hà", "Quốc Bảo", "Ngọc Ánh"),
)
UKRAINIAN = (
    (
        *(("Oksana", "Оксана"), ("Dmytro", "Дмитро"), ("Iryna", "Ірина"), ("Taras", "Тарас")),
        *(("Yulia", "Юлія"), ("Bohdan", "Богдан")),
    ),
    ("Shevchenko", "Kovalenko", "Bondar", "Melnyk"),
)


@dataclass(frozen=True)
class Person:
    """A name in the way its owner writes it, and in the script the family uses."""

    name: str
    called: str
    script: str
    tongue: str
    address: str

    def at(self, domain: str) -> str:
        return f"{self.address}@{domain}"


SINGAPORE = (
    *("chinese",) * 11,
    *("malay",) * 4,
    *("tamil",) * 3,
    *("eurasian", "filipino", "finnish", "swedish", "somali", "vietnamese", "ukrainian"),
)
FINLAND = (
    *("finnish",) * 10,
    *("swedish",) * 4,
    *("somali", "vietnamese", "ukrainian", "chinese", "tamil", "filipino") * 2,
)
BRITAIN = (
    *("eurasian",) * 6,
    *("chinese", "tamil", "somali", "finnish", "swedish", "ukrainian", "filipino", "malay"),
)


def ascii_of(text: str) -> str:
    """Letters a to z only, for addresses."""
    plain = text.translate(str.maketrans("đĐøØ", "dDoO"))
    flat = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return "".join(letter if letter.isalnum() else "." for letter in flat.lower()).strip(".")


class Town:
    """Everybody met so far: no two people share a name or an address."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.names: set[str] = set()

    def somebody(self, origins: tuple[str, ...], *, latin: bool = False) -> Person:
        """A new person; ``latin`` keeps to letters that Windows-1252 can hold."""
        made = self._make(self.rng.choice(origins), latin=latin)
        while made.address in self.names:
            made = self._make(self.rng.choice(origins), latin=latin)
        self.names.add(made.address)
        return made

    def _make(self, origin: str, *, latin: bool) -> Person:
        pick = self.rng.choice
        script, tongue = "", "English"
        if origin == "chinese":
            surname, (given, script) = pick(CHINESE[0]), pick(CHINESE[1])
            name, called, tongue = f"{surname} {given}", given, "Mandarin"
            short = f"{given} {surname}"
        elif origin == "malay":
            given, father = pick(MALAY[0]), pick(MALAY[1])
            link = "bin" if MALAY[0].index(given) > 5 else "binte"
            name, called, tongue = f"{given} {link} {father}", given, "Malay"
            short = f"{given} {father}"
        elif origin == "tamil":
            (given, script), father = pick(TAMIL[0]), pick(TAMIL[1])
            link = pick(("s/o", "")) if given in {"Karthik", "Arun", "Vikram", "Suresh"} else "d/o"
            name = f"{given} {link} {father}" if link else f"{given} {father}"
            called, tongue, short = given, "Tamil", f"{given} {father}"
        elif origin == "vietnamese":
            family, given = pick(VIETNAMESE[0]), pick(VIETNAMESE[1])
            name, called, tongue = f"{family} {given}", given.split()[-1], "Vietnamese"
            if latin:
                name, called = ascii_of(name).replace(".", " ").title(), ascii_of(called).title()
            short = f"{given} {family}"
        elif origin == "ukrainian":
            (given, script), family = pick(UKRAINIAN[0]), pick(UKRAINIAN[1])
            name, called, tongue = f"{given} {family}", given, "Ukrainian"
            short = name
        else:
            firsts, lasts, tongue = {
                "eurasian": (*EURASIAN, "English"),
                "filipino": (*FILIPINO, "Tagalog"),
                "finnish": (*FINNISH, "Finnish"),
                "swedish": (*SWEDISH, "Swedish"),
                "somali": (*SOMALI, "Somali"),
            }[origin]
            given, family = pick(firsts), pick(lasts)
            name, called, short = f"{given} {family}", given, f"{given} {family}"
        return Person(name, called, "" if latin else script, tongue, ascii_of(short))
