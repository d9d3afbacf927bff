"""The pages of a work group's life, apart from the workspace that brings them together."""
