"""The sentences in which people speak of hours: a grammar over kinds of tokens, with every way an answer fits it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from types import MappingProxyType

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput

from matcher.survey.hours import tokens as hours
from matcher.survey.hours.words import Kind

__all__ = ["TooMany", "in_shape", "leaves", "shape_of", "ways_to_read"]

_LETTERS = MappingProxyType(
    {
        Kind.DAY: "d", Kind.TIMES: "t", Kind.PART: "p", Kind.ANY_TIME: "a", Kind.SLOT: "s", Kind.NOT: "n",
        Kind.ENGAGED: "e", Kind.NO_MARK: "z", Kind.EXCEPT: "x", Kind.BUT: "b", Kind.FREE: "f", Kind.WORK: "w",
        Kind.ONLY: "l", Kind.COMMA: ",", Kind.AND: "&", Kind.STOP: ";", Kind.OPEN: "(", Kind.CLOSE: ")",
    }
)  # fmt: skip
"""The letter of each kind in a shape; `Kind.SILENT` and colons have none, and what is not understood has ``?``."""

_GRAMMAR = r"""
start: offer | deny | both | never
never: NOT ANY?

// What is offered. Days come first everywhere, or times do; only pairs that nothing parts may come in either order.
offer: firsts | lasts | pairs | bare | dayless | spare
firsts: first (_sep? first)*
first: _yes? days (_COMMA | _STOP)? run minus? _good?
     | days _good -> whole_days
     | _yes? SLOT _good? -> named
lasts: last (_sep? last)*
last: _yes? times _COMMA? days _good?
pairs: _pair (_sep? _pair)*
_pair: tight_first | tight_last
tight_first: _yes? days times minus? _good?
tight_last: _yes? times days _good?
bare: _yes? days
spare: first (_sep? first)* _sep days
dayless: _yes? times _good?
minus: _away times | _OPEN _away times _CLOSE | _COMMA (NOT | ENGAGED) times
_away: NOT | EXCEPT | ENGAGED

// What is taken away: a denial before it, or behind it.
deny: den (_sep? den)*
den: NOT objects | ENGAGED objects | EXCEPT objects | NO_MARK objects
   | objects _denial | objects _OPEN _denial _CLOSE
   | _OPEN den _CLOSE
_denial: NOT | ENGAGED | NO_MARK
objects: days | times | timed ((_COMMA | _AND)? timed)* | SLOT ((_COMMA | _AND) SLOT)*
timed: days times | times days

// Where both stand together, days or times alone are offered only where something parts them from a denial.
both: deny _turned then* (_join? deny)?
    | _begun then+ (_join? deny)?
    | _begun _join? deny
    | bare_offer _COMMA? deny
    | deny _COMMA? bare_offer
then: _join? deny _turned
_begun: timed_offer | parted_offer
_turned: timed_offer | _turn timed_offer | _turn parted_offer
timed_offer: firsts -> offer
   | lasts -> offer
   | pairs -> offer
parted_offer: dayless -> offer
bare_offer: bare -> offer
_join: _COMMA | _STOP | _AND | _BUT
_turn: _COMMA | _STOP | _BUT

days: _day ((_COMMA | _AND)? _day)* | _OPEN _day ((_COMMA | _AND) _day)* _CLOSE
_day: DAY
run: time ((_COMMA | _AND | _STOP) time)* | _OPEN time ((_COMMA | _AND) time)* _CLOSE
times: time ((_COMMA | _AND) time)* | _OPEN time ((_COMMA | _AND) time)* _CLOSE
time: TIMES | PART | ANY
    | PART TIMES | TIMES PART | PART _OPEN TIMES _CLOSE | TIMES _OPEN PART _CLOSE
    | ANY PART | ANY TIMES

_sep: _COMMA | _AND | _STOP
_yes: FREE
_good: FREE | WORK

DAY: "d"
TIMES: "t"
PART: "p"
ANY: "a"
SLOT: "s"
NOT: "n"
ENGAGED: "e"
NO_MARK: "z"
EXCEPT: "x"
FREE: "f"
WORK: "w"
_BUT: "b"
_COMMA: ","
_AND: "&"
_STOP: ";"
_OPEN: "("
_CLOSE: ")"
"""

_MOST_WAYS = 40
_SEPARATORS = frozenset(",&;b")
_TAKING_AWAY = frozenset("nexzb")


class TooMany(Exception):
    """An answer fits the grammar in too many ways to compare them."""


def shape_of(tokens: Sequence[hours.Token]) -> tuple[str, list[hours.Token]]:
    """Return the shape of an answer, a letter a token, and the tokens that its letters stand for.

    What says nothing is left out; of several marks that part, the strongest stays.
    """
    kept = [token for token in tokens if token.kind is not Kind.SILENT]
    kept = [token for token in _dashes_read(kept) if token.kind is not Kind.SILENT]
    letters = [_LETTERS.get(token.kind, ":" if token.kind is Kind.COLON else "?") for token in kept]
    if "l" in letters and not _TAKING_AWAY & set(letters):
        # "only" adds nothing where nothing is taken away; whether days overlap is looked at later.
        kept = [token for token, letter in zip(kept, letters, strict=True) if letter != "l"]
        letters = [letter for letter in letters if letter != "l"]
    return _parted(letters, kept)


def _parted(letters: Sequence[str], tokens: Sequence[hours.Token]) -> tuple[str, list[hours.Token]]:
    """Leave out colons, and separators that stand beside a bracket, an end or a stronger one."""
    shape: list[str] = []
    kept: list[hours.Token] = []
    for letter, token in zip(letters, tokens, strict=True):
        if letter == ":":
            continue
        if letter in _SEPARATORS and shape and shape[-1] in _SEPARATORS:
            if ",&;b".index(letter) > ",&;b".index(shape[-1]):
                shape[-1], kept[-1] = letter, token
            continue
        if letter in _SEPARATORS and (not shape or shape[-1] == "("):
            continue
        if letter == ")" and shape and shape[-1] in _SEPARATORS:
            shape[-1], kept[-1] = letter, token
            continue
        shape.append(letter)
        kept.append(token)
    while shape and shape[-1] in _SEPARATORS:
        shape.pop()
        kept.pop()
    return "".join(shape), kept


_TIME_KINDS = frozenset({Kind.TIMES, Kind.PART, Kind.ANY_TIME})
_ENDS = frozenset({None, Kind.COMMA, Kind.STOP, Kind.CLOSE})


def _dashes_read(tokens: Sequence[hours.Token]) -> Iterator[hours.Token]:
    """Yield the tokens with each dash read that joins nothing: as no, as a mark before a line, as what parts."""
    bulleted = _are_bulleted(tokens)
    for place, token in enumerate(tokens):
        if token.kind is not Kind.TO or token.text != "-":
            yield token
            continue
        before = tokens[place - 1].kind if place else None
        after = tokens[place + 1].kind if place + 1 < len(tokens) else None
        yield hours.Token(_dash(before, after, bulleted), token.start, token.end, token.text)


def _dash(before: Kind | None, after: Kind | None, bulleted: bool) -> Kind:
    if before in (None, Kind.STOP):
        return Kind.SILENT if bulleted else Kind.UNKNOWN
    if before in (Kind.DAY, Kind.COLON) and (after in _ENDS or (before is Kind.COLON and after is Kind.DAY)):
        return Kind.NO_MARK
    if before in (Kind.DAY, Kind.COLON) and after in (*_TIME_KINDS, Kind.FREE, Kind.NOT, Kind.OPEN):
        return Kind.SILENT
    if before in (*_TIME_KINDS, Kind.CLOSE) and after in (Kind.FREE, Kind.NOT, Kind.NO_MARK):
        return Kind.SILENT
    return Kind.UNKNOWN


def _are_bulleted(tokens: Sequence[hours.Token]) -> bool:
    """Whether a dash stands before each of several lines."""
    lines = [list(line) for stop, line in itertools.groupby(tokens, lambda one: one.kind is Kind.STOP) if not stop]
    return len(lines) > 1 and all(line[0].kind is Kind.TO and line[0].text == "-" for line in lines)


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="earley", lexer="basic", ambiguity="explicit")


@lru_cache(maxsize=8192)
def ways_to_read(shape: str) -> tuple[Tree[Token], ...]:
    """Return every way in which a shape fits the grammar; the leaves know their place in the shape.

    Raises
    ------
    TooMany
        There are too many ways to compare them.
    """
    if not shape or re.search(r"[^dtpasnexzfw,&;b()]", shape):
        return ()
    try:
        forest = _parser().parse(shape)
    except UnexpectedInput:
        return ()
    return tuple(_ways(forest))


def _ways(tree: Tree[Token]) -> list[Tree[Token]]:
    """Return the trees without ambiguity that a tree stands for."""
    if tree.data == "_ambig":
        found = [way for child in tree.children if isinstance(child, Tree) for way in _ways(child)]
    else:
        parts = [_ways(child) if isinstance(child, Tree) else [child] for child in tree.children]
        many = 1
        for part in parts:
            many *= len(part)
        if many > _MOST_WAYS:
            raise TooMany
        found = [Tree(tree.data, list(children)) for children in itertools.product(*parts)]
    if len(found) > _MOST_WAYS:
        raise TooMany
    return found


def leaves(tree: Tree[Token], kind: str) -> Iterator[int]:
    """Yield the places of the leaves of a kind under a tree, in order."""
    for leaf in tree.scan_values(lambda value: isinstance(value, Token) and value.type == kind):
        yield leaf.start_pos


def in_shape(tree: Tree[Token], name: str) -> list[Tree[Token]]:
    """Return the children of a tree that a rule made."""
    return [child for child in tree.children if isinstance(child, Tree) and child.data == name]
