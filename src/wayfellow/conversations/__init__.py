"""Messages inside a work group."""
