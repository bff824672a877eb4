"""What the product writes of a case, for the readers; nothing here is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from matcher.report import write_reports
from tests.reader.runs import Case, read

__all__ = ["Case", "addressed", "emails_of", "with_emails", "write_attendance", "write_mail"]


def write_mail(case: Case, folder: Path) -> None:
    """Have the product write the messages and lists of a case."""
    _report(case, folder, ("mail",))


def write_attendance(case: Case, folder: Path) -> None:
    """Have the product write the sheets of a case to tick off who came."""
    _report(case, folder, ("xlsx", "print"))


def _report(case: Case, folder: Path, kinds: Sequence[str]) -> None:
    case = addressed(case)
    write_reports(
        case.result,
        case.intake,
        folder,
        kinds=kinds,
        anonymous=case.anonymous,
        with_emails=with_emails(case),
        language=case.language,
        attendance=True,
    )


def addressed(case: Case) -> Case:
    """The case with addresses of every second mentor too; one that is told without addresses is left as it is."""
    if not with_emails(case):
        return case
    mentors = [dict(row) for row in case.plain["mentors"]]
    for row in mentors[::2]:
        row["email"] = f"{row['id']}@example.net"
    plain = {**case.plain, "mentors": mentors}
    return replace(case, plain=plain, intake=read(plain))


def with_emails(case: Case) -> bool:
    """Whether messages of a case hold addresses: of every second that is not anonymous."""
    return not case.anonymous and case.number % 2 == 0


def emails_of(case: Case) -> dict[str, str]:
    """The address of each who has one, where messages hold them."""
    people = (*case.plain["mentors"], *case.plain["mentees"])
    return {row["id"]: row["email"] for row in people if row.get("email")} if with_emails(case) else {}
