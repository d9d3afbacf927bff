"""Concerns and terminations."""
