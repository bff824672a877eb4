"""What is asked of a result: why, what if mentors drop out, who moves, what else, what differs."""
