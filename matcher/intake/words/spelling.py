"""Settings as somebody writes them down: as TOML or as JSON, by the file in which theirs stand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from matcher.intake.words.listing import in_words

__all__ = ["Spelling", "toml_key", "toml_value"]


@dataclass(frozen=True, slots=True)
class Spelling:
    """How the settings of an intake are written; two intakes that are spelled differently are the same all the same.

    Parameters
    ----------
    file
        Where they stand, ``program.toml``. What has no such name was handed in, and is written as JSON.
    """

    file: str = field(default="program.toml", compare=False)

    @property
    def toml(self) -> bool:
        """Whether the settings are TOML."""
        return self.file.casefold().endswith(".toml")

    def setting(self, name: str, value: object) -> str:
        """Return ``max_size = 10``, or ``"max_size": 10``."""
        return f"{toml_key(name)} = {toml_value(value)}" if self.toml else f"{json.dumps(name)}: {self.value(value)}"

    def value(self, value: object) -> str:
        """Return a value: ``true``, ``10``, ``"mixed"``, a date, a list of texts."""
        return toml_value(value) if self.toml else json.dumps(value, ensure_ascii=False, default=str)

    def table(self, name: str) -> str:
        """Return what a table is called: ``[calendar]``, or ``"calendar"``."""
        return f"[{name}]" if self.toml else json.dumps(name)

    def with_settings(self, name: str, values: Mapping[str, object]) -> str:
        """Return how to write a table that has these settings, as what to add."""
        settings = [self.setting(key, value) for key, value in values.items()]
        if self.toml:
            return f"a table [{name}] with {in_words(settings)}"
        return f"{json.dumps(name)}: {{{', '.join(settings)}}}"

    def rules(self, name: str) -> str:
        """Return how to write a list of rules, each a table."""
        if self.toml:
            return f"write [[{name}]] in double brackets above each such rule"
        return f"write {json.dumps(name)}: [{{…}}], with braces around each such rule"


def toml_key(key: str) -> str:
    """Return a key of TOML, in quotation marks where it needs them."""
    return key if key.isidentifier() and key.isascii() else toml_value(key)


def toml_value(value: object) -> str:
    """Return a value of TOML: a text, a number, a truth value, a date, a list or a table."""
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(toml_value, value))}]"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{toml_key(name)} = {toml_value(item)}' for name, item in value.items())}}}"
    if isinstance(value, date):
        return value.isoformat()
    # JSON's texts, numbers and truth values are TOML's, but for one character that TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
