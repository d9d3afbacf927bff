"""Repeatable data in three sizes, written straight into the tables."""
