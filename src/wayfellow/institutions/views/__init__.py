"""The pages of institutions: their members, invitations, statements and hats."""
