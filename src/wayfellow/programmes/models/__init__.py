"""Programmes and their people, cohorts and texts."""

from wayfellow.programmes.models.cohorts import Cohort, Term, Window
from wayfellow.programmes.models.programmes import GATES, NEEDS, Office, Programme
from wayfellow.programmes.models.texts import (
    Aim,
    Audience,
    Contact,
    Document,
    DocumentVersion,
    PublicPage,
)

__all__ = [
    "GATES",
    "NEEDS",
    "Aim",
    "Audience",
    "Cohort",
    "Contact",
    "Document",
    "DocumentVersion",
    "Office",
    "Programme",
    "PublicPage",
    "Term",
    "Window",
]
