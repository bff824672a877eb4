"""What the product writes of a case, for the readers; nothing here is read."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from matcher import Intake, MatchResult, compare, explain
from matcher.checking.verify import breaches_of
from matcher.errors import IntakeError
from matcher.questions.rescored import as_scored
from matcher.report import write_reports
from matcher.result.since import changed_since
from matcher.terminal.compare import comparison_summary
from matcher.terminal.explain import explanation_text
from matcher.terminal.rematch import RematchFacts, rematch_summary
from matcher.why.answers.records import Explanation
from tests.reader.runs import Case, Plain, drawn, read, told_of
from tests.reader.seen import Facts

__all__ = [
    "Case",
    "Plain",
    "Stage",
    "Texts",
    "addressed",
    "asked",
    "compared",
    "emails_of",
    "impossible",
    "own_calendars",
    "reasons_told",
    "stages_of",
    "texts_of",
    "with_emails",
    "within",
    "write_attendance",
    "write_calendars",
    "write_changed",
    "write_comparing",
    "write_explained",
    "write_impossible",
    "write_mail",
]


Texts = dict[str, str]
"""Texts by the paths of their files."""


def texts_of(folder: Path) -> Texts:
    """Every text in a folder but what the program keeps for itself; line ends stay as they were written."""
    files = sorted(
        file
        for file in folder.rglob("*")
        if file.suffix in (".txt", ".csv", ".json", ".ics") and not file.name.startswith(".")
    )
    return {file.relative_to(folder).as_posix(): file.read_bytes().decode("utf-8") for file in files}


def within(texts: Texts, folder: str) -> Texts:
    """Those of the texts that are in a folder, by their paths in it."""
    return {path.removeprefix(f"{folder}/"): text for path, text in texts.items() if path.startswith(f"{folder}/")}


def write_mail(case: Case, folder: Path) -> None:
    """Have the product write the messages and lists of a case."""
    _report(case, folder, ("mail",))


def write_attendance(case: Case, folder: Path) -> None:
    """Have the product write the sheets of a case to tick off who came."""
    _report(case, folder, ("xlsx", "print"))


def write_changed(case: Case, folder: Path) -> None:
    """Have the product write what it says of groups that were formed again."""
    assert case.again is not None
    assert case.before is not None
    case.again.save(folder / "saved")
    shutil.move(folder / "saved" / "changes.csv", folder)
    shutil.rmtree(folder / "saved")
    shown = rematch_summary(RematchFacts(case.again, Path("again")), io.StringIO())
    (folder / "summary.txt").write_text(shown, encoding="utf-8")
    _report(case, folder, ("mail",), since=case.before[1])


def _report(case: Case, folder: Path, kinds: Sequence[str], since: MatchResult | None = None) -> None:
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
        since=since,
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


def reasons_told(case: Case) -> dict[str, str]:
    """Why each is left out; whether it is so, is not for the readers of messages to say."""
    return {one.id: one.reason for one in as_scored(case.intake, case.result).unmatched}


def emails_of(case: Case) -> dict[str, str]:
    """The address of each who has one, where messages hold them."""
    people = (*case.plain["mentors"], *case.plain["mentees"])
    return {row["id"]: row["email"] for row in people if row.get("email")} if with_emails(case) else {}


# Calendars: several reports into one folder ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Stage:
    """One of several reports."""

    plain: Plain
    intake: Intake
    result: MatchResult
    told: Plain

    def facts(self, case: Case) -> Facts:
        return Facts(self.plain, self.told, anonymous=case.anonymous)


def stages_of(case: Case) -> list[Stage]:
    """The reports of a case, in order: of before and of now, or without a group; then all once more."""
    now = Stage(case.plain, case.intake, case.result, case.told)
    if case.before is None:
        some = replace(case.result, groups=case.result.groups[1:])
        other = Stage(case.plain, case.intake, some, told_of(some))
    else:
        plain, result, told = case.before
        other = Stage(plain, read(plain), result, told)
    return [other, now, other, now, now]


def own_calendars(case: Case) -> bool:
    """Whether each person gets a calendar of their own: in two of three cases."""
    return case.number % 3 != 0


def write_calendars(case: Case, folder: Path) -> None:
    """Have the product write calendars, report after report into one folder; each is kept as it then was."""
    last = None
    for number, stage in enumerate(stages_of(case)):
        here = folder / str(number)
        if last is None:
            here.mkdir(parents=True)
        else:
            shutil.copytree(last, here)
        last = here
        try:
            write_reports(
                stage.result,
                stage.intake,
                here,
                kinds=("ics",),
                anonymous=case.anonymous,
                language=case.language,
                own_calendars=own_calendars(case),
                # Groups of before may have been changed by hand, and their calendars then stay beside.
                replace=True,
            )
            for kept in here.rglob("* [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9] *"):
                kept.unlink()
        except IntakeError as fault:
            # Asked for calendars by name, it says why there can be none.
            if any(stage.facts(case).meetings(group) for group in stage.facts(case).groups):
                raise AssertionError(f"{case}: {fault}") from fault


# Comparisons ----------------------------------------------------------------------------------------------------------

Told = tuple[str, Plain, list[str]]
"""What a result is called, what it holds, and where it breaks a rule."""


def _other(case: Case) -> MatchResult:
    """What a result is compared with: what was before, or groups of which somebody made others."""
    if case.before is not None:
        return case.before[1]
    random, groups = Random(case.number), list(case.result.groups)
    for _ in range(random.randrange(3) if groups else 0):
        old, new = random.choice(range(len(groups))), random.choice(range(len(groups)))
        mover = random.choice(groups[old].mentees)
        if len(groups[old].mentees) > 1:
            stay = tuple(one for one in groups[old].mentees if one != mover)
            groups[old] = replace(groups[old], mentees=stay)
            groups[new] = replace(groups[new], mentees=(*groups[new].mentees, mover))
    if random.random() < 0.5:
        groups = groups[1:]
    if random.random() < 0.5 and groups:
        groups[0] = replace(groups[0], slot=groups[-1].slot, mentors=groups[-1].mentors)
    named = [replace(group, id=f"G{number}") for number, group in enumerate(groups, 1)]
    return replace(case.result, groups=tuple(named))


def compared(case: Case) -> Iterator[tuple[str, Plain | None, Told, Told]]:
    """Each comparison of a case: (what it is called, the intake or None, the two results)."""
    results = (_other(case), case.result)
    for where, intake in (("with", case.intake), ("without", None)):
        sides = [
            (name, told_of(result) | noted(intake, result), broken(intake, result))
            for name, result in zip(("first", "second"), results, strict=True)
        ]
        yield where, None if intake is None else case.plain, sides[0], sides[1]


def broken(intake: Intake | None, result: MatchResult) -> list[str]:
    """Where a result breaks a rule, as ``verify`` says it."""
    return [] if intake is None else list(map(str, breaches_of(intake, result.formed)))


def noted(intake: Intake | None, result: MatchResult) -> Plain:
    """What was found odd in reading a result, and what of its intake changed since: that `since` reads."""
    changed = None if intake is None else changed_since(intake, result)
    return {"notes": list(result.notes), "scored": result.scored, "since": changed}


def write_comparing(case: Case, folder: Path) -> None:
    """Have the product compare two results, as text and as JSON, with the intake and without."""
    folder.mkdir(parents=True, exist_ok=True)
    for where, intake in (("with", case.intake), ("without", None)):
        told = compare(_other(case), case.result, intake)
        text = json.dumps(told.to_json_dict(), indent=2, ensure_ascii=False)
        (folder / f"{where}.json").write_text(text, encoding="utf-8")
        (folder / f"{where}.txt").write_text(comparison_summary(told, io.StringIO()), encoding="utf-8")


# Explanations ---------------------------------------------------------------------------------------------------------

Question = tuple[str, str | None, str | None]
"""What an answer is called, and of whom it is asked."""
SECONDS = 6.0


def asked(case: Case) -> list[Question]:
    """What is asked of a case: of the whole, of some people, of some pairs; nothing of groups that break a rule."""
    if breaches_of(case.intake, case.result.formed):
        return []
    random = Random(case.number)
    mentors, mentees = (list(people) for people in (case.intake.mentor_by_id, case.intake.mentee_by_id))
    out = [one.id for one in case.result.unmatched]
    people = [*out[:1], random.choice(mentors), random.choice(mentees)]
    pairs = [(mentees[0], random.choice(mentors)), (random.choice(mentors), mentees[-1])]
    pairs += [tuple(random.sample(mentees, 2))] if len(mentees) > 1 else []
    pairs += [tuple(random.sample(mentors, 2))] if len(mentors) > 1 else []
    questions: list[Question] = [("whole", None, None)]
    questions += [(f"one-{own}", own, None) for own in dict.fromkeys(people)]
    return questions + [(f"two-{one}-{other}", one, other) for one, other in dict.fromkeys(pairs)]


def write_explained(case: Case, folder: Path) -> None:
    """Have the product answer what is asked of a case, as text and as data."""
    folder.mkdir(parents=True, exist_ok=True)
    for where, one, other in asked(case):
        told = explain(case.intake, case.result, one, other, time_limit=SECONDS)
        _answer(folder, where, told)


def _answer(folder: Path, where: str, told: Explanation) -> None:
    text = json.dumps(told.to_json_dict(), indent=2, ensure_ascii=False)
    (folder / f"{where}.json").write_text(text, encoding="utf-8")
    (folder / f"{where}.txt").write_text(explanation_text(told, io.StringIO()), encoding="utf-8")


def impossible(number: int) -> Plain:
    """An intake that may permit nothing: one as it is drawn, with something asked of it that is hard to meet."""
    random = Random(number)
    plain = drawn(random, number)
    groups = plain["program"].setdefault("groups", {})
    harder = number % 5
    if harder == 0:
        groups["count"] = 9
    elif harder == 1:
        groups["everyone"] = True
        groups["max_size"] = groups.get("min_size", 1)
    elif harder == 2:
        plain["program"]["gender"] = {**plain["program"].get("gender", {}), "pair": "same"}
        groups["everyone"] = True
    elif harder == 3:
        for row in plain["mentees"]:
            row["mentor_gender"] = "require nonbinary"
        groups["everyone"] = True
    return plain


def write_impossible(number: int, folder: Path) -> None:
    """Have the product say why an intake permits nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    _answer(folder, "intake", explain(read(impossible(number)), time_limit=SECONDS))
