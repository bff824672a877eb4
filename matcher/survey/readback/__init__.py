"""What was read, told back: shapes of answers in sentences, what makes no sense together, what is still open."""
