"""Real files in: mapping, preview, all or nothing."""
