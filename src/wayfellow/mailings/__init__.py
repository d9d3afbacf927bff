"""Messages from staff to many people, each alone on the mail."""
