"""Proofs: each claims something of the program, and can fail."""
