"""Programmes, cohorts, terms, documents, the public face; the axes on which programmes differ."""
