"""Career-mentoring programmes for universities and polytechnics."""

__version__ = "0.1.0"
