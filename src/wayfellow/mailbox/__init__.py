"""Mail on its way in: read, asked where it belongs, taken or refused."""
