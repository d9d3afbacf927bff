"""The pages of concerns and of terminations."""
