"""Pure ideas of time and state: no Django, no clock, no chance."""
