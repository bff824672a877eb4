"""Rules on the mentees of a group."""
