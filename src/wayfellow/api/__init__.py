"""The programming interface: one error shape, OpenAPI."""
