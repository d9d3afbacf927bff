"""Addresses of asking, rounds, replacements, imports, rehearsals and reports."""

from django.urls import URLPattern

process: list[URLPattern] = []
