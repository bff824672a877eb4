"""Problem → groups, with a proved bound."""
