"""Answers as people: names, wishes, rows of an intake."""
