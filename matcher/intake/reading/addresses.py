"""E-mail addresses in cells: one, by the standard library's rules for headers, or none that mail can go to."""

from __future__ import annotations

import re
from email.errors import MessageError, NonASCIILocalPartDefect
from email.headerregistry import Address
from email.policy import default
from typing import Any

__all__ = ["address_of", "addressed", "holds_several"]

MOST_SIGNS = 500
"""Signs of a cell that may hold an address, with a name before it; one itself has at most 254."""

# What nearly every cell holds, and what no rule on headers is needed for.
_PLAIN = re.compile(r"[A-Za-z0-9_%+'-]+(\.[A-Za-z0-9_%+'-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


def address_of(cell: str) -> str | None:
    """Return the e-mail address that a cell holds: ``noor@example.org``, or ``Noor <noor@example.org>``.

    None where it holds none or several: who wrote them there must not choose to whom a message goes.
    """
    if _PLAIN.fullmatch(cell):
        return cell
    read = _read(cell)
    return None if read is None else read.addr_spec


def holds_several(cell: str) -> bool:
    """Return whether a cell that holds no one address holds several."""
    return sum("@" in part for part in re.split(r"[;,\s]", cell)) > 1


def addressed(name: str, address: str) -> str:
    """Return a name and an address as one recipient of a message, the name quoted where it has to be."""
    read = _read(address)
    return "" if read is None else str(Address(name, read.username, read.domain))


def _read(cell: str) -> Address | None:
    """Return the one address of a header that holds this; None where it holds another number, or is faulty."""
    if len(cell) > MOST_SIGNS or "\n" in cell or "\r" in cell:
        return None
    try:
        header: Any = default.header_factory("To", cell)
        (one,) = header.addresses
        (group,) = header.groups
    except (MessageError, ValueError, IndexError, AttributeError, TypeError, RecursionError):
        return None
    # A letter of another alphabet is a fault to old mail servers alone.
    wrong = [defect for defect in header.defects if not isinstance(defect, NonASCIILocalPartDefect)]
    if wrong or group.display_name is not None or not (one.username and one.domain):
        return None
    return Address(username=one.username, domain=one.domain)
