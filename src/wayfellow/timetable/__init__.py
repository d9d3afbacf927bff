"""When what is due by itself is due, what was done of it, and what a programme changes."""
