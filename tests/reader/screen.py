"""Tables as they stand on a screen, taken apart again into their columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.cells import cell_len

__all__ = ["blocks_of", "close", "cut"]


def cut(line: str, starts: Sequence[int]) -> list[str]:
    """A line as the cells of columns, by how wide its signs stand on a screen."""
    cells, at = [""] * len(starts), 0
    for sign in line:
        column = max(place for place, start in enumerate(starts) if start <= max(at, starts[0]))
        cells[column] += sign
        at += cell_len(sign)
    return cells


def close(text: str) -> str:
    """A text without any space: where a cell is broken into lines, nothing tells how many there were."""
    return re.sub(r"\s", "", text)


def blocks_of(text: str) -> list[list[str]]:
    """The lines of a text, parted where one is blank."""
    blocks: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]
