"""The wayfellow command."""
