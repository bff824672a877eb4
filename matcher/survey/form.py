"""The questions of the form that `matcher new` proposes: each is known again word for word."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["BOTH", "FORM", "MENTEES", "MENTORS", "FormQuestion"]


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """A question to paste into a form.

    Parameters
    ----------
    title
        The question, exactly as it is to stand in the form: by it the column is known again.
    kind
        What to choose for it in the form.
    roles
        Who is asked.
    becomes
        The column of the intake.
    hint
        What to write below the question.
    """

    title: str
    kind: str
    roles: tuple[str, ...]
    becomes: str
    hint: str


BOTH, MENTORS, MENTEES = ("mentors", "mentees"), ("mentors",), ("mentees",)
_EVERY_MENTOR = "drop-down with every mentor's full name"
_NAMES = "Full names, best first, with ; between them."
_WISHES = "No, Prefer a woman, Prefer a man, Require a woman, Require a man, Prefer my own, Require my own"

FORM = (
    FormQuestion("Are you a mentor or a mentee?", "one choice: Mentor, Mentee", BOTH, "role", "In a form for both."),
    FormQuestion("Email address", "short text", BOTH, "email", "Ids are made of it, and stay the same next year."),
    FormQuestion("Full name", "short text", BOTH, "name", "First name and family name."),
    FormQuestion("Gender", "one choice: Woman, Man, Nonbinary, Prefer not to say", BOTH, "gender", "May stay blank."),
    FormQuestion(
        "Availability", "long text", BOTH, "availability",
        "Write days and times like: Mon 09:00-11:00; Wed 13:00-15:30. Or use a grid, see below.",
    ),
    FormQuestion("Interests", "several choices", BOTH, "interests", "List the choices that matter in your program."),
    FormQuestion(
        "People you would rather not share a group with", "short text", BOTH, "avoid",
        "Full names, with ; between them. Kept confidential.",
    ),
    FormQuestion("How many groups could you lead at most?", "one choice: 1, 2", MENTORS, "max_groups", ""),
    FormQuestion("How many mentees could you have at most?", "short text", MENTORS, "max_mentees", "A number."),
    FormQuestion("Preferred co-mentors", "short text", MENTORS, "preferred_co_mentors", _NAMES),
    FormQuestion("Preferred mentor: 1st choice", _EVERY_MENTOR, MENTEES, "preferred_mentors 1", ""),
    FormQuestion("Preferred mentor: 2nd choice", _EVERY_MENTOR, MENTEES, "preferred_mentors 2", ""),
    FormQuestion("Preferred mentor: 3rd choice", _EVERY_MENTOR, MENTEES, "preferred_mentors 3", ""),
    FormQuestion(
        "Do you have a wish for your mentor's gender?", f"one choice: {_WISHES}", MENTEES, "mentor_gender", ""
    ),
)  # fmt: skip
"""The questions of a form, in order."""
