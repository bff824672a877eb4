"""Several choices in one cell: split against known options, never at every comma."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from matcher.intake.program import fold
from matcher.survey.words.word_tables import Understood

__all__ = ["known_options", "split_choices"]

_STRONG = re.compile(r"[;\n]")
_COMMA = re.compile(r",\s*")
_TIGHT = re.compile(r"(?<=[^\s\d]),(?=\S)|(?<=\d),(?=[^\s\d])")
_LOOSE = re.compile(r",\s")
_OTHER = re.compile(r"\s*other\b[^:]{0,40}:\s*(?=\S)", re.IGNORECASE)


def known_options(cells: Iterable[str]) -> tuple[str, ...]:
    """Return the options that the cells of one column establish together, in the order in which they first occur.

    Where a cell holds ``;`` (Microsoft), that parts options, and commas are theirs. Where a comma without a space
    stands (Qualtrics), it parts, and commas with a space are theirs. Else (Google) what stands between commas is an
    option of its own as soon as one cell has it without its neighbour; pieces that never occur apart, or that brackets
    or a small letter tie to what stands before them, are one option.
    """
    texts = list(dict.fromkeys(text for cell in cells if (text := cell.strip())))
    if any(_STRONG.search(text) for text in texts):
        return _spellings(item for text in texts for item in _STRONG.split(text))
    bare = [_without_brackets(text) for text in texts]
    tight, loose = (sum(pattern.search(text) is not None for text in bare) for pattern in (_TIGHT, _LOOSE))
    # One person who types "chess,rowing" does not tell how the survey tool parts options.
    if tight and 5 * tight >= loose:
        return _spellings(item for text in texts for item in _outside_brackets(text, _TIGHT))
    return _spellings(item for pieces in _merged([_pieces(text) for text in texts]) for item in pieces)


def split_choices(cell: str, options: Sequence[str]) -> Understood[tuple[str, ...]]:
    """Split a cell into known options; what is left over is kept as one item of its own and told (`sure` False).

    Parameters
    ----------
    options
        The options of the mapping, else `known_options` of the column. None: only ``;`` and line breaks part.
    """
    known = _by_key(tuple(options))
    items: list[str] = []
    unknown: list[str] = []
    whole = known.get(_key(cell))
    for part in [cell] if whole is not None else _STRONG.split(cell):
        for text in _cut(part, known, _most_commas(tuple(options)) + 1) if known else [part]:
            found = known.get(_key(text))
            item = " ".join((_OTHER.sub("", text) if found is None else found).replace(";", ",").split()).strip(", ")
            if not item:
                continue
            items.append(item)
            if known and found is None:
                unknown.append(item)
    note = f"not among the known options, kept as written: {'; '.join(unknown)}" if unknown else None
    return Understood(tuple(dict.fromkeys(items)), sure=not unknown, note=note)


@lru_cache(maxsize=16)
def _by_key(options: tuple[str, ...]) -> Mapping[str, str]:
    return MappingProxyType({_key(option): option for option in options})


@lru_cache(maxsize=16)
def _most_commas(options: tuple[str, ...]) -> int:
    return max((_key(option).count(",") for option in options), default=0)


def _key(text: str) -> str:
    return fold(_COMMA.sub(", ", text)).strip(" ,;")


def _spellings(items: Iterable[str]) -> tuple[str, ...]:
    """Return each option once, as it is first spelled."""
    found: dict[str, str] = {}
    for item in items:
        text = " ".join(item.split()).strip(", ")
        if text:
            found.setdefault(_key(text), text)
    return tuple(found.values())


def _cut(text: str, known: Mapping[str, str], longest: int) -> Iterator[str]:
    """Yield the parts of a text with the fewest commas' pieces unknown, then the fewest parts; unknown ones whole."""
    cuts = [0, *(found.end() for found in _COMMA.finditer(text)), len(text)]
    stops = [*(found.start() for found in _COMMA.finditer(text)), len(text)]
    count = len(stops)
    # best[i]: (unknown pieces, parts, where the first part ends, whether it is known) of the pieces from i on.
    best: list[tuple[int, int, int, bool]] = [(0, 0, count, True)] * (count + 1)
    for first in range(count - 1, -1, -1):
        ways = [(best[first + 1][0] + 1, best[first + 1][1] + 1, first + 1, False)]
        for last in range(first, min(count, first + longest)):
            if _key(text[cuts[first] : stops[last]]) in known:
                ways.append((best[last + 1][0], best[last + 1][1] + 1, last + 1, True))
        best[first] = min(ways)
    first, unknown_from = 0, None
    while first < count:
        _, _, stop, is_known = best[first]
        if not is_known and unknown_from is None:
            unknown_from = first
        if is_known or stop == count:
            if unknown_from is not None:
                yield text[cuts[unknown_from] : stops[first - 1 if is_known else stop - 1]]
                unknown_from = None
            if is_known:
                yield text[cuts[first] : stops[stop - 1]]
        first = stop


def _without_brackets(text: str) -> str:
    return re.sub(r"\([^()]*\)", lambda found: "(" * len(found.group()), text)


def _outside_brackets(text: str, parting: re.Pattern[str]) -> Iterator[str]:
    start = 0
    for found in parting.finditer(_without_brackets(text)):
        yield text[start : found.start()]
        start = found.end()
    yield text[start:]


def _pieces(text: str) -> list[str]:
    """Return what stands between commas, brackets kept whole."""
    return [piece for one in _outside_brackets(text, _COMMA) if (piece := one.strip())]


def _merged(rows: list[list[str]]) -> list[list[str]]:
    """Join pieces that never occur apart, until none is left to join."""
    starts = {_key(row[0]) for row in rows if row}
    small_ones_begin = sum(start[:1].islower() for row in rows if row for start in row[:1])
    while True:
        before, after, ends = _neighbours(rows)
        tied = {
            (one, two)
            for two, ones in before.items()
            if len(ones) == 1
            for one in ones
            if one is not None and one not in ends and all(before[other] == {one} for other in after[one])
        }
        small = {
            _key(piece)
            for row in rows
            for piece in row[1:]
            if piece[:1].islower() and not small_ones_begin and _key(piece) not in starts
        }
        joined = [_join(row, tied, small) for row in rows]
        if joined == rows:
            return rows
        rows = joined


def _neighbours(
    rows: Iterable[Sequence[str]],
) -> tuple[dict[str, set[str | None]], dict[str, set[str]], set[str]]:
    """Return what stands directly before each piece (None: nothing) and after it, and the pieces that end a row."""
    before: dict[str, set[str | None]] = {}
    after: dict[str, set[str]] = {}
    ends = set()
    for row in rows:
        keys = [_key(piece) for piece in row]
        for previous, key in zip([None, *keys], keys, strict=False):
            before.setdefault(key, set()).add(previous)
            if previous is not None:
                after.setdefault(previous, set()).add(key)
        ends.update(keys[-1:])
    return before, after, ends


def _join(row: Sequence[str], tied: set[tuple[str, str]], small: set[str]) -> list[str]:
    joined: list[str] = []
    previous = ""
    for piece in row:
        key = _key(piece)
        if joined and ((previous, key) in tied or key in small):
            joined[-1] = f"{joined[-1]}, {piece}"
        else:
            joined.append(piece)
        previous = key
    return joined
