"""A TOML or JSON text → everything in it, each with the place where it stands; comments are what lies between."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from matcher.intake.leaving.pieces import Node, told_apart
from matcher.intake.reading.gate.data import json_of, toml_of

__all__ = ["json_text", "toml_text"]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SPACES = re.compile(r"[ \t]*")
_OTHER = re.compile(r"[^,\]}#\r\n]*")
_REST_OF_LINE = re.compile(r"[ \t]*(#[^\r\n]*)?")
_STRINGS = tuple(
    re.compile(way, re.DOTALL)
    for way in (r'"""(?:[^\\]|\\.)*?"{3,5}', r"'''.*?'{3,5}", r'"(?:[^"\\]|\\.)*"', r"'[^']*'")
)


def json_text(text: str) -> Node:
    """Return everything in a JSON text that can be read."""
    scan = _Scan(text, toml=False)
    scan.place = len(text) - len(text.removeprefix("\ufeff"))
    scan.blank()
    return scan.value("", ())


def toml_text(text: str) -> Node:
    """Return every statement of a TOML text that can be read, headers of tables among them."""
    scan = _Scan(text, toml=True)
    mark = scan.place = len(text) - len(text.removeprefix("\ufeff"))
    statements: list[Node] = []
    table: tuple[str | int, ...] = ()
    counts: dict[tuple[str | int, ...], int] = {}
    scan.blank()
    while scan.place < len(text):
        start = scan.place
        if text.startswith("[", start):
            several = text.startswith("[[", start)
            scan.place += 2 if several else 1
            table = _counted(scan.key(), counts, several)
            scan.place = text.index("]", scan.place) + (2 if several else 1)
            node = Node("", start, scan.place, path=table)
        else:
            path = (*table, *scan.key())
            scan.place = text.index("=", scan.place) + 1
            scan.place = _end(_SPACES, text, scan.place)
            value = scan.value("", path)
            node = Node("", start, value.end, value.inner, value.items, value.between, value.text, path)
        node.end = scan.place = _end(_REST_OF_LINE, text, scan.place)
        node.key = json.dumps(["[]" if node.inner is None and node.text is None else "", *node.path])
        statements.append(node)
        scan.blank()
    return Node("", mark, len(text), (mark, len(text)), told_apart(statements), "\r\n" if "\r\n" in text else "\n")


def _counted(names: Sequence[str], counts: dict[tuple[str | int, ...], int], several: bool) -> tuple[str | int, ...]:
    """Return the path of a table's header; of one of a list of tables with its number."""
    path: tuple[str | int, ...] = ()
    for place, name in enumerate(names, 1):
        path = (*path, name)
        if several and place == len(names):
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _end(pattern: re.Pattern[str], text: str, place: int) -> int:
    found = pattern.match(text, place)
    return place if found is None else found.end()


class _Scan:
    """A way through a text; it is known to be right."""

    def __init__(self, text: str, *, toml: bool) -> None:
        self.text, self.toml, self.place = text, toml, 0

    def blank(self) -> None:
        """Pass over spaces, line ends and comments."""
        while self.place < len(self.text):
            sign = self.text[self.place]
            if sign == "#":
                self.place = _end(_REST_OF_LINE, self.text, self.place)
            elif sign.isspace():
                self.place += 1
            else:
                return

    def key(self) -> list[str]:
        """Return the parts of a key of TOML, or the one of JSON."""
        parts = []
        while True:
            self.place = _end(_SPACES, self.text, self.place)
            bare = _BARE.match(self.text, self.place)
            if bare is not None:
                parts.append(bare[0])
                self.place = bare.end()
            else:
                parts.append(self.string())
            self.place = _end(_SPACES, self.text, self.place)
            if not (self.toml and self.text.startswith(".", self.place)):
                return parts
            self.place += 1

    def string(self) -> str:
        """Return what a string says."""
        found = next(one for way in _STRINGS if (one := way.match(self.text, self.place)) is not None)
        self.place = found.end()
        return self._said(found[0])

    def _said(self, raw: str) -> str:
        if "\\" not in raw and not raw.startswith(('"""', "'''")):
            return raw[1:-1]
        return str(toml_of(f"x = {raw}")["x"] if self.toml else json_of(raw))

    def value(self, key: str, path: tuple[str | int, ...]) -> Node:
        """Return the value that begins here."""
        start = self.place
        sign = self.text[start]
        if sign in "[{":
            return self._several(key, path, "]" if sign == "[" else "}")
        if sign in "\"'":
            said = self.string()
            width = 3 if self.text.startswith(sign * 3, start) and self.place - start > 2 * len(sign) else 1
            return Node(key, start, self.place, (start + width, self.place - width), text=said, path=path)
        end = start + len(self.text[start : _end(_OTHER, self.text, start)].rstrip())
        self.place = end
        return Node(key, start, end, text=self.text[start:end], path=path)

    def _several(self, key: str, path: tuple[str | int, ...], close: str) -> Node:
        start = self.place
        self.place += 1
        items: list[Node] = []
        self.blank()
        while not self.text.startswith(close, self.place):
            begin = self.place
            if close == "]":
                item = self.value("", (*path, len(items)))
                item.key = item.text or str(len(items))
            else:
                names = self.key()
                self.blank()
                self.place += 1  # = or :
                self.blank()
                item = self.value("", (*path, *names))
                item.start, item.key = begin, json.dumps(names)
            items.append(item)
            self.blank()
            if self.text.startswith(",", self.place):
                self.place += 1
                self.blank()
        self.place += 1
        return Node(key, start, self.place, (start + 1, self.place - 1), told_apart(items), ", ", path=path)
