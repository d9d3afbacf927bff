"""What a person asks about their own data, and how long personal data is kept."""
