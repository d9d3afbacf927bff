"""A work group's life: agreement, meetings, reflections, goals, endings."""
