"""What stands beside hours and says in which weeks, or by which clock, they are meant."""
