"""What an institution's mails say in its own words."""
