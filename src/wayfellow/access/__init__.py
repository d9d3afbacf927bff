"""Who may do what to which rows, and the doors that ask."""
