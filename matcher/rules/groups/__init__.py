"""Rules on groups and their slots."""
