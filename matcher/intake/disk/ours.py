"""What matcher wrote, known again by its hash: so that nothing is written over what somebody made or changed by hand.

Each folder has a small list of it, ``.matcher.json``: the name of every file that was written there, and its SHA-256.
What `leave`, `join` and `add` write into tables of an import is ours, too: the list goes on with them. Whom `add`
brought an import would lose, so that the list says which tables hold such people; and of files that are of groups which
somebody changed by hand, which groups these are.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from matcher.errors import MatcherError, OverwriteError
from matcher.intake.disk.news import news
from matcher.intake.disk.whole import put_whole, settle
from matcher.intake.reading.gate.data import json_of
from matcher.intake.reading.gate.files import bytes_of, utf8_of
from matcher.intake.reading.gate.kinds import OURS, STANDING
from matcher.intake.reading.gate.refused import MissingError, RefusedError
from matcher.intake.words.listing import in_words

__all__ = [
    "COMMITTEES",
    "MANIFEST",
    "GroupsTold",
    "changed_by_hand",
    "listed_anew",
    "of_changed_groups",
    "refuse_to_lose",
    "write_ours",
    "written_by_others",
]

MANIFEST = ".matcher.json"
COMMITTEES = "committee.xlsx"
"""What reports call the workbook that is read back: the one file of theirs that can be gone by."""
MOST_TOLD = 10
"""Files that would be lost, told one by one: what somebody can look through."""
_SECONDS = re.compile(rb'^  "seconds": [^\n]*$', re.MULTILINE)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_KEPT = re.compile(r" \d{4}-\d\d-\d\d \d\d-\d\d( \(\d+\))?(?=\.\w+$)")


class GroupsTold(NamedTuple):
    """Of which groups files are: equal for the same groups; and whether somebody changed these by hand.

    `follows` are groups from which somebody who knows them went on to these.
    """

    digest: str
    by_hand: bool
    follows: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _List:
    """What matcher wrote into a folder: the digest of each file, and which files hold who was added to them since.

    `by_hand`: of files that are of groups changed by hand, which groups these were.
    """

    files: Mapping[str, str]
    added: Collection[str] = ()
    by_hand: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """Return what the list's own file holds."""
        told: dict[str, Any] = {"files": dict(sorted(self.files.items()))}
        added = sorted(set(self.added) & self.files.keys())
        by_hand = {name: self.by_hand[name] for name in sorted(self.by_hand.keys() & self.files.keys())}
        further = {"added": added, "by_hand": by_hand}
        return json.dumps(told | {key: one for key, one in further.items() if one}, indent=1) + "\n"


@dataclass(frozen=True, slots=True)
class _Standing:
    """A file that stands where one is to be written, and would be lost; `made_from`: what it says is in the new one."""

    name: str
    why: str
    made_from: bool

    def told(self) -> str:
        """Say what it is, and whether it is taken into account."""
        if self.made_from:
            what = "its yellow cells" if self.name.endswith(".xlsx") else "it"
            return f"{self.name} {self.why}; the new files go by {what}"
        how = " (for that, name it as RESULT of `matcher report`)" if self.name == COMMITTEES else ""
        return f"{self.name} {self.why}; the new files do not go by it{how}"


def write_ours(
    folder: Path,
    texts: Mapping[str, str | bytes],
    *,
    replace: bool = False,
    made_from: Iterable[Path] = (),
    of_before: Iterable[str] = (),
    keeps_added: bool = False,
    groups: GroupsTold | None = None,
    aside: Collection[str] = (),
) -> None:
    """Write files as `put_whole` does, and never over what somebody made or changed by hand.

    Parameters
    ----------
    replace
        Write where such files stand, too; each then stays beside the new one, with its time in its name.
    made_from
        Files that were read to make these. They are not written over either.
    of_before
        Names of files of ours that tell of what is written over and would be wrong beside these: where they are none of
        `texts`, they stay with their time in their names alone.
    keeps_added
        Whether these hold everybody whom `matcher add` brought into those that stand there.
    groups
        Of which groups these files are: what stands there of groups that were changed by hand is not written over by
        what is of others, unless it comes from the workbook there. None: of none.
    aside
        Names of files that stay beside, with their time, though nobody touched them: results with other groups.

    Raises
    ------
    OverwriteError
        Without `replace`: something would be lost. Nothing was written.
    MatcherError
        `folder` cannot be written to; it is as it was.
    """
    settle(folder)
    standing = list(_standing(folder, texts, tuple(made_from), groups, keeps_added=keeps_added))
    names = [one.name for one in standing]
    if standing and not replace:
        raise _refusal(folder, [one.told() for one in standing], _kept_names(folder, names))
    ours = _listed(folder).files
    stale = [name for name in of_before if name in ours and name not in texts and (folder / name).is_file()]
    untouched = [name for name in aside if name not in names]
    kept = _kept_names(folder, [*names, *untouched, *stale])
    lists = _manifests(folder, texts, groups, gone=stale)
    put_whole(folder, {**texts, **lists}, gone=stale, kept={new: name for name, new in kept.items()})
    for one in standing:
        news().tell(f"{one.told()}; it is kept as {PurePosixPath(kept[one.name]).name!r}")
    if untouched:
        told = in_words(f"{name} as {PurePosixPath(kept[name]).name!r}" for name in untouched)
        news().tell(f"what stood there has other groups and is kept: {told}")
    for name in stale:
        news().tell(f"{name} is of the result that was there before; it is kept as {kept[name]!r}")


def listed_anew(folder: Path, texts: Mapping[str, str], *, adding: Collection[str] = ()) -> dict[str, str]:
    """Return the list of a folder once a command has changed files of ours there; nothing where it changes none.

    What somebody changed by hand before stays changed by hand.

    Parameters
    ----------
    texts
        The files as they will be, by name.
    adding
        Those to which people are added.
    """
    there = _listed(folder)
    files = dict(there.files)
    for name in texts.keys() & files.keys():
        data = _data(folder / name)
        if data is not None and _digest(name, data) == files[name]:
            files[name] = _digest(name, texts[name].encode())
    added = {*there.added, *(name for name in adding if files.get(name) != there.files.get(name))}
    anew = _List(files, added, there.by_hand)
    return {} if anew.text() == there.text() else {MANIFEST: anew.text()}


def refuse_to_lose(
    folder: Path,
    names: Iterable[str],
    *,
    replace: bool,
    made_from: Iterable[Path] = (),
    others: bool = False,
    reports: bool = False,
) -> None:
    """Refuse, before anything is worked out, what `write_ours` would refuse to write.

    Parameters
    ----------
    folder, names, replace, made_from
        As for `write_ours`, whose texts are not known yet.
    others
        Whether files may be written there besides, so that whatever was changed there counts.
    reports
        Whether these are reports of new groups, so that those of groups that were changed by hand count too.

    Raises
    ------
    OverwriteError
        Without `replace`: something would be lost.
    """
    settle(folder)
    if replace:
        return
    wanted = dict.fromkeys([*names, *(changed_by_hand(folder, within=True) if others else ())])
    wanted |= dict.fromkeys(of_changed_groups(folder) if reports else ())
    none = GroupsTold("", by_hand=False) if reports else None
    standing = list(_standing(folder, wanted, tuple(made_from), none))
    if standing:
        raise _refusal(folder, [one.told() for one in standing], _kept_names(folder, [one.name for one in standing]))


def changed_by_hand(folder: Path, *, ending: str = "", within: bool = False) -> list[str]:
    """Return the names of what matcher wrote into a folder and that was changed since.

    Parameters
    ----------
    ending
        Of files whose names end so alone.
    within
        Also of what it wrote into folders in it, two deep: deeper it writes nothing.
    """
    found = []
    for place in _with_lists(folder, within=within):
        for name, digest in _listed(place).files.items():
            try:
                data = _data(place / name) if name.endswith(ending) else None
            except RefusedError:  # whoever writes over it is told
                continue
            if data is not None and _digest(name, data) != digest:
                found.append((place / name).relative_to(folder).as_posix())
    return found


def of_changed_groups(folder: Path) -> dict[str, str]:
    """Return, of files that matcher wrote into a folder and into those in it, which are of groups changed by hand.

    By their names; of each, which groups these were, as `GroupsTold` tells them.
    """
    return {
        (place / name).relative_to(folder).as_posix(): digest
        for place in _with_lists(folder, within=True)
        for name, digest in _listed(place).by_hand.items()
        if (place / name).is_file()
    }


def _with_lists(folder: Path, *, within: bool) -> list[Path]:
    """Return the folders that may have a list: this one and, `within`, those in it, two deep."""
    inner = [file for deep in ("*", "*/*") for file in folder.glob(f"{deep}/{MANIFEST}")] if within else []
    return [folder, *(file.parent for file in sorted(inner))]


def written_by_others(folder: Path, ending: str) -> list[str]:
    """Return the names of files in a folder, by how they end, that matcher did not write there and did not keep.

    What it kept of what it wrote over has its time in its name; what an open spreadsheet leaves beside begins with
    ``~`` or ``.``.
    """
    known = _listed(folder).files
    names = (file.name for file in folder.glob(f"*{ending}") if not file.name.startswith(("~", ".")))
    return sorted(name for name in names if name not in known and _KEPT.sub("", name) not in known)


def _standing(
    folder: Path,
    texts: Mapping[str, str | bytes | None],
    made_from: Collection[Path],
    groups: GroupsTold | None,
    *,
    keeps_added: bool = False,
) -> Iterator[_Standing]:
    """Yield what would be lost; where a text is None, it is not known yet."""
    # Whoever goes on from the workbook that stands there knows its groups.
    there = _listed(folder).files
    going_on = any(one.suffix == ".xlsx" and one.name in there and _is_same(one.parent, folder) for one in made_from)
    by_hand = {} if groups is None or going_on else of_changed_groups(folder)
    for name, text in texts.items():
        place = folder / name
        try:
            data = _data(place)
        except RefusedError as refused:
            said = f"it is not known what would be lost, since {place} {refused.message}; choose another folder"
            raise MatcherError(said) from refused
        if data is None or data == (text.encode("utf-8") if isinstance(text, str) else text):
            continue
        read = any(_is_same(place, one) for one in made_from)
        ours = _listed(place.parent)
        known = ours.files.get(place.name)
        if known is None:
            yield _Standing(name, "was not written by matcher here", read)
        elif known != _digest(name, data):
            yield _Standing(name, "was changed after matcher wrote it", read)
        elif place.name in ours.added and not keeps_added:
            yield _Standing(
                name, "has people from `matcher add`, and not everybody in it is in what was read now", read
            )
        elif read:
            yield _Standing(name, "was read", read)
        elif groups is not None and by_hand.get(name, groups.digest) not in {groups.digest, *groups.follows}:
            yield _Standing(name, "is of groups that were changed by hand", read)


def _refusal(folder: Path, told: list[str], kept: Mapping[str, str]) -> OverwriteError:
    lines = [f"- {one}" for one in told[:MOST_TOLD]]
    if len(told) > MOST_TOLD:
        lines.append(f"- and {len(told) - MOST_TOLD} more")
    example = next(iter(kept.values()))
    lines.append(
        "Nothing was written. Choose another folder; or add --replace, and they stay beside the new files, "
        f"like {example!r}."
    )
    said = "a file stands" if len(told) == 1 else f"{len(told)} files stand"
    return OverwriteError("\n".join([f"{said} in {folder} that would be lost:", *lines]), tuple(kept))


def _kept_names(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """Return under which name each file stays: with the time at which it was last changed."""
    kept: dict[str, str] = {}
    for name in names:
        path = PurePosixPath(name)
        time = datetime.fromtimestamp((folder / name).stat().st_mtime).strftime("%Y-%m-%d %H-%M")
        stem = f"{path.stem} {time}"
        numbers = iter(range(2, 10_000))
        new = path.with_name(f"{stem}{path.suffix}")
        while os.path.lexists(folder / new) or str(new) in kept.values():
            new = path.with_name(f"{stem} ({next(numbers)}){path.suffix}")
        kept[name] = str(new)
    return kept


def _manifests(
    folder: Path, texts: Mapping[str, str | bytes], groups: GroupsTold | None, gone: Collection[str] = ()
) -> dict[str, str]:
    """Return the list of each folder with these files in it; those that are gone, or go, are out of it."""
    lists: dict[str, tuple[dict[str, str], set[str], dict[str, str]]] = {}
    for name, text in texts.items():
        path = PurePosixPath(name)
        if str(path.parent) not in lists:
            place, ours = folder / path.parent, _listed(folder / path.parent)
            stays = {one for one in ours.files if (place / one).is_file() and str(path.parent / one) not in gone}
            files = {one: ours.files[one] for one in ours.files if one in stays}
            lists[str(path.parent)] = files, set(ours.added), dict(ours.by_hand)
        data = text.encode("utf-8") if isinstance(text, str) else text
        files, added, by_hand = lists[str(path.parent)]
        files[path.name] = _digest(path.name, data)
        added.discard(path.name)
        by_hand.pop(path.name, None)
        if groups is not None and groups.by_hand:
            by_hand[path.name] = groups.digest
    return {str(PurePosixPath(place, MANIFEST)): _List(*told).text() for place, told in lists.items()}


def _listed(folder: Path) -> _List:
    """Return what matcher wrote into a folder, as its list says; nothing where there is none, or it was spoilt."""
    try:
        told: Any = json_of(utf8_of(folder / MANIFEST, OURS))
        files = {
            name: digest
            for name, digest in told["files"].items()
            if PurePosixPath(name).name == name and _DIGEST.fullmatch(digest)
        }
        by_hand = {name: one for name, one in told.get("by_hand", {}).items() if name in files and isinstance(one, str)}
        return _List(files, {name for name in told.get("added", ()) if isinstance(name, str)}, by_hand)
    except (RefusedError, ValueError, KeyError, TypeError, AttributeError):
        return _List({})


def _digest(name: str, data: bytes) -> str:
    """Return the hash of a file; of JSON without its `seconds`, the one thing in which equal runs differ."""
    return sha256(_SECONDS.sub(b"", data, count=1) if name.endswith(".json") else data).hexdigest()


def _data(file: Path) -> bytes | None:
    """Return what a file holds; None where there is none.

    Raises
    ------
    RefusedError
        It cannot be opened, or is larger than anything that matcher writes.
    """
    try:
        return bytes_of(file, STANDING) if file.is_file() else None
    except MissingError:  # it went away meanwhile
        return None


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False
