"""The texts of messages: Jinja2 templates that come with matcher, or the coordinator's own, with every fault placed."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FunctionLoader, PackageLoader, StrictUndefined, Template, TemplateError
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError
from jinja2.loaders import split_template_path
from jinja2.meta import find_referenced_templates, find_undeclared_variables
from jinja2.nodes import Name
from jinja2.sandbox import ImmutableSandboxedEnvironment

from matcher.errors import IntakeError, Issue
from matcher.intake.reading.gate.files import utf8_of
from matcher.intake.reading.gate.kinds import TEMPLATE
from matcher.intake.reading.gate.refused import MissingError, RefusedError
from matcher.intake.words.listing import in_a_row
from matcher.intake.words.nearest import nearest
from matcher.report.view.phrases import Phrases
from matcher.text import LONGEST_TEXT, one_line, plain

__all__ = ["MESSAGES", "Message", "Templates"]

MESSAGES = ("mentee.txt", "mentor.txt", "unmatched.txt", "idle.txt", "mentee-changed.txt", "mentor-changed.txt")
"""To a mentee with a group, a mentor with a group, a mentee left out, a mentor without a group.

The last two go to those who were in a group before, in the place of the others, where something changed for them.
"""

_SUBJECT = re.compile(r"\s*subject:(?P<subject>[^\n]*)(?:\n|$)(?P<body>.*)", re.IGNORECASE | re.DOTALL)
_STOPPED = "\x02"
"""Stands behind a value that ends with a full stop, as long as a message is made: no text holds it."""
_UNDEFINED = re.compile(r"(?:has no attribute )?'(\w+)'(?: is undefined)?$")


@dataclass(frozen=True)
class Message:
    """A message to one person: the subject on one line, and the text."""

    subject: str
    text: str


class Templates:
    """The templates of one language.

    They run in a sandbox: they see the values given to them, read and change nothing else.

    Parameters
    ----------
    phrases
        The language.
    own
        A folder with the coordinator's own: files of the names in `MESSAGES`, and what these include. What is not
        there is taken from those that come with matcher. None: all of these.
    values
        What a template may name, and what stands for each in some message: to find misspelt names at once.

    Raises
    ------
    IntakeError
        The folder is not there or holds no message, or templates are faulty: every fault with its file and line.
    """

    def __init__(self, phrases: Phrases, own: Path | None, values: Sequence[str]) -> None:
        self._values = values
        issues = [] if own is None else list(_folder_faults(own))
        if issues:
            raise IntakeError(issues)
        shipped = PackageLoader("matcher.report", f"mail/{phrases.tongue}")
        loaders = [shipped] if own is None else [FunctionLoader(partial(_source, own)), shipped]
        self._environment = _environment(ChoiceLoader(loaders), phrases)
        self._templates = self._checked(own, issues)
        if issues:
            raise IntakeError(issues)

    def message(self, name: str, values: Mapping[str, Any]) -> Message:
        """Return a message from one of `MESSAGES`.

        Raises
        ------
        IntakeError
            The template fails on these values, or gives no subject.
        """
        try:
            told = _once("".join(_no_more(self._templates[name].generate(values))))
        except Exception as fault:  # a template may do anything that Python can fail at
            raise IntakeError([_failure(name, fault, values)]) from None
        found = _SUBJECT.fullmatch(plain(told))
        if found is None or not found["subject"].strip():
            right = "begin it with a line like Subject: Your group"
            raise IntakeError([Issue(name, "gives a message without a subject", row=1, right=right)])
        return Message(one_line(found["subject"]).strip(), found["body"].strip() + "\n")

    def _checked(self, own: Path | None, issues: list[Issue]) -> dict[str, Template]:
        """Return the templates by name; what is wrong in one, whoever it is sent to, is among the faults."""
        templates: dict[str, Template] = {}
        waiting, seen = list(MESSAGES), set(MESSAGES)
        while waiting:
            name = waiting.pop(0)
            try:
                templates[name] = self._environment.get_template(name)
                source, _, _ = (self._environment.loader or ChoiceLoader([])).get_source(self._environment, name)
                tree = self._environment.parse(source, name)
            except TemplateSyntaxError as fault:
                message = f"cannot be understood: {fault.message}"
                issues.append(Issue(fault.name or name, message, row=fault.lineno))
            except TemplateNotFound:
                issues.append(Issue(name, "is included by a message and is not there"))
            except RefusedError as refused:
                issues.append(refused.issue(name))
            else:
                issues += self._unknown_names(name, tree)
                named = [one for one in find_referenced_templates(tree) if one is not None and one not in seen]
                seen.update(named)
                waiting += named
        if own is not None:
            issues += _misnamed(own, seen)
        return templates

    def _unknown_names(self, name: str, tree: Any) -> Iterator[Issue]:
        unknown = find_undeclared_variables(tree) - set(self._values)
        for node in tree.find_all(Name):
            if node.ctx == "load" and node.name in unknown:
                yield _unknown(name, node.lineno, node.name, self._values)


def _source(own: Path, name: str) -> tuple[str, str, None] | None:
    """Return a template of the coordinator's own, and where it stands; None where there is none of this name."""
    file = own.joinpath(*split_template_path(name))
    try:
        return utf8_of(file, TEMPLATE), str(file), None
    except MissingError:
        return None


def _no_more(parts: Iterable[str]) -> Iterator[str]:
    """Yield the parts of a message as long as they are not more than anybody reads."""
    length = 0
    for part in parts:
        length += len(part)
        if length > LONGEST_TEXT:
            raise ValueError(f"the message has more than {LONGEST_TEXT:,} characters")
        yield part


def _marked(value: Any) -> Any:
    """Return a value so that it shows where it ends with a full stop, whatever stands between it and the next one."""
    return f"{value}{_STOPPED}" if str(value).endswith(".") else value


def _once(told: str) -> str:
    """Return a text in which a value's full stop ends the sentence too: one, not two; three are an ellipsis."""
    return re.sub(rf"{_STOPPED}\.(?!\.)", "", told).replace(_STOPPED, "")


class _Sandbox(ImmutableSandboxedEnvironment):
    """Templates that see what is given to them, and make nothing endless of it."""

    intercepted_binops = frozenset(("*", "**"))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Multiply, where what comes out is no larger than a message."""
        numbers = [abs(one) for one in (left, right) if isinstance(one, int | float)]
        if operator == "**" or max(numbers, default=0) > LONGEST_TEXT:
            raise ValueError(f"{left!r} {operator} {right!r} may be too large")
        return super().call_binop(context, operator, left, right)


def _environment(loader: ChoiceLoader, phrases: Phrases) -> Environment:
    environment = _Sandbox(
        loader=loader,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
        finalize=_marked,
    )

    def listing(items: Iterable[Any]) -> str:
        return phrases.listing([str(item["name"] if isinstance(item, Mapping) else item) for item in items])

    def plural(count: int, **forms: str) -> str:
        return phrases.form_of(count, forms).replace("{count}", phrases.number(count))

    filters: dict[str, Callable[..., Any]] = {"addresses": _addresses, "named": _named, "number": phrases.number}
    environment.filters.update(filters, listing=listing, plural=plural)
    return environment


def _addresses(people: Iterable[Mapping[str, Any]]) -> list[str]:
    return [person["email"] for person in people if person["email"]]


def _named(person: Mapping[str, Any]) -> str:
    return f"{person['name']} <{person['email']}>" if person["email"] else str(person["name"])


def _folder_faults(own: Path) -> Iterator[Issue]:
    if not own.is_dir():
        yield Issue(str(own), "is no folder of templates", right=f"name a folder with {in_a_row(MESSAGES)}")
    elif not any((own / name).is_file() for name in MESSAGES):
        yield Issue(str(own), f"holds none of {in_a_row(MESSAGES)}", right="put the messages there that you changed")


def _misnamed(own: Path, known: set[str]) -> Iterator[Issue]:
    """Yield files that nothing uses and that have nearly the name of a message."""
    for file in sorted(own.glob("*.txt")):
        near = nearest(file.name, MESSAGES)
        if file.name not in known and near is not None:
            yield Issue(file.name, "is no message, and none includes it", suggestion=near)


def _unknown(file: str, row: int | None, name: str, known: Iterable[str]) -> Issue:
    known = sorted(known)
    right = f"there is {in_a_row(known)}"
    return Issue(file, "is nothing that a message can name", row, None, name, right, nearest(name, known))


def _failure(file: str, fault: Exception, values: Mapping[str, Any]) -> Issue:
    """Return what a template failed at, and where."""
    frames = [
        frame
        for frame in traceback.extract_tb(fault.__traceback__)
        if frame.filename.endswith(".txt") or frame.filename == "<template>"
    ]
    name = Path(frames[-1].filename).name if frames else file
    row = frames[-1].lineno if frames else None
    found = _UNDEFINED.search(str(fault))
    if isinstance(fault, TemplateError) and found is not None:
        return _unknown(name, row, found[1], _keys(values))
    return Issue(name, f"fails: {' '.join(str(fault).split()) or type(fault).__name__}", row=row)


def _keys(value: Any) -> set[str]:
    """Return every name that leads to something in nested values."""
    if isinstance(value, Mapping):
        return {*value, *(key for item in value.values() for key in _keys(item))}
    if isinstance(value, list | tuple):
        return {key for item in value for key in _keys(item)}
    return set()
