"""What is typed about a programme, cleaned; actions write it."""

from wayfellow.programmes.forms.axes import SECTIONS, Section
from wayfellow.programmes.forms.programmes import CloneForm, CreateForm
from wayfellow.programmes.forms.rows import (
    AimForm,
    AppointForm,
    CohortForm,
    ContactForm,
    TermForm,
    WindowForm,
)
from wayfellow.programmes.forms.texts import (
    DocumentFactsForm,
    DocumentForm,
    PageForm,
    ReviseForm,
)

__all__ = [
    "SECTIONS",
    "AimForm",
    "AppointForm",
    "CloneForm",
    "CohortForm",
    "ContactForm",
    "CreateForm",
    "DocumentFactsForm",
    "DocumentForm",
    "PageForm",
    "ReviseForm",
    "Section",
    "TermForm",
    "WindowForm",
]
