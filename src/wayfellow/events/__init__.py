"""What happened, by whom and when: the audit trail and the source of every notice."""
