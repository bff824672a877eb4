"""Whether what we prove is so: random intakes, solved by us and by a seat MILP that shares nothing with us."""
