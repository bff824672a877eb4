"""What settings there are, from the one place where they stand: their kinds and ranges, and which table has which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from matcher.intake.program import Program
from matcher.intake.words.listing import in_words
from matcher.intake.words.nearest import nearest
from matcher.intake.words.spelling import Spelling
from matcher.text import fold

__all__ = ["belongs", "described", "meant_elsewhere", "stands_alike"]


@cache
def _schema() -> dict[str, Any]:
    return Program.model_json_schema()


def described(loc: Sequence[int | str]) -> dict[str, Any]:
    """Return the JSON schema of a setting: its kind, range and words."""
    schema = _schema()
    node: dict[str, Any] = schema
    for part in loc:
        node = _resolved(node, schema)
        if isinstance(part, int):
            node = node.get("items", {})
        else:
            node = node.get("properties", {}).get(part) or node.get("additionalProperties") or {}
    return _resolved(node, schema)


def _resolved(node: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    for choice in node.get("anyOf", ()):
        if choice.get("type") != "null":
            return _resolved(choice, schema)
    if "$ref" in node:
        found: dict[str, Any] = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
        return found
    return node


def belongs(key: str, value: object, spelling: Spelling) -> str | None:
    """Say where a setting or table of this name belongs, case aside: ``belongs into [objective]``; None: nowhere.

    Parameters
    ----------
    value
        What it was given: of a table and a setting of one name that which it can be is meant.
    """
    homes = [one for one in _homes() if fold(one[-1]) == fold(key)]
    fitting = [one for one in homes if _is_table(one) == _holds_settings(value)] or homes
    if not fitting:
        return None
    tables = [_spelled(one, spelling) for one in fitting if len(one) > 1]
    if tables:
        return f"belongs into {in_words(tables, 'or')}"
    if _is_table(fitting[0]):
        return f"belongs into no other table; write it as {_spelled((*fitting[0], ''), spelling)}"
    return "belongs at the top of the file, above all tables" if spelling.toml else "belongs into no table"


def stands_alike(key: str, value: object) -> bool:
    """Return whether there is a setting or table of this name, case aside, that is a table where `value` is one."""
    return any(fold(one[-1]) == fold(key) and _is_table(one) == _holds_settings(value) for one in _homes())


def meant_elsewhere(key: str, spelling: Spelling) -> tuple[str, str] | None:
    """Return the setting of whatever table that is most like `key`, and where it belongs; None: none is like it."""
    near = nearest(key, dict.fromkeys(home[-1] for home in _homes()))
    told = None if near is None else belongs(near, None, spelling)
    return None if near is None or told is None else (near, told)


@cache
def _homes() -> tuple[tuple[str, ...], ...]:
    """Return every setting and table with the tables that it stands in: ``("objective", "mode")``."""
    return tuple(_under(()))


def _under(place: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for name in _settings_of(place):
        yield (*place, name)
        yield from _under((*place, name))


def _settings_of(place: tuple[str, ...]) -> Mapping[str, Any]:
    """Return the settings of a table, or of each rule in a list of them."""
    node = described(place)
    if node.get("type") == "array":
        node = _resolved(node.get("items", {}), _schema())
    found: Mapping[str, Any] = node.get("properties", {})
    return found


def _is_table(place: tuple[str, ...]) -> bool:
    return bool(_settings_of(place)) or described(place).get("type") == "object"


def _holds_settings(value: object) -> bool:
    first = value[0] if isinstance(value, list | tuple) and value else value
    return isinstance(first, Mapping)


def _spelled(place: tuple[str, ...], spelling: Spelling) -> str:
    """Return what the table of a setting is called: ``[objective]``, ``[[mix]]``."""
    table = place[:-1]
    name = ".".join(table)
    if spelling.toml and described(table).get("type") == "array":
        return f"[[{name}]]"
    return spelling.table(name)
