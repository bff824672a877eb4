"""Branch and bound: by price steps, and by linear programs with cuts."""
