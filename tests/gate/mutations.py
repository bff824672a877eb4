"""Files made from valid ones by small changes: of bytes, of cells, of whatever stands in nested lists and tables."""

from __future__ import annotations

import copy
import csv
import io
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

ODD_BYTES = [
    b"",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\x1b[2J",
    b"\xed\xa0\x80",
    "\ufffe".encode(),
    "\u202e".encode(),
    b'"',
    b"'",
    b"\\",
    b"{",
    b"}",
    b"[" * 300,
    b"]",
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r",
    b"=",
    b"..",
    b"../../x",
    b"/etc/x",
    b"1e400",
    b"9" * 5000,
    b"-1",
    b"NaN",
    b"Infinity",
    b"null",
    b"true",
    b"a." * 60,
    b"x" * 35_000,
    b"; " * 2_000,
    b"G1",
    b"T1",
    b"S1",
    b"Mon 12:00",
    b"\\ud800",
    b"\\u0000",
    b"PK\x03\x04",
    b"<",
    b"&#0;",
    b"99999999",
]
ODD_TEXTS = [
    "",
    " ",
    "\0",
    "\x1b[2J",
    "\ud800",
    "\ufffe",
    "\u202e",
    "\n",
    "=1+1",
    "-",
    "..",
    "../../x",
    "/etc/passwd",
    "C:\\x",
    "calendar/../x.ics",
    "x" * 35_000,
    "x" * 200_000,
    "; " * 20_000,
    "(" * 3_000,
    "Mon 12:00",
    "Sun 24:00",
    "nobody",
    "T1",
    "S1",
    "G1",
    "choice 999999999",
    "band 99",
    "unlisted",
    "9" * 400,
    "é",
    "e\u0301",
    "NaN",
    "1e400",
    "same",
    "any",
    "calendar/x.ics",
    "2026-02-30T10:00",
    "0001-01-01T00:00",
    "prefer same",
    "UTC+99:99",
    "{{ 7 * 7 }}",
    "{% if %}",
]
ODD_NUMBERS = [0, -1, 1, 2, 1_000_000, 2**31, 2**63, -(2**63), 10**400, 0.5, 1e308, float("inf"), float("nan"), 10**12]


def deep(levels: int) -> Any:
    """Lists in each other."""
    found: Any = []
    for _ in range(levels):
        found = [found]
    return found


ODD_VALUES: list[Any] = [
    *ODD_TEXTS,
    *ODD_NUMBERS,
    None,
    True,
    False,
    [],
    {},
    [None],
    ["T1", "T1"],
    [[]],
    {"": ""},
    {"a": {"b": []}},
    {"\x1b": 1},
    deep(60),
    deep(150),
    ["x"] * 3_000,
]


def bytes_from(data: bytes) -> st.SearchStrategy[bytes]:
    """The bytes with a few of them taken out, doubled, or others put in their place."""
    change = st.tuples(
        st.integers(0, max(0, len(data) - 1)), st.integers(0, 40), st.sampled_from(ODD_BYTES) | st.binary(max_size=4)
    )

    def changed(changes: list[tuple[int, int, bytes]]) -> bytes:
        now = data
        for at, length, new in changes:
            now = now[:at] + new + now[at + length :]
        return now

    return st.lists(change, min_size=1, max_size=3).map(changed)


def _places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        yield (*place, key)
        yield from _places(one, (*place, key))


def _changed(value: Any, changes: list[tuple[tuple[Any, ...], str, Any]]) -> Any:
    now = copy.deepcopy(value)
    for place, how, new in changes:
        inside = now
        try:
            for key in place[:-1]:
                inside = inside[key]
            if how == "out":
                del inside[place[-1]]
            elif how == "twice":
                inside.append(copy.deepcopy(inside[place[-1]]))
            else:
                inside[place[-1]] = copy.deepcopy(new)
        except (KeyError, IndexError, TypeError, AttributeError):
            continue  # an earlier change took the place away
    return now


def values_from(value: Any) -> st.SearchStrategy[Any]:
    """Nested lists and tables with a few things in them taken out, doubled, or others put in their place."""
    change = st.tuples(
        st.sampled_from(list(_places(value))),
        st.sampled_from(["new"] * 6 + ["out", "twice"]),
        st.sampled_from(ODD_VALUES),
    )
    return st.lists(change, min_size=1, max_size=3).map(lambda changes: _changed(value, changes))


def tables_from(text: str) -> st.SearchStrategy[bytes]:
    """A CSV with a few cells, headers too, that say something else."""
    rows = list(csv.reader(io.StringIO(text)))
    change = st.tuples(
        st.integers(0, len(rows) - 1), st.integers(0, len(rows[0])), st.sampled_from(ODD_TEXTS) | st.text(max_size=6)
    )

    def written(changes: list[tuple[int, int, str]]) -> bytes:
        now = [[*row] for row in rows]
        for row, column, new in changes:
            now[row][column : column + 1] = [new]
        out = io.StringIO()
        csv.writer(out).writerows(now)
        return out.getvalue().encode("utf-8", "surrogatepass")

    return st.lists(change, min_size=1, max_size=3).map(written)
