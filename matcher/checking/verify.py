"""Every rule and score of a result again, from the intake and not from what solved it; its bound against its score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

from matcher.checking.best_alone import BestAlone
from matcher.checking.sayings import (
    open_stages,
    proof_of,
    wrong_locked,
    wrong_order,
    wrong_reasons,
    wrong_settings,
    wrong_stages,
)
from matcher.checking.sayings.stages import MOST_COUNTED
from matcher.checking.scoring import Scorer
from matcher.errors import IntakeError, Issue, ResultFileError
from matcher.intake.disk.whole import settle
from matcher.intake.people import Intake
from matcher.intake.program import fold
from matcher.intake.reading.places import result_place
from matcher.intake.words.findings import count_of, name_some
from matcher.intake.words.listing import in_a_row, in_words
from matcher.result.asked import as_asked
from matcher.result.match_result import TABLE_FILES, MatchResult
from matcher.result.records import AssignmentRow, MentorRow, Status
from matcher.result.saved_json import UNLISTED
from matcher.result.saved_tables import READERS, SavedGrouping, as_rows_tell, read_assignments, read_unmatched
from matcher.rules import RULES, Breach, FormedGroup
from matcher.rules.rule import NOT_THERE, known_of, leaderships, named
from matcher.text import shown

__all__ = ["LOST", "breaches_of", "refuse_broken", "tell_differently", "verify"]

SCORE, PROOF, LOST, TABLES = "score", "proof", "nobody is lost", "tables"

MOST_REFUSED = 8
"""Breaches that are told of a result that is refused."""


def verify(
    intake: Intake,
    result: MatchResult | str | PathLike[str],
    *,
    proof: str | PathLike[str] | Mapping[str, Any] | None = None,
) -> tuple[Breach, ...]:
    """Check a result against its intake: every rule, every score, the bound, and that nobody is lost.

    Parameters
    ----------
    intake
        What the result is to answer.
    result
        A result; the path of a ``result.json``, or of a workbook that a report holds; or a folder. Of a workbook whose
        groups somebody changed, the groups alone are checked: it tells no scores. In a folder the tables are read too:
        they must say what ``result.json`` says, and where one of them tells other groups, these are checked by every
        rule as well. In a folder without ``result.json`` the tables alone are checked.
    proof
        A proof of the result's bound, to be checked too: the path of a ``proof.json`` or of the folder that holds it,
        or what it would hold. What it leaves to a solver's word is taken for true, as `check_proof` tells.

    Returns
    -------
    tuple of Breach
        Each once, rule by rule; empty where everything holds. Besides the rules' own names, `Breach.rule` is
        ``score``, ``proof``, ``nobody is lost``, ``tables``, ``names and order``, ``reasons``, ``settings`` or
        ``stages``.

    Raises
    ------
    IntakeError
        `intake` is none.
    ResultFileError
        There is no result, or no proof, or it cannot be understood.
    """
    found: Iterator[Breach]
    given: object = intake
    if not isinstance(given, Intake):
        right = "give what read_intake returns"
        raise IntakeError([Issue("the call", "is no Intake", None, "intake", shown(given), right)])
    if not isinstance(result, MatchResult):
        settle(result_place(result))
    if isinstance(result, MatchResult):
        found = _result_breaches(intake, result)
    elif result_place(result).is_dir():
        found = _folder_breaches(intake, Path(result))
    else:
        found = _result_breaches(intake, MatchResult.load_as_written(result))
    return tuple(dict.fromkeys([*found, *_not_proved(intake, result, proof)]))


def _not_proved(
    intake: Intake, result: MatchResult | str | PathLike[str], proof: str | PathLike[str] | Mapping[str, Any] | None
) -> Iterator[Breach]:
    if proof is None:
        return
    # Most results are verified without a proof, and need not wait for what reads one.
    from matcher.checking.proofs import check_proof

    told = result if isinstance(result, MatchResult) else MatchResult.load(result)
    yield from (Breach(PROOF, (), str(fault)) for fault in check_proof(intake, told, proof).faults)


def breaches_of(intake: Intake, groups: Sequence[FormedGroup]) -> tuple[Breach, ...]:
    """Return each place where groups break a rule, once, rule by rule in the order of `RULES`."""
    return tuple(dict.fromkeys(breach for rule in RULES for breach in rule.breaches(intake, groups)))


def refuse_broken(intake: Intake, groups: Sequence[FormedGroup]) -> None:
    """Refuse groups that break a rule, where something is worked out from them that only holds where none is broken.

    Raises
    ------
    ResultFileError
        `issues` lists the first breaches, `more` counts the others.
    """
    breaches = breaches_of(intake, groups)
    if breaches:
        told = [Issue("the result", f"breaks a rule of this intake: {breach}") for breach in breaches[:MOST_REFUSED]]
        advice = (
            "It cannot be used for this while it breaks rules: mend it, or match again. "
            "`matcher verify` shows every breach."
        )
        raise ResultFileError(told, len(breaches) - len(told), advice)


def _result_breaches(intake: Intake, result: MatchResult) -> Iterator[Breach]:
    intake = as_asked(intake, result)
    groups = result.formed
    known = [known_of(intake, group) for group in groups]
    broken = breaches_of(intake, groups)
    unmatched = [(mentee.id, mentee.reason) for mentee in result.unmatched]
    scorer = Scorer(intake)
    yield from broken
    yield from _wrong_names(groups)
    yield from _lost(intake, groups, unmatched)
    yield from _wrong_unmatched_names(intake, result)
    by_hand = result.edited or not result.scored
    yield from wrong_reasons(intake, groups, unmatched, by_hand=by_hand, proof=proof_of(result))
    yield from wrong_settings(intake, result.program)
    if not result.scored:
        return
    yield from wrong_locked(intake, result.groups)
    if not result.edited:
        yield from wrong_order(intake, groups, result.assignment_rows)
    # Groups that were changed by hand have no stages; whoever writes some there says something of them.
    if result.stages or not result.edited:
        yield from wrong_stages(intake, result.status, result.stages, known, scorer)
    yield from _wrong_scores(intake, result, known, scorer)
    yield from _wrong_proof(intake, result, broken)
    yield from _wrong_gap(result)
    yield from _wrong_choices(intake, result, known, scorer)
    # A file that something else wrote may lack the rows.
    if result.assignment_rows or not groups:
        yield from _wrong_assignments(intake, result.assignment_rows, known, scorer)
        yield from _wrong_satisfaction(intake, result.assignment_rows, known, scorer)
    if result.mentor_rows:
        yield from _wrong_mentors(intake, result.mentor_rows, known)


# Numbers ------------------------------------------------------------------------------------------------------------


def _wrong_scores(
    intake: Intake, result: MatchResult, groups: Sequence[FormedGroup], scorer: Scorer
) -> Iterator[Breach]:
    for told, group in zip(result.groups, groups, strict=True):
        score = scorer.group_score(group)
        if told.score != score:
            message = f"{told.id} is said to score {told.score}; it scores {score}"
            yield Breach(SCORE, (*group.mentors, *group.mentees), message)
    objective = scorer.objective(groups)
    if result.objective != objective:
        yield Breach(SCORE, (), f"the total score is said to be {result.objective}; it is {objective}")


def _wrong_proof(intake: Intake, result: MatchResult, broken: Sequence[Breach]) -> Iterator[Breach]:
    objective, bound = result.objective, result.bound
    if bound < objective:
        message = f"the upper limit of the total score is said to be {bound}, under the score reached, {objective}"
        yield Breach(PROOF, (), message)
    elif result.status == Status.OPTIMAL and bound > objective:
        message = f"the result is said to be proved best, but {bound} is not ruled out, over the score of {objective}"
        yield Breach(PROOF, (), message)
    elif result.status == Status.OPTIMAL and (stages := open_stages(intake, result.stages)):
        stage = stages[0]
        told = f"{stage.called}: {stage.bound} is not ruled out, where {stage.value} was reached"
        yield Breach(PROOF, (), f"the result is said to be proved best, but {told}")
    elif result.status != Status.OPTIMAL and bound == objective and not broken and _first_things_proved(intake, result):
        message = f"the result is not said to be proved best, though no score over {bound} is possible"
        yield Breach(PROOF, (), message)


def _first_things_proved(intake: Intake, result: MatchResult) -> bool:
    """Return whether what the mode puts before the score is proved best too; of changed groups no stage is told."""
    told = bool(result.stages) or intake.program.objective.mode == "total"
    return told and result.open_stage is None


def _wrong_gap(result: MatchResult) -> Iterator[Breach]:
    told = result.told_gap
    if told is not None and abs(told - result.gap) > 1e-6:
        message = f"the gap is said to be {told:.6g}; from the score and its upper limit it is {result.gap:.6g}"
        yield Breach(PROOF, (), message)


def _wrong_choices(
    intake: Intake, result: MatchResult, groups: Sequence[FormedGroup], scorer: Scorer
) -> Iterator[Breach]:
    ranks = (place.choice for place in _places(intake, groups, scorer).values())
    counts = Counter(UNLISTED if rank is None else str(rank) for rank in ranks)
    for choice in sorted(counts.keys() | result.choices.keys(), key=lambda choice: (len(choice), choice)):
        told = result.choices.get(choice, 0)
        if told != counts[choice]:
            what = "none of their choices" if choice == UNLISTED else f"their choice {choice}"
            message = f"{count_of(told, 'mentee')} should have got {what}, it is said; it is {counts[choice]}"
            yield Breach(TABLES, (), message)


# People and tables --------------------------------------------------------------------------------------------------


def _wrong_names(groups: Sequence[FormedGroup]) -> Iterator[Breach]:
    for name, times in Counter(group.id for group in groups).items():
        if times > 1:
            leaders = dict.fromkeys(person for group in groups if group.id == name for person in group.mentors)
            yield Breach(TABLES, tuple(leaders), f"{times} groups have the name {name}")


def _lost(intake: Intake, groups: Sequence[FormedGroup], unmatched: Sequence[tuple[str, str]]) -> Iterator[Breach]:
    """Yield mentees who are neither in a group nor among those left out with a reason, or are both, or unknown."""
    placed = {mentee for group in groups for mentee in group.mentees}
    listed = Counter(mentee for mentee, _ in unmatched)
    for mentee in intake.mentees:
        if mentee.id not in placed and mentee.id not in listed:
            message = f"{named(intake, mentee.id)} is in no group and not listed as left out"
            yield Breach(LOST, (mentee.id,), message)
    for mentee_id, times in listed.items():
        who = named(intake, mentee_id)
        if mentee_id in intake.mentor_by_id:
            yield Breach(LOST, (mentee_id,), f"{who} is listed as a mentee left out, who is a mentor")
        elif mentee_id not in intake.mentee_by_id:
            yield Breach(LOST, (mentee_id,), f"{who}, listed as left out, {NOT_THERE}")
        if mentee_id in placed:
            yield Breach(LOST, (mentee_id,), f"{who} is listed as left out, and is in a group")
        if times > 1:
            yield Breach(LOST, (mentee_id,), f"{who} is listed as left out {times} times")
    for mentee_id, reason in unmatched:
        if not reason.strip():
            yield Breach(LOST, (mentee_id,), f"{named(intake, mentee_id)} is left out for no reason")


def _wrong_unmatched_names(intake: Intake, result: MatchResult) -> Iterator[Breach]:
    """Yield wrong names of those left out."""
    for mentee_id, name in result.unmatched_names.items():
        known = intake.mentee_by_id.get(mentee_id)
        if known is not None and _name_told(intake, mentee_id, name) != known.name:
            message = f"{named(intake, mentee_id)} is called {name!r} where those left out are told"
            yield Breach(TABLES, (mentee_id,), message)


class _Place(NamedTuple):
    """What the groups, the names of the intake and the score say of a mentee, in words to compare and to show."""

    name: str
    group: str
    slot: str | None
    mentors: tuple[tuple[str, str], ...]
    choice: int | None
    score: int

    def differences(self, other: _Place) -> str:
        told = [
            f"{field.replace('_', ' ')} {_shown(field, mine)} instead of {_shown(field, theirs)}"
            for field, mine, theirs in zip(self._fields, self, other, strict=True)
            if mine != theirs
        ]
        return in_a_row(told)


def _shown(field: str, value: Any) -> str:
    if field == "mentors":
        return in_words(f"{name} ({own})" for own, name in value) or "nobody"
    if value is None:
        return UNLISTED if field == "choice" else "none"
    return str(value)


def _places(intake: Intake, groups: Sequence[FormedGroup], scorer: Scorer) -> dict[str, _Place]:
    """Return the place of each mentee who has one; of several, as after a change by hand, the last, as rows tell it."""
    places = {}
    for group in groups:
        # A row has room for two; that more lead is told as what it breaks.
        mentors = tuple((mentor, intake.mentor_by_id[mentor].name) for mentor in group.mentors[:2])
        for mentee in group.mentees:
            choice, score = scorer.choice(mentee, group.mentors), scorer.mentee_score(mentee, group.mentors)
            name = intake.mentee_by_id[mentee].name
            places[mentee] = _Place(name, group.id, group.slot, mentors, choice, score)
    return places


def _place_told(intake: Intake, row: AssignmentRow) -> _Place:
    pairs = ((row.mentor_1_id, row.mentor_1_name), (row.mentor_2_id, row.mentor_2_name))
    # A group that lost its mentors by hand has a blank in their place.
    mentors = tuple((own, _name_told(intake, own, name or "")) for own, name in pairs if own)
    name = _name_told(intake, row.mentee_id, row.mentee_name)
    return _Place(name, row.group, row.slot, mentors, row.choice, row.score)


def _name_told(intake: Intake, person: str, name: str) -> str:
    """Return the name that is told of somebody; where it is the id, as in an anonymous report, none is told wrongly."""
    known = intake.mentor_by_id.get(person) or intake.mentee_by_id.get(person)
    return known.name if known is not None and name == person else name


def _wrong_assignments(
    intake: Intake, rows: Sequence[AssignmentRow], groups: Sequence[FormedGroup], scorer: Scorer
) -> Iterator[Breach]:
    places = _places(intake, groups, scorer)
    yield from _wrong_rows(intake, "assignments", places, [row.mentee_id for row in rows])
    for row in rows:
        place, told = places.get(row.mentee_id), _place_told(intake, row)
        if place is not None and told != place:
            message = f"the assignments say of {named(intake, row.mentee_id)}: {told.differences(place)}"
            yield Breach(TABLES, (row.mentee_id,), message)
        if not 0 <= row.satisfaction <= 1:
            wrong = f"satisfaction {row.satisfaction}, which is not from 0 to 1"
            message = f"the assignments say of {named(intake, row.mentee_id)}: {wrong}"
            yield Breach(TABLES, (row.mentee_id,), message)


def _wrong_satisfaction(
    intake: Intake, rows: Sequence[AssignmentRow], groups: Sequence[FormedGroup], scorer: Scorer
) -> Iterator[Breach]:
    """Yield wrong shares of what a mentee could have had; of a large intake, of mentees spread evenly over it."""
    mentors_of = {mentee: group.mentors for group in groups for mentee in group.mentees}
    best = BestAlone(intake, scorer)
    step = 1 + len(rows) * len(intake.mentors) // MOST_COUNTED
    for row in rows[::step]:
        mentors = mentors_of.get(row.mentee_id, ())
        if row.mentee_id not in intake.mentee_by_id or not mentors or not intake.mentor_by_id.keys() >= set(mentors):
            continue
        share = best.satisfaction(row.mentee_id, mentors)
        # What is told beyond 1 is refused above; where the share is beyond 1, the group breaks a rule.
        if max(share, row.satisfaction) <= 1 and abs(share - row.satisfaction) > 0.0005 + 1e-9:
            wrong = f"satisfaction {row.satisfaction:.3f} instead of {share:.3f}"
            yield Breach(TABLES, (row.mentee_id,), f"the assignments say of {named(intake, row.mentee_id)}: {wrong}")


def _wrong_mentors(intake: Intake, rows: Sequence[MentorRow], groups: Sequence[FormedGroup]) -> Iterator[Breach]:
    led = leaderships(groups)
    yield from _wrong_rows(intake, "mentors' loads", intake.mentor_by_id, [row.mentor_id for row in rows])
    for row in rows:
        mentor = intake.mentor_by_id.get(row.mentor_id)
        if mentor is None:
            continue
        positions = led.get(mentor.id, set())
        mentees = sum(len(groups[position].mentees) for position in positions)
        load = f"{mentor.name} with {count_of(len(positions), 'group')} and {count_of(mentees, 'mentee')}"
        name = _name_told(intake, mentor.id, row.mentor_name)
        told = f"{name} with {count_of(row.groups, 'group')} and {count_of(row.mentees, 'mentee')}"
        if told != load:
            yield Breach(TABLES, (mentor.id,), f"the mentors' loads say of {mentor.id}: {told} instead of {load}")


def _wrong_rows(intake: Intake, table: str, wanted: Iterable[str], found: Sequence[str]) -> Iterator[Breach]:
    counts, wanted = Counter(found), dict.fromkeys(wanted)
    for person in (*wanted, *(extra for extra in counts if extra not in wanted)):
        right = 1 if person in wanted else 0
        if counts[person] != right:
            message = f"the {table} have {count_of(counts[person], 'row')} for {named(intake, person)}, not {right}"
            yield Breach(TABLES, (person,), message)


# Folders ------------------------------------------------------------------------------------------------------------


def _folder_breaches(intake: Intake, folder: Path) -> Iterator[Breach]:
    files = {name: folder / name for name in READERS if (folder / name).is_file()}
    if (folder / "result.json").exists() or not files:
        result = MatchResult.load_as_written(folder)
        yield from _result_breaches(intake, result)
        absent = [name for name in TABLE_FILES if not (folder / name).is_file()]
        yield from (Breach(TABLES, (), f"{name} is missing beside result.json") for name in absent)
        yield from (Breach(TABLES, (), said) for said in result.differences(folder))
        yield from _told_otherwise(as_asked(intake, result), files, result)
        return
    saved = {name: READERS[name](file) for name, file in files.items()}
    yield from _grouping_breaches(intake, saved)
    unmatched = read_unmatched(folder / "unmatched.csv") if (folder / "unmatched.csv").is_file() else None
    for name, grouping in saved.items():
        yield from _wrong_saved_scores(intake, name, grouping)
        if unmatched is not None:
            yield from _prefixed([name, "unmatched.csv"], _lost(intake, grouping.groups, unmatched))
    if tell_differently({name: grouping.groups for name, grouping in saved.items()}):
        yield Breach(TABLES, (), f"{name_some(list(saved))} tell different groups")


def _told_otherwise(intake: Intake, files: dict[str, Path], result: MatchResult) -> Iterator[Breach]:
    """Yield what is wrong in tables that tell other groups than ``result.json`` does."""
    saved = {}
    for name, file in files.items():
        try:
            grouping = READERS[name](file)
        except ResultFileError as fault:
            yield from (Breach(TABLES, (), str(issue)) for issue in fault.issues)
        else:
            if tell_differently({"result.json": result.formed, name: grouping.groups}):
                saved[name] = grouping
    yield from _grouping_breaches(intake, saved)
    unmatched = [(mentee.id, mentee.reason) for mentee in result.unmatched]
    for name, grouping in saved.items():
        yield from _prefixed([name, "result.json"], _lost(intake, grouping.groups, unmatched))


def _grouping_breaches(intake: Intake, saved: dict[str, SavedGrouping]) -> Iterator[Breach]:
    """Yield where the groups that tables tell break a rule; tables that tell the same are checked once."""
    alike: list[list[str]] = []
    for name, grouping in saved.items():
        yield from (Breach(TABLES, (), fault) for fault in grouping.faults)
        same = [names for names in alike if not tell_differently({one: saved[one].groups for one in (*names, name)})]
        if same:
            same[0].append(name)
        else:
            alike.append([name])
    for names in alike:
        groups = saved[names[0]].groups
        yield from _prefixed(names, (*breaches_of(intake, groups), *_wrong_names(groups)))


def _wrong_saved_scores(intake: Intake, name: str, saved: SavedGrouping) -> Iterator[Breach]:
    scorer = Scorer(intake)
    for position, told in saved.scores.items():
        group = known_of(intake, saved.groups[position])
        score = scorer.group_score(group)
        if told != str(score):
            message = f"{group.id} is said to score {told}; it scores {score}"
            yield from _prefixed([name], [Breach(SCORE, (*group.mentors, *group.mentees), message)])


def _prefixed(files: list[str], breaches: Iterable[Breach]) -> Iterator[Breach]:
    for breach in breaches:
        yield Breach(breach.rule, breach.people, f"{name_some(files)}: {breach.message}")


def _likeness(groups: Sequence[FormedGroup]) -> object:
    """Return what is equal for the same grouping, whatever the order and the names of the groups."""
    return tuple(
        sorted((fold(group.slot or ""), tuple(sorted(group.mentors)), tuple(sorted(group.mentees))) for group in groups)
    )


def tell_differently(told: Mapping[str, Sequence[FormedGroup]]) -> bool:
    """Return whether files, by name, tell other groups than each other, as far as each can tell them.

    A table with a row a mentee has no room for groups without mentees, and none for a third mentor.
    """
    whole = {_likeness(groups) for name, groups in told.items() if READERS.get(name) is not read_assignments}
    return len(whole) > 1 or len({_likeness(as_rows_tell(groups)) for groups in told.values()}) > 1
