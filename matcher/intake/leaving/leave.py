"""`leave` and `join`: people out of an intake's files and in again; and an intake as it is without somebody."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import Any, TypeVar

from matcher.errors import IntakeError, Issue, MatcherError
from matcher.intake.disk.ours import listed_anew
from matcher.intake.disk.whole import put_whole
from matcher.intake.leaving.documents import (
    ONE_FILE,
    Role,
    cells_cut,
    mentioned_in,
    merge,
    people_in,
    rows_before,
    split,
    with_lists,
)
from matcher.intake.leaving.left_file import (
    LEFT_FILE,
    Left,
    Taken,
    left_of_csv,
    left_of_rows,
    left_rows,
    left_text,
)
from matcher.intake.leaving.pieces import Node
from matcher.intake.leaving.settings import json_text
from matcher.intake.leaving.wording import what_it_is
from matcher.intake.people import Gone, Intake
from matcher.intake.read import read_intake
from matcher.intake.reading.gate.data import json_of
from matcher.intake.reading.gate.files import bytes_of
from matcher.intake.reading.gate.kinds import INTAKE_JSON, INTAKE_TABLE, SETTINGS
from matcher.intake.reading.gate.refused import RefusedError
from matcher.intake.reading.places import place_named
from matcher.intake.sources import TABLES
from matcher.intake.words.calling import called, who_is_meant
from matcher.intake.words.findings import name_some
from matcher.intake.words.listing import in_words
from matcher.intake.words.near_people import near_person
from matcher.intake.writing import read_back, texts_of
from matcher.text import LONGEST_TEXT, no_text

__all__ = ["Departure", "Files", "Return", "join", "leave", "who_left", "without"]

Place = str | PathLike[str]
Found = TypeVar("Found")
_ENTRY = "left"
"""Under which name the rows of ``left.csv`` stand in an intake of one JSON file."""


@dataclass(frozen=True, slots=True)
class Departure:
    """Who left, and what was taken out of the intake with them.

    Parameters
    ----------
    people
        Mentors first, then mentees, in the order in which they were named.
    taken
        Their rows, and every mention: wishes, constraints, locks, settings.
    intake
        The intake without them.
    """

    people: tuple[Gone, ...]
    taken: tuple[Taken, ...]
    intake: Intake


@dataclass(frozen=True, slots=True)
class Return:
    """Who is back, what of theirs was put back, what could not be, and the intake with them."""

    people: tuple[Gone, ...]
    restored: tuple[Taken, ...]
    lost: tuple[Taken, ...]
    intake: Intake


def leave(intake: Place, who: Sequence[str], *, reason: str | None = None, when: str | None = None) -> Departure:
    """Take people out of an intake: out of the tables, all wishes, constraints, locks and settings that name them.

    What is taken out is kept in ``left.csv`` in the intake's folder (in ``"left"`` where the intake is one JSON file),
    so that `join` puts everything back where it was. All files are written, or none; what is not touched in them stays
    byte for byte.

    Parameters
    ----------
    intake
        The folder or JSON file.
    who
        Ids, or names that one person has.
    reason, when
        Why and when they left, free text; None: nothing is said.

    Returns
    -------
    Departure

    Raises
    ------
    IntakeError
        Somebody is unknown, is named twice or has left already; the intake has faults, or would have some without them.
        Every fault is in `issues`; nothing was written.
    MatcherError
        The files cannot be written; all is as it was.
    """
    place = place_named(intake, "intake")
    read_intake(place)
    files = Files.read(place)
    names = {own: name for own, (_, name) in people_in(files.texts).items()}
    faults: list[Issue] = list(_no_text(reason, when))
    ids = _meant(who, names, files.left, faults)
    if faults:
        raise IntakeError(faults)
    now = files.left.ids | set(ids)
    full, homeless = files.full()
    roles = people_in(full)
    tidy = (None if text is None else " ".join(text.split()) or None for text in (when, reason))
    when, reason = tidy
    people = tuple(Gone(own, roles[own][1], roles[own][0], when, reason) for own in ids)
    kept, taken = _split(full, now)
    left = Left((*files.left.people, *people), (*taken, *homeless))
    read = _checked(files, kept, ids)
    files.write(kept, left)
    return Departure(people, _not_in(taken, files.left.taken), read)


def join(intake: Place, who: Sequence[str]) -> Return:
    """Put people back into an intake whom `leave` took out, and every mention of them where it was.

    What names somebody who has left, too, waits for them. What names somebody who is there no more is not put back.

    Parameters
    ----------
    intake, who
        As for `leave`.

    Returns
    -------
    Return

    Raises
    ------
    IntakeError, MatcherError
        As for `leave`.
    """
    place = place_named(intake, "intake")
    read_intake(place)
    files = Files.read(place)
    faults: list[Issue] = []
    ids = _back(who, files.left, faults)
    if faults:
        raise IntakeError(faults)
    away = files.left.ids - set(ids)
    full, homeless = files.full(away)
    ghosts = mentioned_in(full) - people_in(full).keys()
    kept, taken = _split(full, away | ghosts)
    apart = (*taken, *homeless)
    waiting = [one for one in apart if away.intersection(one.piece.ids)]
    lost = [one for one in apart if not away.intersection(one.piece.ids)]
    back = [one for one in files.left.taken if not away.intersection(one.piece.ids)]
    lost += _in_words(lambda: list(cells_cut(files.texts, back)))
    people = tuple(one for one in files.left.people if one.id in ids)
    others = tuple(one for one in files.left.people if one.id in away)
    read = _checked(files, kept, ())
    files.write(kept, Left(others, tuple(waiting)))
    return Return(people, _not_in(files.left.taken, (*waiting, *apart)), tuple(lost), read)


def who_left(intake: Place) -> tuple[Gone, ...]:
    """Return who left an intake, as its ``left.csv`` says, in the order in which they did.

    Raises
    ------
    IntakeError
        What it says cannot be understood.
    """
    place = Path(intake)
    return Files.read(place).left.people if place.exists() else ()


def without(intake: Intake | Place, who: Sequence[str]) -> Intake:
    """Return the intake as it is once people have left it; no file is touched.

    Parameters
    ----------
    intake
        The folder or JSON file, or an intake that is read already.
    who
        As for `leave`.

    Returns
    -------
    Intake
        Its `without` says who is out of it.

    Raises
    ------
    IntakeError
        As for `leave`.
    """
    if isinstance(intake, Intake):
        return _without_in(intake, who)
    place = place_named(intake, "intake")
    read_intake(place)
    return _without(Files.read(place), who)


def _without_in(intake: Intake, who: Sequence[str]) -> Intake:
    earlier = [row for row in intake.constraints if row.earlier]
    own = intake.model_copy(update={"constraints": tuple(row for row in intake.constraints if not row.earlier)})
    read = _without(Files(Path(), dict(texts_of(own)), Left()), who)
    known = read.mentor_by_id.keys() | read.mentee_by_id.keys()
    rows = tuple(row for row in earlier if {row.a, row.b} <= known)
    added = {"constraints": (*read.constraints, *rows), "without": (*intake.without, *read.without)}
    return read.model_copy(update=added).spelled(intake.spelling)


def _without(files: Files, who: Sequence[str]) -> Intake:
    people = people_in(files.texts)
    faults: list[Issue] = []
    ids = _meant(who, {own: name for own, (_, name) in people.items()}, files.left, faults)
    if faults:
        raise IntakeError(faults)
    kept, _ = _split(files.texts, ids)
    read = _checked(files, kept, ids)
    # The files stay as they are, and so do their rows.
    read = read.model_copy(update={"warnings": _placed_before(files, ids, read.warnings)})
    gone = tuple(Gone(own, people[own][1], people[own][0]) for own in ids)
    return read.model_copy(update={"without": gone}).spelled(read.spelling)


def _not_in(some: Iterable[Taken], others: Iterable[Taken]) -> tuple[Taken, ...]:
    """Return pieces that stood where none of others did."""
    known = {(one.file, one.piece.place, one.piece.number) for one in others}
    return tuple(one for one in some if (one.file, one.piece.place, one.piece.number) not in known)


# Who is meant ---------------------------------------------------------------------------------------------------------


def _meant(who: Sequence[str], names: Mapping[str, str], left: Left, faults: list[Issue]) -> list[str]:
    """Return the ids of people of the intake; whoever is not clear is a fault."""
    gone = {one.id: one.name for one in left.people}
    ids: list[str] = []
    for told in who:
        found = who_is_meant(told, names)
        if not found and who_is_meant(told, gone):
            faults.append(Issue("the call", "has left already", None, "who", told, "`matcher join` brings them back"))
        else:
            _one(told, found, names, ids, faults, "is nobody in the intake")
    if not who:
        faults.append(Issue("the call", "names nobody", None, "who", right="name those who leave, by id"))
    return ids


def _back(who: Sequence[str], left: Left, faults: list[Issue]) -> list[str]:
    gone = {one.id: one.name for one in left.people}
    ids: list[str] = []
    for told in who:
        _one(told, who_is_meant(told, gone), gone, ids, faults, "is nobody who left")
    if not who:
        faults.append(Issue("the call", "names nobody", None, "who", right="name those who come back, by id"))
    return ids


def _one(
    told: str, found: Sequence[str], names: Mapping[str, str], ids: list[str], faults: list[Issue], unknown: str
) -> None:
    if not found:
        near = near_person(told, names)
        faults.append(Issue("the call", unknown, None, "who", told, suggestion=near))
    elif len(found) > 1:
        told_all = name_some([called(own, names[own]) for own in found])
        message = f"is the name of {len(found)} people: {told_all}"
        faults.append(Issue("the call", message, None, "who", told, "write the id of one of them"))
    elif found[0] in ids:
        faults.append(Issue("the call", "is named twice", None, "who", told, "name everybody once"))
    else:
        ids.append(found[0])


def _no_text(reason: str | None, when: str | None) -> Iterator[Issue]:
    for key, text in (("reason", reason), ("when", when)):
        said = None if text is None else no_text(text)
        if said is not None or len(text or "") > LONGEST_TEXT:
            message = f"holds {said}" if said is not None else f"holds more than {LONGEST_TEXT:,} characters"
            yield Issue("the call", message, None, key, text, "type it anew")


# Texts ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Files:
    """The files of an intake as texts, without what is kept of those who left, and that."""

    place: Path
    texts: Mapping[str, str]
    left: Left

    @classmethod
    def read(cls, place: Path) -> Files:
        """Read them all.

        Raises
        ------
        IntakeError
            Somebody changed ``left.csv`` so that it cannot be understood, or who left is there again by hand.
        """
        try:
            found = _of_folder(place) if place.is_dir() else _of_one_file(place)
        except RefusedError as refused:
            raise IntakeError([refused.issue(place.name)]) from None
        both = sorted(found.left.ids & people_in(found.texts).keys()) if found.left.people else []
        if both:
            right = f"take the rows of {name_some(both)} out of {LEFT_FILE}, if they are to stay"
            message = "holds who left, and the intake has a row of them again"
            raise IntakeError([Issue(LEFT_FILE, message, value=name_some(both), right=right)])
        return found

    def people(self) -> dict[str, tuple[Role, str]]:
        """Return the role and the name of everybody who has a row, by id."""
        return people_in(self.texts)

    def full(self, away: frozenset[str] | None = None) -> tuple[dict[str, str], list[Taken]]:
        """Return the texts with everybody who left put back, and what has no place there any more.

        Parameters
        ----------
        away
            Who stays away: a list of constraints or locks that is there no more is begun anew for rows that need none
            of them. None: no list is.
        """
        taken = self.left.taken
        back = () if away is None else tuple(one for one in taken if not away.intersection(one.piece.ids))
        return _in_words(lambda: merge(with_lists(self.texts, back), taken))

    def write(
        self,
        texts: Mapping[str, str],
        left: Left,
        further: Mapping[str, str] | None = None,
        *,
        adding: Collection[str] = (),
    ) -> None:
        """Write what changed, who left, and `further` files of a folder: all of it, or nothing.

        What matcher wrote there stays known as its own; `adding` are the files to which people are added.

        Raises
        ------
        MatcherError
            It cannot be written; all is as it was.
        """
        changed = {name: text for name, text in texts.items() if text != self.texts.get(name)}
        left_of_csv(left_text(left))  # what could not be read again, a row without end say, is not written
        if not self.place.is_dir():
            written = {self.place.name: _with_left(texts[ONE_FILE], left)}
            put_whole(self.place.parent, {**written, **listed_anew(self.place.parent, written)})
            return
        written = {**changed, **(further or {})}
        written |= listed_anew(self.place, written, adding=adding)
        if left.people:
            put_whole(self.place, {**written, LEFT_FILE: left_text(left)})
        else:
            put_whole(self.place, written, gone=(LEFT_FILE,))


def _of_folder(place: Path) -> Files:
    settings = next((name for name in ("program.toml", "program.json") if (place / name).exists()), None)
    names = [name for name in TABLES if (place / name).exists()] + ([settings] if settings else [])
    texts = {name: bytes_of(place / name, INTAKE_TABLE if name in TABLES else SETTINGS).decode() for name in names}
    left = Left()
    if (place / LEFT_FILE).exists():
        try:
            left = left_of_csv(bytes_of(place / LEFT_FILE, INTAKE_TABLE).decode())
        except UnicodeDecodeError:
            raise IntakeError([Issue(LEFT_FILE, "is not UTF-8 text", right="save it again as UTF-8")]) from None
    return Files(place, {name: text for name, text in texts.items() if text.strip("\ufeff \r\n\t")}, left)


def _of_one_file(place: Path) -> Files:
    text = bytes_of(place, INTAKE_JSON).decode()
    entry = _left_entry(text)
    if entry is None:
        return Files(place, {ONE_FILE: text}, Left())
    root, number = entry
    told: Any = json_of(text.removeprefix("\ufeff"))
    value = told[_ENTRY]
    left = left_of_rows(value if isinstance(value, list) else [value], f"{place.name} {_ENTRY}")
    start = root.items[number - 1].end if number else root.items[0].start
    end = root.items[number].end if number else (root.items[1].start if len(root.items) > 1 else root.items[0].end)
    return Files(place, {ONE_FILE: text[:start] + text[end:]}, left)


def _left_entry(text: str) -> tuple[Node, int] | None:
    """Return where in a JSON intake those stand who left."""
    root = json_text(text)
    return next(((root, number) for number, item in enumerate(root.items) if item.path == (_ENTRY,)), None)


def _with_left(text: str, left: Left) -> str:
    """Return a JSON intake with those who left behind everything else."""
    if not left.people:
        return text
    rows = [{key: cell for key, cell in row.items() if cell and key != "file"} for row in left_rows(left)]
    told = ",\n    ".join(json.dumps(row, ensure_ascii=False) for row in rows)
    end = json_text(text).items[-1].end
    return f'{text[:end]},\n  "{_ENTRY}": [\n    {told}\n  ]{text[end:]}'


def _split(full: Mapping[str, str], gone: Iterable[str]) -> tuple[dict[str, str], list[Taken]]:
    """Return texts without people and what was taken out, in words too; it can be put back just so.

    Raises
    ------
    MatcherError
        It could not: nothing is taken out then.
    """
    kept, taken = _in_words(lambda: split(full, frozenset(gone)))
    again, lost = _in_words(lambda: merge(kept, taken))
    if lost or again != dict(full):
        raise MatcherError(
            "they cannot be taken out so that everything could be put back just as it was; take them out by hand"
        )
    people = people_in(full)
    names = {own: called(own, name) for own, (_, name) in people.items()}
    return kept, [replace(one, what=what_it_is(one, names)) for one in taken]


def _in_words(do: Callable[[], Found]) -> Found:
    try:
        return do()
    except RefusedError as refused:
        raise IntakeError([refused.issue("a table of the intake")]) from None


def _checked(files: Files, texts: Mapping[str, str], ids: Sequence[str]) -> Intake:
    """Return the intake as it will be read.

    Raises
    ------
    IntakeError
        It would have faults.
    """
    one = files.place.name if ONE_FILE in texts else None
    told = {files.place.name if name == ONE_FILE else name: text for name, text in texts.items()}
    try:
        return read_back(told, one)
    except IntakeError as fault:
        once = f"once {in_words(ids)} {'is' if len(ids) == 1 else 'are'} out" if ids else "once they are back"
        # Nothing is written: who looks for a row looks in the files as they are.
        found = _placed_before(files, ids, fault.issues) if ids else fault.issues
        warnings = _placed_before(files, ids, fault.warnings) if ids else fault.warnings
        issues = [replace(issue, message=f"{issue.message} ({once})") for issue in found]
        raise IntakeError(issues, warnings) from None


def _placed_before(files: Files, ids: Sequence[str], issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Return what is told of an intake without people at the rows of its files, in which they are."""
    rows = rows_before(files.texts, *split(files.texts, frozenset(ids)))
    parts = {name: part for part, _ in rows for name in (f"{part}.csv", f"{files.place.name} {part}")}
    return tuple(
        replace(issue, row=rows.get((parts.get(issue.file, ""), issue.row or 0), issue.row)) for issue in issues
    )
