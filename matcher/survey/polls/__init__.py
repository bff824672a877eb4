"""Polls for a common hour, in the shapes that pages for them export → a row a person, as other exports have it."""
