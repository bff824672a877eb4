"""Rules on the mentors of a group."""
