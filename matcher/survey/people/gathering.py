"""Answers → people: the same person's answers brought together, and an id that stays the same from year to year."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import blake2b

from matcher.intake.program import fold
from matcher.intake.words.findings import name_rows, name_some
from matcher.intake.words.listing import in_a_row
from matcher.survey.import_report import Outcome, Question, Report, ReportRow, places_of, without_addresses
from matcher.survey.mapping.answers import Answer, Source, doubt_of_taking_part, role_of, seems_a_test, seems_no_person
from matcher.survey.mapping.mapping import Mapping
from matcher.survey.mapping.vocabulary import plain_words
from matcher.survey.people.names import readings_of
from matcher.survey.people.near_names import NearNames
from matcher.survey.people.pseudonyms import Key

__all__ = ["Someone", "gather", "is_no_name", "latest", "of_source", "short_hash"]

_FIRST = datetime.min.replace(tzinfo=UTC)
_YES = frozenset({"yes", "y", "true", "1", "x"})


@dataclass(slots=True)
class Someone:
    """A person of the program: the answer that counts, and earlier ones that it replaced.

    `natural` is the id that the person has without pseudonyms; else it is `id`. `polled` are the rows of polls of hours
    that are theirs.
    """

    answer: Answer
    role: str
    id: str
    earlier: tuple[Answer, ...] = ()
    natural: str = ""
    polled: tuple[Answer, ...] = ()

    @property
    def name(self) -> str | None:
        """The name; None where nobody asked for it."""
        return self.answer.name


def gather(answers: Sequence[Answer], mapping: Mapping, report: Report, key: Key | None = None) -> list[Someone]:
    """Return the people who gave `answers`, in the order in which each first answered.

    Of several answers by one person (the same id, or the same e-mail address, or where there is neither the same name)
    the latest counts, finished ones before unfinished; every other answer is reported. With a `key` ids are pseudonyms.
    """
    doubts: Doubts = defaultdict(list)
    kept = [answer for answer in answers if _counts(answer, mapping, report, doubts)]
    _ask_once(doubts, report)
    people = [_person(group, report) for group in _groups(kept, report)]
    _give_ids(people, report, key)
    for one in people:
        report.rows.append(ReportRow(*one.answer.place, one.id, Outcome.KEPT, note=_unfinished(one.answer)))
        _report_earlier(one, report)
    _ask_about_namesakes(people, report)
    return people


Doubts = dict[tuple[str, str], list[tuple[Answer, str]]]
"""By column and what was said: the answers that say it, and what is asked of one of them alone."""


def _ask_once(doubts: Doubts, report: Report) -> None:
    """Ask about answers of one kind once, those that most people gave first."""
    for (column, _), places in sorted(doubts.items(), key=lambda found: -len(found[1])):
        answer, text = places[0]
        said = answer.text(column) if column == "role" else (answer.name or "")
        shown = said if len(places) == 1 or column == "role" else None
        row = answer.line.number if len(places) == 1 else None
        if len(places) > 1:
            names = name_some([one.name or one.email or "somebody" for one, _ in places])
            text = f"{text}. So did {len(places)} people: {names}; each of them needs a row of corrections.csv"
            if column == "role":
                text = f"{text}, or the answer a line under [words.role] in the mapping"
            # The same row number may stand in several files, and each row is corrected by itself.
            text = f"{text}. Written in {places_of(one.place for one, _ in places)}"
        report.ask(Question(answer.source.export.file, row, None, column, shown or None, text))


def _counts(answer: Answer, mapping: Mapping, report: Report, doubts: Doubts) -> bool:
    """Whether an answer is somebody's of whom enough is known; else it is reported, and asked about where in doubt."""
    if fold(answer.corrected.get("leave_out", "")) in _YES:
        return _leave_out(answer, report, "corrections.csv leaves it out")
    wanted = fold(answer.corrected.get("leave_out", "")) in ("no", "false", "0")
    if answer.own is None and answer.email is None and answer.name is None:
        if not any(answer.cell(one) for one in answer.source.taken if one.target not in _OF_THE_TOOL):
            return _leave_out(answer, report, "holds no answer")
        text = "does not say who answered; the row was left out. Give it an e-mail address, an id or a name, by its row"
        return _leave_out(
            answer, report, "does not say who answered", Question(*answer.place, None, "email", None, text)
        )
    if seems_a_test(answer) and not wanted:
        name = answer.name or "test"
        text = 'looks like a test of the form and was left out; write "no" here to keep it'
        return _leave_out(
            answer, report, "looks like a test of the form", Question(*answer.place, None, "leave_out", name, text)
        )
    no_person = seems_no_person(answer)
    if no_person is not None and not wanted:
        text = f'seems to be {no_person}; it was left out. Write "no" here to keep it as a person'
        question = Question(*answer.place, None, "leave_out", answer.name, text)
        return _leave_out(answer, report, f"seems to be {no_person}", question)
    doubt = None if wanted else doubt_of_taking_part(answer, mapping)
    if doubt is not None and doubt.asked:
        done = (
            'was left out; write "no" here to keep' if doubt.out else 'is in the intake; write "yes" here to leave out'
        )
        text = f"answered {doubt.said[:60]!r} to {doubt.label!r}, and {done} the row"
        doubts["leave_out", f"{fold(doubt.label)} {fold(doubt.said)}"].append((answer, text))
    if doubt is not None and doubt.out:
        return _leave_out(answer, report, f"answered {doubt.said[:60]!r} to {doubt.label!r}")
    role = role_of(answer, mapping)
    if role is None:
        said = answer.text("role")
        text = f"{answer.name or 'this row'}: mentor or mentee? Until you say so, the row is left out"
        doubts["role", fold(said)].append((answer, text))
        return _leave_out(answer, report, "does not say whether mentor or mentee")
    answer.role = role
    return True


_OF_THE_TOOL = frozenset({"time", "status", "finished", "ignore", "id"})


def _leave_out(answer: Answer, report: Report, why: str, question: Question | None = None) -> bool:
    report.rows.append(ReportRow(*answer.place, None, Outcome.LEFT_OUT, note=why))
    if question is not None:
        report.ask(question)
    return False


def _groups(answers: Sequence[Answer], report: Report) -> list[list[Answer]]:
    """Return the answers of each person, in the order in which each first answered."""
    groups: list[list[Answer]] = []
    known: dict[tuple[str, str, str], int] = {}
    merged: dict[int, int] = {}
    for answer in answers:
        keys = _keys(answer)
        places = sorted({_root(known[key], merged) for key in keys if key in known})
        places = [place for place in places if _is_one(answer, groups[place], report)]
        if not places:
            place = len(groups)
            groups.append([])
        else:
            place = places[0]
            for other in places[1:]:
                groups[place] += groups[other]
                groups[other] = []
                merged[other] = place
        groups[place].append(answer)
        for key in keys:
            known.setdefault(key, place)
    return [group for group in groups if group]


def _root(place: int, merged: dict[int, int]) -> int:
    while place in merged:
        place = merged[place]
    return place


def _keys(answer: Answer) -> list[tuple[str, str, str]]:
    keys = [(answer.role, kind, fold(text)) for kind, text in (("id", answer.own), ("email", answer.email)) if text]
    return keys or [(answer.role, "name", plain_words(answer.name or ""))]


def _is_one(answer: Answer, group: Sequence[Answer], report: Report) -> bool:
    """Whether an answer under a known id or address is by the same person: not under a wholly different name."""
    other = group[-1]
    if answer.name is None or other.name is None:
        return True
    if _are_one_name(answer.name, other.name):
        return True
    what = "e-mail address" if answer.email is not None and answer.email == other.email else "id"
    text = (
        f"has the same {what} as row {other.line.number} ({other.name}), but another name; both were kept as two "
        f"people. "
        'If they are one, write "yes" here for the row that is to go'
    )
    report.ask(Question(*answer.place, None, "leave_out", answer.name, text))
    return False


def of_source(people: Iterable[Someone], source: Source) -> list[Someone]:
    """Return those who answered an export, each with their row in it: of a poll it stands beside their answer."""
    found = []
    for one in people:
        rows = [one.answer, *one.polled]
        found += [replace(one, answer=row) for row in rows if row.source is source]
    return found


def _are_one_name(one: str, two: str) -> bool:
    """Whether two names are one person's: the same but for order, initials, further names, or a slip of the pen."""
    near = NearNames([(reading, "") for reading in readings_of(two)])
    return near.find(readings_of(one)).sure is not None or plain_words(one) == plain_words(two)


def _person(group: list[Answer], report: Report) -> Someone:
    counting = latest(group, [answer.time for answer in group])
    earlier = tuple(answer for answer in group if answer is not counting)
    if earlier and counting.email is None and counting.own is None:
        rows = name_rows([answer.line.number for answer in earlier])
        text = (
            f"gave two answers or more (also {rows}), told by the name alone; this one counts. "
            "If they are two people, give one of the rows an id of its own"
        )
        report.ask(Question(*counting.place, None, "id", counting.name, text))
    return Someone(counting, counting.role, "", earlier)


def latest(group: Sequence[Answer], times: Sequence[datetime | None]) -> Answer:
    """Return which of somebody's answers counts, given at these times; ties go to the one that stands later."""
    places = range(len(group))
    return group[max(places, key=lambda place: (group[place].finished, times[place] or _FIRST, place))]


def short_hash(text: str, length: int = 8) -> str:
    """Return a short id made of a text: a letter, then letters and digits that no eye confuses."""
    number = int.from_bytes(blake2b(text.encode(), digest_size=16).digest())
    letters = "abcdefghjkmnpqrstuvwxyz"
    signs = "23456789" + letters
    number, rest = divmod(number, len(letters))
    made = letters[rest]
    while len(made) < length:
        number, rest = divmod(number, len(signs))
        made += signs[rest]
    return made


def _give_ids(people: Sequence[Someone], report: Report, key: Key | None) -> None:
    """Give everybody an id: the one they gave, else one made of the e-mail address, else one made of the name."""
    for one in people:
        one.id = _usable(one, report) or short_hash(one.answer.email or f"{one.role} {plain_words(one.name or '')}")
    roles: dict[str, set[str]] = defaultdict(set)
    for one in people:
        roles[one.id].add(one.role)
    both = [one for one in people if len(roles[one.id]) > 1]
    # Where both lists count from 1, everybody's number gets the role before it, so that late answers change no id.
    numbered = any(one.answer.own is not None for one in both)
    for one in people:
        if len(roles[one.id]) > 1 or (numbered and one.answer.own is not None):
            one.id = f"{one.role.removesuffix('s')}-{one.id}"
    counts = Counter(one.id for one in people)
    seen: Counter[str] = Counter()
    for one in people:
        seen[one.id] += 1
        if counts[one.id] > 1 and seen[one.id] > 1:
            # The same id or address under another name, or a hash that two texts share: the name decides.
            one.id = short_hash(f"{one.id} {plain_words(one.name or '')} {seen[one.id]}", 10)
    for one in people:
        one.natural = one.id
        if key is not None:
            one.id = key.id_of(one.natural, one.role, one.name, one.answer.email)
    _ask_about_both(people, report)


def _usable(one: Someone, report: Report) -> str | None:
    """Return the id that somebody gave, changed where an intake cannot hold it; None where there is none."""
    own = one.answer.own
    if own is None:
        return None
    if "@" in own:
        return short_hash(own.casefold())
    usable = " ".join("".join(sign if sign.isprintable() else " " for sign in own.replace(";", " ")).split()).lstrip(
        "=+-@ '"
    )
    if usable != own:
        note = "an id cannot hold this sign, or begin with it"
        report.rows.append(ReportRow(*one.answer.place, usable or None, Outcome.CHANGED, "id", own, usable, note))
    return usable or None


def _ask_about_both(people: Sequence[Someone], report: Report) -> None:
    """Ask about people who are mentor and mentee, by their address."""
    mails: dict[str, list[Someone]] = defaultdict(list)
    for one in people:
        if one.answer.email is not None:
            mails[one.answer.email].append(one)
    for same in mails.values():
        if len({one.role for one in same}) > 1:
            text = (
                f"answered as mentor and mentee, and is in the intake as both ({in_a_row(one.id for one in same)}). "
                'If that is wrong, write "yes" here for the row that is to go'
            )
            report.ask(Question(*same[-1].answer.place, same[-1].id, "leave_out", same[-1].name, text))


def _unfinished(answer: Answer) -> str | None:
    return None if answer.finished else "the survey was not finished"


def _report_earlier(one: Someone, report: Report) -> None:
    file, row = one.answer.place
    where = f"row {row}"
    for answer in one.earlier:
        told = where if answer.place[0] == file else f"{file} {where}"
        why = "finished" if answer.finished != one.answer.finished else "later"
        note = f"the same person's {why} answer in {told} counts"
        report.rows.append(ReportRow(*answer.place, one.id, Outcome.MERGED, note=note))
        for taken in answer.source.taken:
            now = next((new for new in one.answer.source.taken if new.column.label == taken.column.label), None)
            old = answer.line.cells[taken.column.place]
            if old and now is not None and not one.answer.cell(now) and taken.target not in _OF_THE_TOOL:
                blank = "was answered here and left blank in the answer that counts"
                report.rows.append(
                    ReportRow(*answer.place, one.id, Outcome.NOT_USED, taken.column.label, old, None, blank)
                )


def is_no_name(alike: int, everybody: int) -> bool:
    """Return whether so many of all people share a name that it cannot be one."""
    return alike > 2 and 2 * alike > everybody


def _ask_about_namesakes(people: Iterable[Someone], report: Report) -> None:
    """Ask about two people of one name and role: they may be one who wrote from two addresses."""
    named: dict[tuple[str, str], list[Someone]] = defaultdict(list)
    sizes: Counter[str] = Counter()
    for one in people:
        if one.name is not None:
            named[one.role, plain_words(one.name)].append(one)
            sizes[one.role] += 1
    for (role, _), same in named.items():
        # What most people are called is no name: that is asked of the column.
        if is_no_name(len(same), sizes[role]):
            continue
        if len(same) > 1 and re.search(r"\w", same[0].name or ""):
            ids = in_a_row(one.id for one in same)
            text = (
                f"has the same name as somebody else ({ids}); both are in the intake. If they are one person, "
                'write "yes" here for the row that is to go'
            )
            last = same[-1]
            report.ask(Question(*last.answer.place, last.id, "leave_out", without_addresses(last.name or ""), text))
