"""What an adversary tries, and what comes of it."""
