"""What the pages of mailings read."""
