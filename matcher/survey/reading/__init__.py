"""Exports as bytes, and the questions and answers in them."""
