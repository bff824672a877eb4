"""``program.toml``, ``program.json`` or a dict → `Program`, every fault in plain English."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from matcher.errors import Issue
from matcher.intake.hours import WEEKS, time_of
from matcher.intake.hours.zones import near_zone, spelled_zone
from matcher.intake.program import (
    MOST,
    Calendar,
    Groups,
    Load,
    NoTextError,
    Program,
    Table,
    Told,
    UnfitError,
    fold,
    header_key,
)
from matcher.intake.reading.files import is_blank, read_text
from matcher.intake.reading.gate.data import json_of, sound, toml_of, too_many
from matcher.intake.reading.gate.kinds import SETTINGS
from matcher.intake.reading.gate.refused import RefusedError, place_of
from matcher.intake.reading.schema import belongs, described, meant_elsewhere, stands_alike
from matcher.intake.words.findings import Findings
from matcher.intake.words.listing import in_a_row
from matcher.intake.words.nearest import nearest
from matcher.intake.words.spelling import Spelling
from matcher.text import shown

__all__ = ["Part", "Settings", "load_json", "load_program_file", "settings_of"]

_KIND_WORDS = {"boolean": "true or false", "string": "a text in quotation marks"}
_LONGEST_VALUE = 60
"""Letters of a wrong value that a fault repeats."""


def load_program_file(path: Path, findings: Findings) -> Mapping[str, Any] | None:
    """Return the tables of a ``.toml`` or ``.json`` file; None where it cannot be read, which is then a fault.

    An empty ``.toml`` file has no tables, as TOML has it; that is a warning, since it may not have been meant.
    """
    if path.suffix.casefold() == ".toml" and is_blank(path, SETTINGS):
        findings.warnings.append(Issue(path.name, "is empty, so that every setting has its default"))
        return {}
    text = read_text(path, SETTINGS, findings)
    if text is None:
        return None
    if path.suffix.casefold() == ".json":
        tables = load_json(text, path.name, findings)
        return tables if tables is None else _as_tables(tables, path.name, findings)
    try:
        return toml_of(text)
    except RefusedError as refused:
        spelling = Spelling(path.name)
        size, pair = spelling.setting("max_size", 10), spelling.setting("pair", "mixed")
        right = f"write one setting a line, like {size}, and texts in quotation marks, like {pair}"
        findings.faults.append(refused.issue(path.name, right))
    return None


def load_json(text: str, file: str, findings: Findings) -> object | None:
    """Return what a JSON text holds; None where it cannot be read or is null, which is then a fault."""
    twice: list[str] = []

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        table = dict(pairs)
        if len(table) < len(pairs):
            times = Counter(key for key, _ in pairs)
            twice.extend(key for key in table if times[key] > 1)
        return table

    try:
        found = json_of(text, unique)
    except RefusedError as refused:
        findings.faults.append(refused.issue(file))
        return None
    findings.faults.extend(Issue(file, "stands twice in one table", value=key) for key in dict.fromkeys(twice))
    if found is None:
        findings.faults.append(Issue(file, "holds nothing but null"))
    return found


@dataclass(frozen=True, slots=True)
class Part:
    """A table of settings, or one of a list of rules, as far as it was understood.

    Parameters
    ----------
    place
        What faults call it: ``groups``, ``eligible[2]``.
    table
        May be asked for what is `sure` alone.
    unsure
        Names of its settings that were not understood, or may be what a name that is not known was to be.
    """

    place: str
    table: Any
    unsure: frozenset[str] = frozenset()

    def sure(self, *names: str) -> bool:
        """Return whether settings were understood."""
        return self.unsure.isdisjoint(names)

    @property
    def unfit(self) -> tuple[Told, ...]:
        """What in it does not go together."""
        return tuple(self.table.unfit(self.sure))


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of an intake as far as they were understood, so that what does not hang on the rest is checked."""

    program: Program
    """What was not understood has its default; of a list of rules, those that were not understood are missing."""
    doubted: frozenset[str]
    """Tables of which something was not understood."""
    parts: tuple[Part, ...] = ()
    """Every table that is known, and every rule of a list."""

    def sure_of(self, table: str, *names: str) -> bool:
        """Return whether all of a table was understood, or these settings of it."""
        if table not in self.doubted:
            return True
        there = self.part(table)
        if there is None or not names or self.doubted >= Program.model_fields.keys():
            return False
        return there.sure(*names) and not there.unfit

    def part(self, table: str) -> Part | None:
        """Return a table; None where it is none."""
        return next((part for part in self.parts if part.place == table), None)

    def rules(self, name: str, *needed: str) -> Iterator[Part]:
        """Yield the rules of a list of which what is `needed` was understood."""
        return (part for part in self.parts if part.place.startswith(f"{name}[") and part.sure(*needed))

    @property
    def leaders(self) -> int | None:
        """How many lead a group; None where that is not known."""
        there = self.part("groups")
        return there.table.mentors if self.sure_of("groups", "mentors") and there is not None else None

    @property
    def lenient(self) -> Program:
        """The program in which nothing that is in doubt forbids anything."""
        # Of all other settings the defaults forbid nothing.
        wide = {
            "groups": (Groups(), {"min_size": 1, "max_size": MOST}),
            "load": (Load(), {"max_groups": MOST}),
        }
        opened = {}
        for name in wide.keys() & self.doubted:
            (table, most), there = wide[name], self.part(name)
            base = table if there is None else there.table
            opened[name] = base if self.sure_of(name, *most) else base.model_copy(update=most)
        return self.program.model_copy(update=opened)


def settings_of(source: Mapping[str, Any] | Program | None, file: str, findings: Findings) -> Settings:
    """Return the settings as far as they are understood, all others with their default and among the faults.

    Parameters
    ----------
    source
        None where the settings could not be read at all.
    """
    if source is None:
        return Settings(Program(), frozenset(Program.model_fields))
    unsound = () if isinstance(source, Program) else tuple(sound(source)) or tuple(too_many(source))
    if unsound:
        findings.faults.extend(refused.issue(file) for refused in unsound)
        return Settings(Program(), frozenset(Program.model_fields))
    before = len(findings.faults)
    if isinstance(source, Program):
        program, parts = source, _parts_of(source.model_dump(), ())
    else:
        program, parts = _validated(source, file, findings)
    findings.faults.extend(_slot_faults(program, file))
    findings.faults.extend(_similarity_faults(program, file))
    for part in parts:
        if part.place == "calendar" and part.sure("timezone"):
            findings.faults.extend(_zone_faults(part.table, file))
    return Settings(program, _doubted(findings.faults[before:]), parts)


def _doubted(faults: Sequence[Issue]) -> frozenset[str]:
    """Return the tables that faults are about; a table of unknown name may be any other, misspelt."""
    tables = {_table_of(fault) for fault in faults}
    known = frozenset(Program.model_fields)
    return frozenset(tables) if tables <= known else known


def _table_of(fault: Issue) -> str:
    return re.split(r"[.\[]", fault.column or "")[0]


def _as_tables(found: object, file: str, findings: Findings) -> Mapping[str, Any] | None:
    if isinstance(found, Mapping):
        return found
    findings.faults.append(Issue(file, "is no table of settings", right='write {"groups": {"max_size": 10}}, say'))
    return None


def _validated(source: Mapping[str, Any], file: str, findings: Findings) -> tuple[Program, tuple[Part, ...]]:
    settings = {key: _copied(value) for key, value in source.items()}
    try:
        program = Program.model_validate(settings)
        return program, _parts_of(settings, ())
    except ValidationError as error:
        details = [one for one in error.errors(include_url=False) if not _follows(one)]
    parts = _parts_of(settings, details)
    spelling = Spelling(file)
    faults = [_issue(detail, file) for detail in details if not _is_unfit(detail)]
    faults += [Issue(file, told(spelling), column=part.place) for part in parts for told in part.unfit]
    findings.faults.extend(sorted(faults, key=_rank))
    for detail in details:
        _drop(settings, detail["loc"])
    for name in ("eligible", "pair", "mix"):
        if isinstance(rules := settings.get(name), list):
            settings[name] = [rule for rule in rules if rule is not None]
    try:
        return Program.model_validate(settings), parts
    except ValidationError as error:
        # What is told does not go with the default that came in the place of a faulty setting: min_size = 4, say.
        unfit = {str(one["loc"][0]) for one in error.errors(include_url=False) if one["loc"]}
    try:
        return Program.model_validate({key: value for key, value in settings.items() if shown(key) not in unfit}), parts
    except ValidationError:  # a name that is none, say
        return Program(), parts


def _rank(fault: Issue) -> tuple[int, int]:
    """Return by what faults are sorted: table by table, and in a list of rules one after the other."""
    order, number = list(Program.model_fields), re.match(r"\w+\[(\d+)\]", fault.column or "")
    table = _table_of(fault)
    return order.index(table) if table in order else len(order), int(number[1]) if number else 0


def _is_unfit(detail: ErrorDetails) -> bool:
    return isinstance(detail.get("ctx", {}).get("error"), UnfitError)


def _parts_of(settings: Mapping[str, Any], details: Sequence[ErrorDetails]) -> tuple[Part, ...]:
    """Return every table and rule as far as it was understood; of what is no table, nothing."""
    found = []
    for name, field in Program.model_fields.items():
        table = _table_in(field.annotation)
        given = settings.get(name)
        if table is None:
            continue
        if get_origin(field.annotation) is tuple:
            for place, one in enumerate(given if isinstance(given, list | tuple) else ()):
                found.append(_part(table, one, (name, place), details))
        elif given is not None or isinstance(field.default, Table):
            found.append(_part(table, {} if given is None else given, (name,), details))
    return tuple(part for part in found if part is not None)


def _table_in(kind: Any) -> type[Table] | None:
    """Return the table that a setting is, or that its list or choice is of; None where it is of none."""
    if isinstance(kind, type) and issubclass(kind, Table):
        return kind
    return next(filter(None, map(_table_in, get_args(kind))), None)


def _part(table: type[Table], given: Any, loc: tuple[int | str, ...], details: Sequence[ErrorDetails]) -> Part | None:
    if isinstance(given, Table):
        given = given.model_dump()
    if not isinstance(given, Mapping):
        return None
    fields, wrong = table.model_fields, {one["loc"][len(loc)] for one in details if _is_within(one["loc"], loc)}
    unsure = {str(name) for name in wrong if name in fields}
    for name in wrong - unsure:
        near = nearest(str(name), fields)
        unsure |= fields.keys() - given.keys() if near is None else {near} - given.keys()
    unsure |= {name for name, field in fields.items() if field.is_required() and name not in given}
    sound = {name: _sound_value(fields[name], given[name]) for name in fields.keys() & given.keys() - unsure}
    return Part(place_of(loc), table.model_construct(None, **sound), frozenset(unsure))


def _is_within(loc: tuple[int | str, ...], place: tuple[int | str, ...]) -> bool:
    return len(loc) > len(place) and loc[: len(place)] == place


def _sound_value(field: FieldInfo, value: Any) -> Any:
    """Return a value of a setting as the program has it."""
    kind: Any = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
    return TypeAdapter(kind, config=ConfigDict(strict=True)).validate_python(value)


def _copied(value: Any) -> Any:
    """Return a table of settings again, its tables and lists its own; whatever else is in it stays what it is."""
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list | tuple) else value


def _follows(detail: ErrorDetails) -> bool:
    """Return whether a fault only follows from others: a list whose items are all wrong is called too short."""
    return detail["type"] == "too_short" and isinstance(detail["input"], list | tuple) and bool(detail["input"])


def _drop(settings: dict[str, Any], loc: tuple[int | str, ...]) -> None:
    """Take a faulty setting out: the key of a table, a rule of a list, or a table that cannot do without it."""
    table = settings.get(str(loc[0])) if loc else None
    if len(loc) > 1 and isinstance(table, dict) and loc[1] not in described(loc[:1]).get("required", ()):
        table.pop(loc[1], None)
    elif len(loc) > 1 and isinstance(table, list) and isinstance(loc[1], int):
        table[loc[1]] = None
    elif loc:
        settings.pop(str(loc[0]), None)


def _issue(detail: ErrorDetails, file: str) -> Issue:
    loc, kind, value = tuple(part for part in detail["loc"] if part != "[key]"), detail["type"], detail["input"]
    key = place_of(loc)
    node = described(loc)
    if kind == "extra_forbidden":
        return _unknown_setting(loc, value, file)
    spelling, strange = Spelling(file), detail.get("ctx", {}).get("error")
    if isinstance(strange, NoTextError):
        return Issue(file, str(strange), column=key or None, value=_shown(value), right="type it anew")
    if kind == "missing":
        return Issue(file, "is missing", column=key, right=_right(node, spelling))
    messages = {
        "greater_than_equal": "is too small",
        "less_than_equal": "is too large",
        "literal_error": "is none of the words allowed",
        "too_short": "is blank" if isinstance(value, str) else "is an empty list",
        "string_too_short": "is blank",
    }
    shown = _shown(value)
    near = nearest(shown, node.get("enum", ()))
    right = _right(node, spelling, loc)
    if _names_are_free(loc[:-1]) and (told := belongs(str(loc[-1]), value, spelling)) is not None:
        right += f"; the setting {loc[-1]} {told}"
    message = "is no date" if node.get("format") == "date" else messages.get(kind, "is of the wrong kind")
    return Issue(file, message, column=key or None, value=shown, right=right, suggestion=near)


def _unknown_setting(loc: tuple[int | str, ...], value: object, file: str) -> Issue:
    *place, key = loc
    spelling, known = Spelling(file), list(_settings_at(place))
    near = nearest(str(key), known)
    told = belongs(str(key), value, spelling)
    # [weights] with a number is likelier the setting `weight` of this table than the table of that name.
    if told is not None and (near is None or (fold(near) != fold(str(key)) and stands_alike(str(key), value))):
        return Issue(file, told, column=place_of(loc))
    what = f"there is no such {'setting' if place else 'table or setting'} in this version"
    if near is None and (meant := meant_elsewhere(str(key), spelling)) is not None:
        return Issue(file, what, column=place_of(loc), right=f"{meant[0]} {meant[1]}", suggestion=meant[0])
    right = None if len(known) > 16 else f"there is {in_a_row(known)}"
    return Issue(file, what, column=place_of(loc), right=right, suggestion=near)


def _names_are_free(loc: Sequence[int | str]) -> bool:
    """Return whether a table has names of somebody's own, of columns or people: among them a setting may have got."""
    node = described(loc)
    return bool(loc) and node.get("type") == "object" and not node.get("properties")


def _settings_at(place: Sequence[int | str]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = described(place).get("properties", {})
    return found


def _right(node: Mapping[str, Any], spelling: Spelling, loc: Sequence[int | str] = ()) -> str:
    """Return what a setting may be, as a sentence part."""
    kind, least, most = node.get("type"), node.get("minimum"), node.get("maximum")
    if "enum" in node:
        *words, last = (f'"{word}"' for word in node["enum"])
        return f"write {in_a_row(words)} or {last}"
    if kind == "integer":
        if least == -MOST:
            return "write a whole number"
        return (
            f"write a whole number, {least} or more" if most == MOST else f"write a whole number from {least} to {most}"
        )
    if node.get("format") == "date":
        return f"write year, month and day, like {spelling.value(date(2026, 10, 5))}"
    if kind == "array" and loc and loc[0] in ("eligible", "pair", "mix") and len(loc) == 1:
        return spelling.rules(str(loc[0]))
    if kind == "array":
        return "write a list in square brackets with at least one item" if node.get("minItems") else "write a list [ ]"
    if kind == "object":
        return "write a table of settings"
    return f"write {_KIND_WORDS.get(str(kind), 'a value of another kind')}"


def _shown(value: object) -> str:
    try:
        text = value if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    except ValueError:  # more digits than Python writes
        return f"a {type(value).__name__}"
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


def _slot_faults(program: Program, file: str) -> Iterator[Issue]:
    seen: dict[object, str] = {}
    for slot in program.schedule.slots or ():
        time = time_of(slot)
        # A slot of every week is one of odd weeks and one of even ones.
        start, of = time or (fold(slot), None)
        keys = [(start, week) for week in WEEKS if of in (None, week)]
        same = next((seen[key] for key in keys if key in seen), slot)
        seen |= dict.fromkeys(keys, slot)
        if same is not slot:
            message = "stands twice" if fold(same) == fold(slot) else f"is the same time as {same!r}"
            yield Issue(file, message, column="schedule.slots", value=slot, right="take one of them out")
        if ";" in slot:
            right = "people's availability separates slots with ;"
            yield Issue(file, "contains ;", column="schedule.slots", value=slot, right=right)


@cache
def _zones() -> frozenset[str]:
    """Return every name of the IANA list: a look at some hundred files."""
    from zoneinfo import available_timezones

    return frozenset(available_timezones())


def _zone_faults(calendar: Calendar, file: str) -> Iterator[Issue]:
    zone = calendar.timezone
    if zone not in _zones():
        # Calendars hold the clock changes of a place, so that how far it is from UTC is not enough.
        near = spelled_zone(zone) or near_zone(zone)
        named = near if near in _zones() else None
        right = "write a name of the IANA list, like Europe/Berlin or America/New_York"
        yield Issue(file, "is no time zone", column="calendar.timezone", value=zone, right=right, suggestion=named)


def _similarity_faults(program: Program, file: str) -> Iterator[Issue]:
    seen: dict[str, str] = {}
    for column in program.similarity:
        same = seen.setdefault(header_key(column), column)
        if same != column:
            message = f"is the same column as {same!r}"
            yield Issue(file, message, column="similarity", value=column, right="take one of them out")
