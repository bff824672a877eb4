"""Rules and changes of an intake in words: each rule as a statement, each change as a request."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from matcher.intake.words.findings import count_of
from matcher.why.answers.changing import ANY_HOUR
from matcher.why.answers.steps import Step, StepKind
from matcher.why.wording.naming import Names

__all__ = ["rule_told", "step_told"]


def step_told(names: Names, step: Step) -> str:
    """Say what to change, as a request: ``raise groups.max_size from 10 to 11``."""
    return _STEPS[step.kind](names, step)


def rule_told(names: Names, step: Step) -> str:
    """Say the rule or wish that a step would give up, as a statement: ``a group has at most 10 mentees``."""
    return _RULES[step.kind](names, step)


_PAIRS = MappingProxyType(
    {
        "same": "both mentors of a pair are of the same gender",
        "mixed": "the two mentors of a pair are of different genders",
    }
)


def _number(step: Step, thing: str) -> str:
    return count_of(int(step.before or 0), thing)


def _row(names: Names, step: Step) -> str:
    one, other = names.name(step.person), names.name(step.other)
    return {
        "together": f"{one} and {other} are together",
        "apart": f"{one} and {other} are apart",
        "assign": f"{one} is in a group that {other} leads",
        "co_lead": f"{one} and {other} lead together or not at all",
    }[step.detail or ""]


def _asked(names: Names, step: Step) -> str:
    return f"{names.name(step.person)} requires a mentor of gender {step.before}"


def _mentor(names: Names, step: Step) -> str:
    return "a mentor" if step.person is None else names.name(step.person)


def _limit(step: Step, name: str) -> str:
    return f"load.{name}" if step.person is None else name


def _more(what: str) -> Callable[[Names, Step], str]:
    def said(names: Names, step: Step) -> str:
        verb = "raise" if step.after is None or int(step.after) > int(step.before or 0) else "lower"
        whose = f" of {names.name(step.person)}" if step.person is not None else ""
        if not whose and what.startswith("max_"):
            return f"{verb} load.{what}, for all mentors, from {step.before} to {step.after}"
        if step.after is None:
            return f"give up {what}{whose}"
        return f"{verb} {what}{whose} from {step.before} to {step.after}"

    return said


def _hour_more(names: Names, step: Step) -> str:
    if step.after in (None, ANY_HOUR):
        return f"let {names.name(step.person)} come at any hour"
    return f"one more hour for {names.name(step.person)}: {step.after}"


_STEPS: MappingProxyType[StepKind, Callable[[Names, Step], str]] = MappingProxyType(
    {
        StepKind.HOUR: _hour_more,
        StepKind.MAX_GROUPS: _more("max_groups"),
        StepKind.MAX_MENTEES: _more("max_mentees"),
        StepKind.MAX_SIZE: _more("groups.max_size"),
        StepKind.MIN_SIZE: _more("groups.min_size"),
        StepKind.ROOMS: _more("schedule.max_groups_per_slot"),
        StepKind.COUNT: _more("groups.count"),
        StepKind.EVERYONE: lambda names, step: "let mentees be left out (set groups.everyone to false)",
        StepKind.REQUIRE: lambda names, step: f"drop the `require` wish of {names.name(step.person)}",
        StepKind.AVOID: lambda names, step: (
            f"let {names.name(step.person)} share a group with {names.name(step.other)}"
        ),
        StepKind.CONSTRAINT: lambda names, step: (
            f"drop the constraint `{step.detail}` of {names.name(step.person)} and {names.name(step.other)}"
        ),
        StepKind.LOCK: lambda names, step: f"drop a lock: {step.before}",
        StepKind.NO_LONE: lambda names, step: (
            f"let somebody be the only mentee of gender {step.before} in a group (gender.no_lone)"
        ),
        StepKind.GENDER_PAIR: lambda names, step: "let the two mentors of a pair be of any genders (gender.pair = any)",
        StepKind.ELIGIBLE: lambda names, step: f"give up the rule on {step.before} for mentees and mentors (eligible)",
        StepKind.PAIR: lambda names, step: f"give up the rule on {step.before} between two mentors (pair)",
        StepKind.MIX: lambda names, step: f"give up the rule that a group has {step.detail} in {step.before} (mix)",
    }
)

_RULES: MappingProxyType[StepKind, Callable[[Names, Step], str]] = MappingProxyType(
    {
        StepKind.HOUR: lambda names, step: f"the hours of {names.name(step.person)}",
        StepKind.MAX_GROUPS: lambda names, step: (
            f"{_mentor(names, step)} leads at most {_number(step, 'group')} ({_limit(step, 'max_groups')})"
        ),
        StepKind.MAX_MENTEES: lambda names, step: (
            f"{_mentor(names, step)} has at most {_number(step, 'mentee')} ({_limit(step, 'max_mentees')})"
        ),
        StepKind.MAX_SIZE: lambda names, step: f"a group has at most {_number(step, 'mentee')} (groups.max_size)",
        StepKind.MIN_SIZE: lambda names, step: f"a group has at least {_number(step, 'mentee')} (groups.min_size)",
        StepKind.ROOMS: lambda names, step: (
            f"at most {_number(step, 'group')} {'meets' if step.before == '1' else 'meet'} at one slot "
            "(schedule.max_groups_per_slot)"
        ),
        StepKind.COUNT: lambda names, step: (
            f"there {'is' if step.before == '1' else 'are'} exactly {_number(step, 'group')} (groups.count)"
        ),
        StepKind.EVERYONE: lambda names, step: "every mentee has a place (groups.everyone)",
        StepKind.REQUIRE: _asked,
        StepKind.AVOID: lambda names, step: f"{names.name(step.person)} avoids {names.name(step.other)}",
        StepKind.CONSTRAINT: lambda names, step: f"{_row(names, step)} (a constraint, {step.detail})",
        StepKind.LOCK: lambda names, step: f"{step.before}",
        StepKind.NO_LONE: lambda names, step: f"nobody is the only mentee of gender {step.before} (gender.no_lone)",
        StepKind.GENDER_PAIR: lambda names, step: f"{_PAIRS[step.before or '']} (gender.pair)",
        StepKind.ELIGIBLE: lambda names, step: f"mentees and their mentors fit in {step.before} (eligible)",
        StepKind.PAIR: lambda names, step: f"the two mentors of a group suit each other in {step.before} (pair)",
        StepKind.MIX: lambda names, step: f"a group has {step.detail} in {step.before} (mix)",
    }
)
