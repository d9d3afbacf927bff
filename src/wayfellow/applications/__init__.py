"""Asking to join and being answered; guardians' consent."""
