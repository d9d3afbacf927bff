import pytest

from wayfellow.imports.naming import quiet
from wayfellow.imports.tests.samples import students, table
from wayfellow.people.models import User
from wayfellow.testing.world import World


@pytest.mark.parametrize(
    ("shouted", "written"),
    [
        ("CHUA JIA HUI", "Chua Jia Hui"),
        ("PRIYA D/O RAMAN", "Priya d/o Raman"),
        ("MUTHU S/O A. KUMAR", "Muthu s/o A. Kumar"),
        ("NUR AISYAH BINTE ABDULLAH", "Nur Aisyah binte Abdullah"),
        ("ANNE-MARIE O'BRIEN", "Anne-Marie O'Brien"),
        ("SITI MA'ARUF", "Siti Ma'aruf"),
        ("GÖRAN SJÖBERG", "Göran Sjöberg"),
        ("JAN VAN DER BERG", "Jan van der Berg"),
        ("NGUYỄN VAN AN", "Nguyễn Van An"),
        ("RORY MCKENZIE", "Rory McKenzie"),
        ("TAN WEI MING (DANIEL) 陈伟明", "Tan Wei Ming (Daniel) 陈伟明"),
        ("DE SILVA", "De Silva"),
    ],
)
def test_a_shouted_name_is_written_as_people_write_it(shouted: str, written: str) -> None:
    assert quiet(shouted) == written


@pytest.mark.parametrize(
    "name", ["Ada McByron", "de la Cruz", "JD", "伟明", "МАРІЯ ШЕВЧЕНКО", "eve DOE", "TAN @ lee"]
)
def test_a_name_that_nobody_shouts_stays_as_it_was_given(name: str) -> None:
    assert quiet(name) == name


@pytest.mark.django_db
def test_a_student_imported_in_capitals_is_greeted_quietly(world: World) -> None:
    students(world, table(("A1", "LIM SU-ANN", "su.ann@student.example", "2004-02-03")))

    assert User.objects.get(email="su.ann@student.example").name == "Lim Su-Ann"
