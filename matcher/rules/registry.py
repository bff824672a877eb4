"""The list of rules, which a program may add rules of its own to."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, ExitStack
from threading import Lock

from matcher.errors import MatcherError
from matcher.rules.rule import Rule

__all__ = ["Rules"]

_OURS_TO_STATE = ("narrow", "add_to")


class Rules(Collection[Rule]):
    """Rules in the order in which they are asked; the last one looks back on all before it.

    Whoever walks over it walks over the rules registered at that moment.
    """

    def __init__(self, *rules: Rule) -> None:
        self._rules, self._lock = rules, Lock()
        self._contract = frozenset(type(rule) for rule in rules)

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._rules)

    def __contains__(self, rule: object) -> bool:
        return rule in self._rules

    def __len__(self) -> int:
        return len(self._rules)

    @property
    def registered(self) -> tuple[Rule, ...]:
        """The rules that are none of the contract's."""
        return tuple(rule for rule in self if type(rule) not in self._contract)

    def register(self, rule: Rule) -> AbstractContextManager[None]:
        """Add a rule of one's own: from now on every intake is matched, verified, explained and reported by it.

        Parameters
        ----------
        rule
            States itself by `Rule.forbid` and `Rule.counted` alone, so that every process that takes part knows it,
            and checks itself by `Rule.breaches`; `Rule.phrase` and `Rule.sentence` are its words.

        Returns
        -------
        context manager
            At whose end the rule is taken away again; where it is not entered, the rule stays.

        Raises
        ------
        MatcherError
            There is a rule of this name, or it states itself in a way that only rules of the contract can.
        """
        with self._lock:
            if any(rule.name == one.name for one in self):
                raise MatcherError(f"there is a rule named {rule.name!r} already; give yours a name of its own")
            for face in _OURS_TO_STATE:
                if getattr(type(rule), face) is not getattr(Rule, face):
                    raise MatcherError(f"the rule {rule.name!r} states {face}; state it by forbid and counted alone")
            if type(rule).breaches is Rule.breaches:
                raise MatcherError(f"the rule {rule.name!r} has no breaches: nothing could be checked by it")
            self._rules = (*self._rules[:-1], rule, self._rules[-1])
        stack = ExitStack()
        stack.callback(self._take_away, rule)
        return _Registered(stack)

    def _take_away(self, rule: Rule) -> None:
        with self._lock:
            self._rules = tuple(one for one in self._rules if one is not rule)


class _Registered(AbstractContextManager[None]):
    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        self._stack.close()
