"""Settings, root addresses and deployment checks."""
