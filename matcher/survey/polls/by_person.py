"""Whatever shape a poll has → a row a person, as other exports have it."""

from __future__ import annotations

from matcher.survey.polls.lists_of_moments import from_lists_of_moments
from matcher.survey.polls.rows_of_headings import from_rows_of_headings
from matcher.survey.polls.rows_of_times import from_rows_of_times
from matcher.survey.reading.files import Grid

__all__ = ["by_person"]


def by_person(grid: Grid) -> Grid:
    """Return a poll with a row a person; any other table as it stands.

    A poll has a row a time, with a column a person or the names of who can come; or a column a time, whose day and hour
    stand in rows of their own; or a row a person that lists moments.
    """
    return from_rows_of_times(grid) or from_rows_of_headings(grid) or from_lists_of_moments(grid) or grid
