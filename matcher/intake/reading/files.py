"""A file's bytes → its text, or a fault that says how to save it again."""

from __future__ import annotations

import codecs
import io
from itertools import islice
from pathlib import Path

from matcher.errors import Issue
from matcher.intake.reading.gate.files import bytes_of
from matcher.intake.reading.gate.kinds import Kind
from matcher.intake.reading.gate.refused import MissingError, RefusedError
from matcher.intake.words.findings import Findings

__all__ = ["is_blank", "read_text"]

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_AS_CSV = "in Excel choose File, Save As, CSV UTF-8; in Google Sheets File, Download, Comma-separated values"
_AS_TEXT = "save it as UTF-8 in your text editor"
_ENOUGH_TO_GUESS = 20_000
"""Bytes by which the encoding of a file is told; more of them take long and tell no more."""
_WINDOWS = [f"cp{number}" for number in range(1250, 1259)]
_SPREADSHEETS_WRITE = [*_WINDOWS, "mac_roman", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr", "koi8_r"]
_CALLED = {name: f"Windows-{name[2:]}" for name in _WINDOWS} | {"mac_roman": "Mac OS Roman"}


def read_text(path: Path, kind: Kind, findings: Findings) -> str | None:
    """Return what a file says; None where it is missing, too large, empty or no UTF-8 text, which is then a fault."""
    try:
        data = bytes_of(path, kind)
    except MissingError:
        findings.faults.append(Issue(path.name or str(path), "is missing", right=_instead_of(path)))
    except RefusedError as refused:
        findings.faults.append(refused.issue(path.name or str(path)))
    else:
        return decoded(data, path.name, findings)
    return None


def is_blank(path: Path, kind: Kind) -> bool:
    """Return whether a file is there and holds nothing but spaces and blank lines."""
    try:
        return not bytes_of(path, kind).removeprefix(codecs.BOM_UTF8).strip()
    except RefusedError:
        return False


def _instead_of(path: Path) -> str:
    """Say what to do about a missing file, by a file in its folder that may be meant."""
    alike = [one for one in _beside(path) if _is_like(one, path)]
    if not alike:
        return f"put {path.name} into the folder"
    like = min(alike)
    if like.suffix.casefold() == path.suffix:
        return f"rename {like.name} to {path.name}"
    return f"{like.name} is there: {_AS_CSV}, and name it {path.name}"


def _beside(path: Path) -> list[Path]:
    try:
        return list(path.parent.iterdir())
    except OSError:
        return []


def _is_like(one: Path, wanted: Path) -> bool:
    suffixes = (".csv", ".xlsx", ".xls", ".ods", ".numbers", ".tsv", ".txt")
    return one.stem.casefold() == wanted.stem and one.suffix.casefold() in suffixes and one.is_file()


def decoded(data: bytes, file: str, findings: Findings) -> str | None:
    """Return the text of UTF-8 bytes, with or without a byte-order mark; None and a fault for any others."""
    save_again = _AS_CSV if file.casefold().endswith(".csv") else _AS_TEXT
    if data.startswith(_WORKBOOKS):
        message = "is a workbook or another packed file, not plain text"
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        message = "is not UTF-8 text; it seems to be UTF-16"
    elif b"\0" in data:
        message = "is binary, not plain text"
    elif not data.removeprefix(codecs.BOM_UTF8).strip():
        message, save_again = "is empty", "it needs at least a header row" if file.endswith(".csv") else "fill it in"
    else:
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            message = f"is not UTF-8 text{_seems_to_be(data)}"
    findings.faults.append(Issue(file, message, right=save_again))
    return None


def _seems_to_be(data: bytes) -> str:
    """Return the likely encoding as a sentence part, guessed from the lines that are not plain ASCII."""
    from charset_normalizer import from_bytes

    telling = b"".join(islice((line for line in io.BytesIO(data) if not line.isascii()), _ENOUGH_TO_GUESS))
    best = from_bytes(telling[:_ENOUGH_TO_GUESS], cp_isolation=_SPREADSHEETS_WRITE).best()
    if best is None:
        return ""
    # Several may read as the same text: then the one that most spreadsheets write is the likely one.
    encoding = "cp1252" if "cp1252" in best.could_be_from_charset else best.encoding
    return f"; it seems to be {_CALLED.get(encoding, encoding)}"
