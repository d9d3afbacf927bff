"""What the parts promise."""
