"""Pages of matching, of the directory and of requests."""
