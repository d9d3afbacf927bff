"""Institutions, memberships, roles, invitations and the statements people accept."""
