"""The roads to a work group: matching runs and interests."""
