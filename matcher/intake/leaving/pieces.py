"""A text as sequences within each other: parts of it taken out, and put back just where they stood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

__all__ = ["Node", "Piece", "merged", "told_apart", "without_gone"]

Place = tuple[str, ...]


@dataclass(slots=True)
class Node:
    """A thing in a text, which may be a sequence of others.

    Parameters
    ----------
    key
        By which it is known among its neighbours.
    start, end
        Where it stands.
    inner
        Where its own sequence stands, without what opens and closes it; None where it is none.
    items
        What stands in that, in order.
    between
        What parts two items.
    text
        What it says, where that is a text or a number.
    path
        Of settings: their names from outside in, lists counted from 0.
    gone
        The people because of whom it is to be taken out; nobody: it stays.
    quoted_for
        Of a cell without quotation marks: what in it calls for them.
    """

    key: str
    start: int
    end: int
    inner: tuple[int, int] | None = None
    items: list[Node] = field(default_factory=list)
    between: str = ""
    text: str | None = None
    path: tuple[str | int, ...] = ()
    gone: tuple[str, ...] = ()
    quoted_for: str | None = None

    def all(self) -> Iterator[Node]:
        """Yield everything in it, the outer first."""
        for item in self.items:
            yield item
            yield from item.all()


@dataclass(frozen=True, slots=True)
class Piece:
    """What was taken out of a text, and where it stood.

    Parameters
    ----------
    ids
        The people because of whom.
    place
        Keys of what it stood in, from outside in.
    number
        How many stood before it, those that were taken out too.
    after
        The key of the one before it; None where it was the first.
    key
        Its own.
    before, text, behind
        What stood between it and the one before, it itself, and what stood between it and the next.
    """

    ids: tuple[str, ...]
    place: Place
    number: int
    after: str | None
    key: str
    before: str
    text: str
    behind: str


def told_apart(items: Iterable[Node]) -> list[Node]:
    """Return neighbours with no key twice: a second ``S1`` is ``S1 #2``."""
    seen: dict[str, int] = {}
    told = list(items)
    for item in told:
        seen[item.key] = seen.get(item.key, 0) + 1
        if seen[item.key] > 1:
            item.key = f"{item.key} #{seen[item.key]}"
    return told


# Out ------------------------------------------------------------------------------------------------------------------


def without_gone(text: str, root: Node) -> tuple[str, list[Piece]]:
    """Return a text without what is gone, and the pieces."""
    pieces: list[Piece] = []
    return _around(text, root, _kept(text, root, (), pieces)), pieces


def _around(text: str, root: Node, inner: str) -> str:
    """Return a text with something else in the sequence of all."""
    assert root.inner is not None
    start, end = root.inner
    return text[:start] + inner + text[end:]


def _kept(text: str, node: Node, place: Place, pieces: list[Piece]) -> str:
    """Return what of a node's sequence stays. What of it comes first stands where the first stood."""
    assert node.inner is not None
    gaps = _gaps(text, node)
    stay: list[str] = []
    for number, item in enumerate(node.items):
        if item.gone:
            after = node.items[number - 1].key if number else None
            taken = text[item.start : item.end]
            pieces.append(Piece(item.gone, place, number, after, item.key, gaps[number], taken, gaps[number + 1]))
        else:
            stay += [gaps[number if stay else 0], _kept_item(text, item, place, pieces)]
    return "".join([*stay, gaps[-1]]) if stay or not node.items else ""


def _kept_item(text: str, item: Node, place: Place, pieces: list[Piece]) -> str:
    if item.inner is None or not item.items:
        return text[item.start : item.end]
    start, end = item.inner
    return text[item.start : start] + _kept(text, item, (*place, item.key), pieces) + text[end : item.end]


def _gaps(text: str, node: Node) -> list[str]:
    """Return what stands before each item, and after the last."""
    assert node.inner is not None
    edges = [node.inner[0], *(edge for item in node.items for edge in (item.start, item.end)), node.inner[1]]
    return [text[edges[place] : edges[place + 1]] for place in range(0, len(edges), 2)]


# And in again ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Entry:
    """What is to stand in a sequence; `gap` is what stands before it, None of the first that stayed."""

    key: str
    gap: str | None
    text: str
    piece: Piece | None = None


def merged(text: str, root: Node, pieces: Sequence[Piece]) -> tuple[str, list[Piece]]:
    """Return a text with pieces put back, and those whose place is there no more."""
    by_place: dict[Place, list[Piece]] = {}
    for piece in pieces:
        by_place.setdefault(piece.place, []).append(piece)
    full = _around(text, root, _filled(text, root, (), by_place))
    return full, [piece for left in by_place.values() for piece in left]


def _filled(text: str, node: Node, place: Place, by_place: dict[Place, list[Piece]]) -> str:
    assert node.inner is not None
    gaps = _gaps(text, node)
    entries = [
        _Entry(item.key, gaps[number] if number else None, _filled_item(text, item, place, by_place))
        for number, item in enumerate(node.items)
    ]
    pieces = sorted(by_place.pop(place, ()), key=lambda piece: piece.number)
    for piece in pieces:
        entries.insert(_position(entries, piece), _Entry(piece.key, piece.before, piece.text, piece))
    if not entries:
        return text[slice(*node.inner)]
    stayed = bool(node.items)
    out = (gaps[0] if stayed else entries[0].gap or "") + entries[0].text
    for before, entry in pairwise(entries):
        gap = entry.gap if entry.gap is not None else before.piece.behind if before.piece is not None else ""
        out += (gap if _parts(gap, node.between) else node.between) + entry.text
    last = entries[-1].piece
    return out + (gaps[-1] if stayed else last.behind if last is not None else "")


def _filled_item(text: str, item: Node, place: Place, by_place: dict[Place, list[Piece]]) -> str:
    if item.inner is None:
        return text[item.start : item.end]
    start, end = item.inner
    filled = _filled(text, item, (*place, item.key), by_place)
    if item.quoted_for is not None and item.quoted_for in filled:
        doubled = filled.replace('"', '""')
        return f'"{doubled}"'
    return text[item.start : start] + filled + text[end : item.end]


def _position(entries: Sequence[_Entry], piece: Piece) -> int:
    """Return where a piece belongs: behind the one behind which it stood, which may stand elsewhere by now."""
    if piece.after is None:
        return 0
    known = [number for number, entry in enumerate(entries, 1) if entry.key == piece.after]
    return min(known, key=lambda number: abs(number - piece.number), default=min(piece.number, len(entries)))


def _parts(gap: str, between: str) -> bool:
    """Return whether a gap parts two items, as it may not where one of them stood at an end."""
    if between.isspace() and between != "\t":
        return "\n" in gap or "\r" in gap
    return between.strip(" ") in gap
