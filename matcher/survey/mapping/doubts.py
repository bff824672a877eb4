"""Where it is not sure who answered, or in which role: what has to be filled in before anything is made of it."""

from __future__ import annotations

from collections.abc import Sequence

from matcher.errors import Issue
from matcher.intake.findings import name_some
from matcher.survey.mapping.evidence import Sureness
from matcher.survey.mapping.recognition import Taken
from matcher.survey.mapping.roles import Role
from matcher.survey.reading.layout import Export

__all__ = ["doubts"]


def doubts(
    exports: Sequence[Export], roles: Sequence[Role], taken: Sequence[Sequence[Taken]], mapping: str
) -> list[Issue]:
    """Return what has to be filled in in the file `mapping`; empty where it is sure who answered, and in which role."""
    issues = []
    for export, role, columns in zip(exports, roles, taken, strict=True):
        if not _tells_who(columns):
            guesses = [one.column.label for one in columns if one.target in ("id", "email", "name", "first_name")]
            guess = f" (perhaps {name_some([repr(label[:60]) for label in guesses])})" if guesses else ""
            message = f"no column is sure to tell who answered{guess}"
            right = f'in {mapping} write "email", "id" or "name" at the column that does, and import again'
            issues.append(Issue(export.file, message, right=right))
        if not role.sure:
            message = f"it is not sure whether mentors or mentees answered: {role.why}"
            right = f'in {mapping} write role = "mentors" or "mentees", or "role" at the column that says it'
            issues.append(Issue(export.file, message, right=right))
    return issues


def _tells_who(columns: Sequence[Taken]) -> bool:
    sure = {one.target for one in columns if one.sureness >= Sureness.LIKELY}
    return bool(sure & {"id", "email", "name"}) or sure >= {"first_name", "last_name"}
