"""The demonstration: seasons of all three styles, lived through by the program's own actions."""
