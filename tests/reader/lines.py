"""Lines that a command shows: read one after the other, and a drawn table as rows of cells."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from itertools import groupby

from matcher.cli import main
from tests.reader.core import Reader
from tests.reader.reasons import shown
from tests.reader.seen import Facts
from tests.reader.words import Words, english

BAR = 30
GROUPS_SHOWN, PEOPLE_SHOWN = 60, 20


def command(*words: object) -> str:
    """What a command writes to standard output; that it fails is a fault of the test."""
    out, talk = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(talk):
        ended = main([str(word) for word in words])
    assert ended == 0, talk.getvalue()
    return out.getvalue()


class LinesReader(Reader):
    """A text read line by line; whatever is left nobody reads."""

    def __init__(self, facts: Facts, words: Words) -> None:
        super().__init__(facts, words)
        self.lines: list[str] = []

    def take(self, text: str) -> None:
        self.lines = [line for line in text.splitlines() if line.strip()]

    def line(self, kind: str, right: str, where: str = "") -> None:
        """The next line."""
        self.check(kind, self.lines.pop(0) if self.lines else None, right, where)

    def table(self, right: Sequence[tuple[str, Sequence[object]]], numbers: Sequence[str], where: str) -> None:
        """A table of these columns, (header, cells) each; columns that are blank in every row are not there."""
        columns = [(header, cells) for header, cells in right if any(cell not in (None, "") for cell in cells)]
        if not columns:
            return
        head = self.lines.pop(0) if self.lines else ""
        rule = self.lines.pop(0) if self.lines else ""
        self.check("labels", head.split(), " ".join(header for header, _ in columns).split(), where)
        self.check("labels", set(rule.strip()), {"─"}, where)
        rows = [
            ["" if cell is None else str(cell) for cell in cells]
            for cells in zip(*(c for _, c in columns), strict=True)
        ]
        for row in rows:
            told = self._row(head, [header for header, _ in columns], numbers)
            for (header, _), one, other in zip(columns, told, row, strict=True):
                # A cell that is too long stands on several lines.
                self.check(KINDS.get(header, "counts"), re.sub(r"\s+", "", one), re.sub(r"\s+", "", other), where)

    def empty_table(self, where: str) -> None:
        """A table without rows: the header of some columns, and the rule below it."""
        head, rule = (self.lines.pop(0) if self.lines else "" for _ in range(2))
        self.check("labels", set(head.split()) <= set(KINDS) | {"Mentees"}, True, where)
        self.check("labels", set(rule.strip()) <= {"─"}, True, where)

    def _row(self, head: str, headers: Sequence[str], numbers: Sequence[str]) -> list[str]:
        """The cells of the next row, and of the lines on which it goes on."""
        found = ["" for _ in headers]
        begun = False
        while self.lines:
            cells = _cut(self.lines[0], head, headers, numbers)
            if cells is None or (begun and cells[0].strip()):
                break
            found = [" ".join(filter(None, (one, other.strip()))) for one, other in zip(found, cells, strict=True)]
            self.lines.pop(0)
            begun = True
        return found

    def end(self, where: str) -> None:
        self.faults += [f"{self.output} {where}: nobody reads {line!r}" for line in self.lines]
        self.lines = []

    # Sentences that several commands say ------------------------------------------------------------------------------

    def headline(self) -> str:
        so = self.so
        placed, everybody = len(so.placed), english(len(so.mentees), "mentee")
        return f"{so.title}: {english(len(so.groups), 'group')}, {placed} of {everybody} placed."

    def quality(self) -> str:
        """How good a result is known to be, and among which groupings."""
        told, moves = self._known_quality(), self.so.moves_allowed
        return told if moves is None else f"{told} All this is among groupings with at most {english(moves, 'move')}."

    def _known_quality(self) -> str:
        so, result = self.so, self.so.result
        if result["status"] == "optimal":
            whom = " and ".join(so.on_word)
            part = "in part " if "matcher" in (result.get("proved_by") or ()) else ""
            by = f" ({part}by the word of {whom}, which nothing else checked)" if whom else ""
            if result.get("stages"):
                return f"Proved best{by}: no other grouping is better in the mode '{so.mode}'."
            return f"Proved best{by}: no other grouping scores more."
        why = {
            "time limit": "Stopped at the time limit; this is the best found so far. ",
            "stopped": "Stopped by you; this is the best found so far. ",
        }.get(result.get("ended") or "", "")
        if so.open_stage is not None:
            stage = so.open_stage
            better = f"{stage['name']}: {stage['bound']} rather than {stage['value']}"
            return f"{why}Not proved best: another grouping might do better at what counts first ({better})."
        if so.mode != "total":
            return f"{why}Not proved best in the mode '{so.mode}'."
        gap = (so.bound - so.objective) / max(1, abs(so.objective))
        if gap > 1:
            return f"{why}Not proved best: another grouping might score up to {so.bound}."
        share = Words("en").at_most(gap).replace("%", " %")
        return f"{why}Not proved best: no other grouping can score more than {share} above this one."

    def left_out_alike(self) -> list[tuple[str, list[str]]]:
        """Each reason, with whom it is told to, in the order of the first."""
        alike: dict[str, list[str]] = {}
        for one in self.so.result["unmatched"]:
            alike.setdefault(one["reason"], []).append(one["id"])
        # One place is no place for each of several.
        several = re.compile(r"(?<=a place for )them(?=[:;,])")
        return [(several.sub("one of them", why) if len(who) > 1 else why, who) for why, who in alike.items()]

    def who(self, named: Sequence[str]) -> str:
        return named[0] if len(named) == 1 else f"{len(named)} mentees ({shown(named)})"


KINDS = {"Group": "groups", "Groups": "groups", "Slot": "hours", "Id": "ids", "Mentor": "names", "Mentors": "names"}
KINDS |= {
    "Mentee": "names",
    "Score": "scores",
    "Choice": "ranks",
    "Satisfaction": "percentages",
    "Of all": "percentages",
}
KINDS |= {"": "drawn", "Got": "ranks"}


def _cut(line: str, head: str, headers: Sequence[str], numbers: Sequence[str]) -> list[str] | None:
    """The cells of a line; None where it is no line of the table."""
    if not line.startswith(" "):
        return None
    starts, place = [], 0
    for header in headers:
        place = head.index(header, place) if header else len(head) + 1
        starts.append(place)
        place += len(header)
    cells: list[str] = []
    rest = line
    for position in reversed(range(len(headers))):
        header = headers[position]
        if not header:
            found = re.search(r"#*$", rest)
            cell = "" if found is None else found[0]
            rest = rest[: len(rest) - len(cell)].rstrip()
        elif header in numbers:
            found = re.search(r"(?:^|\s)(-?\d+)$", rest.rstrip())
            fits = found is not None and len(rest.rstrip()) <= starts[position] + len(header)
            cell = found[1] if found is not None and fits and len(rest.rstrip()) > starts[position] - 3 else ""
            rest = rest.rstrip()[: len(rest.rstrip()) - len(cell)]
        else:
            cell, rest = rest[starts[position] :], rest[: starts[position]]
        cells.append(cell)
    return [cell.strip() for cell in reversed(cells)]


def bar(count: int, most: int) -> str:
    return "#" * -(-count * BAR // most) if count else ""


def in_runs(lines: Sequence[str]) -> Iterator[list[str]]:
    for blank, run in groupby(lines, key=lambda line: not line.strip()):
        if not blank:
            yield list(run)
