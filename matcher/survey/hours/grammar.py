"""The sentences in which people speak of hours: a grammar over kinds of tokens, with every way an answer fits it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput

from matcher.survey.hours import tokens as hours
from matcher.survey.hours.words import Kind

__all__ = ["TooManyWaysError", "in_shape", "leaves", "shape_of", "ways_to_read"]

_LETTERS = MappingProxyType(
    {
        Kind.DAY: "d", Kind.TIMES: "t", Kind.PART: "p", Kind.ANY_TIME: "a", Kind.SLOT: "s", Kind.NOT: "n",
        Kind.ENGAGED: "e", Kind.NO_MARK: "z", Kind.EXCEPT: "x", Kind.BUT: "b", Kind.FREE: "f",
        Kind.ONLY: "l", Kind.COMMA: ",", Kind.AND: "&", Kind.STOP: ";", Kind.OPEN: "(", Kind.CLOSE: ")",
    }
)  # fmt: skip
"""The letter of each kind in a shape; `Kind.SILENT` and colons have none, and what is not understood has ``?``."""

_GRAMMAR = r"""
start: deny | both | never | chained
// "Cannot Mon 9-11; Fri 9-11": the denial may go on.
chained: chained_den -> deny
chained_den: _denied -> den
_denied: NOT objects _STOP objects | ENGAGED objects _STOP objects | _denied _STOP objects
never: NOT | NOT ANY

// What is offered. Days come first everywhere, or times do; only pairs that nothing parts may come in either order.
offer: groups | bare | dayless | spare
groups: _firsts | _lasts | _pairs
_firsts: first | _firsts first | _firsts _sep first
first: _first | FREE _first | _first _good | FREE _first _good
     | days _good -> whole_days
     | SLOT -> named
     | FREE SLOT -> named
     | SLOT _good -> named
_first: days _run | days _COMMA _run | days _STOP _run
_run: run | run minus
_lasts: last | _lasts last | _lasts _sep last
last: _last | FREE _last | _last _good | FREE _last _good
_last: times days | times _COMMA days
_pairs: _pair | _pairs _pair | _pairs _sep _pair
_pair: tight_first | tight_last
tight_first: _tight -> first
    | FREE _tight -> first
    | _tight _good -> first
    | FREE _tight _good -> first
_tight: days times | days times minus
tight_last: _late -> last
    | FREE _late -> last
    | _late _good -> last
    | FREE _late _good -> last
_late: times days
bare: days | FREE days
dayless: times | FREE times | times _good | FREE times _good
spare: _firsts _sep days
minus: _away times | _OPEN _away times _CLOSE | _COMMA NOT times | _COMMA ENGAGED times
_away: NOT | EXCEPT | ENGAGED

// What is taken away: a denial before it, or behind it.
deny: _deny
_deny: den | _deny den | _deny _sep den
den: _taking objects | objects _denial | objects _OPEN _denial _CLOSE | _OPEN den _CLOSE
_taking: NOT | ENGAGED | EXCEPT | NO_MARK
_denial: NOT | ENGAGED | NO_MARK
objects: days | times | _timed | _slots
_timed: timed | _timed timed | _timed _comma timed
_slots: SLOT | _slots _comma SLOT
timed: days times | times days

// Where both stand together, days or times alone are offered only where something parts them from a denial.
both: _both | bare_offer deny | bare_offer _COMMA deny | deny bare_offer | deny _COMMA bare_offer
_both: _offered _taken | deny _turned | _both _taken | _both _turned
_taken: deny | _join deny
_turned: timed_offer | _turn _offered
_offered: timed_offer | parted_offer
timed_offer: groups -> offer
parted_offer: dayless -> offer
bare_offer: bare -> offer
_join: _COMMA | _STOP | _AND | _BUT
_turn: _COMMA | _STOP | _BUT

days: _days | _OPEN _days _CLOSE
_days: DAY | _days DAY | _days _comma DAY
run: _runs -> times
   | _OPEN _times _CLOSE -> times
_runs: time | _runs _sep time
times: _times | _OPEN _times _CLOSE
_times: time | _times _comma time
time: TIMES | PART | ANY
    | PART TIMES | TIMES PART | PART _OPEN TIMES _CLOSE | TIMES _OPEN PART _CLOSE
    | ANY PART | ANY TIMES

_comma: _COMMA | _AND
_sep: _COMMA | _AND | _STOP
_good: FREE

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
_BUT: "b"
_COMMA: ","
_AND: "&"
_STOP: ";"
_OPEN: "("
_CLOSE: ")"
"""

_MOST_WAYS = 40
"""An answer that may be read in more ways is asked about, whatever they come to."""
_SEPARATORS = frozenset(",&;b")
_TAKING_AWAY = frozenset("nexzb")


class TooManyWaysError(Exception):
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
    if not _TAKING_AWAY & set(letters):
        letters, kept = _days_joined(letters, kept)
    return _parted(letters, kept)


def _days_joined(letters: Sequence[str], tokens: Sequence[hours.Token]) -> tuple[list[str], list[hours.Token]]:
    """Make one of each list of days, where nothing is taken away: they can only be meant together.

    Unless times stand on both sides ("9-11 Mon, Wed 2-4").
    """
    joined: list[hours.Token] = []
    written = "".join(letters)
    place, shape = 0, ""
    for found in re.finditer(r"d(?:[,&]*d)+", written):
        if re.search(r"[tpa)][:]*$", written[: found.start()]) and re.match(r"[:]*[tpa(]", written[found.end() :]):
            continue
        joined += tokens[place : found.start()]
        listed = tokens[found.start() : found.end()]
        days = [token.days for token in listed if token.days is not None]
        joined.append(replace(listed[0], end=listed[-1].end, days=hours.together(days)))
        shape += written[place : found.start()] + "d"
        place = found.end()
    return list(shape + written[place:]), [*joined, *tokens[place:]]


def _parted(letters: Sequence[str], tokens: Sequence[hours.Token]) -> tuple[str, list[hours.Token]]:
    """Leave out colons, brackets around nothing, and marks that part nothing: at an end, or beside a stronger one.

    A word that should join something and does not ("9-11 ET") is not understood.
    """
    shape: list[str] = []
    kept: list[hours.Token] = []
    for letter, token in zip(letters, tokens, strict=True):
        if letter == ":":
            continue
        last = shape[-1] if shape else ""
        parts_nothing = letter in _SEPARATORS and last in ("", "(")
        is_doubled = last in _SEPARATORS and letter in ",&;b)"
        if (parts_nothing and letter in "&b") or (is_doubled and last in "&b" and letter != "b"):
            shape.append("?")
            kept.append(token)
        elif letter == ")" and last == "(":
            del shape[-1], kept[-1]
        elif is_doubled:
            stronger = letter == ")" or ",&;b".index(letter) > ",&;b".index(last)
            shape[-1], kept[-1] = (letter, token) if stronger else (last, kept[-1])
        elif not parts_nothing:
            shape.append(letter)
            kept.append(token)
    while shape and shape[-1] in ",;":
        del shape[-1], kept[-1]
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
        before = tokens[place - 1] if place else None
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        kind = _dash(before.kind if before else None, after.kind if after else None, bulleted)
        if before and after and before.end < token.start and token.end == after.start and kind is Kind.SILENT:
            # "Mon -4pm" may be a beginning left out.
            kind = Kind.UNKNOWN if before.kind is not Kind.STOP else kind
        yield replace(token, kind=kind)


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
    return Lark(_GRAMMAR, parser="earley", lexer="basic", ambiguity="explicit", start=["start", "offer"])


@lru_cache(maxsize=8192)
def ways_to_read(shape: str) -> tuple[Tree[Token], ...]:
    """Return every way in which a shape fits the grammar; the leaves know their place in the shape.

    Raises
    ------
    TooManyWaysError
        There are too many ways to compare them.
    """
    if not shape or re.search(r"[^dtpasnexzf,&;b()]", shape):
        return ()
    offers_only = not _TAKING_AWAY & set(shape)
    if offers_only and len(parts := _parts(shape)) > 1:
        whole = _side_by_side(parts)
        if whole is not None:
            return (whole,)
    try:
        forest = _parser().parse(shape, start="offer" if offers_only else "start")
    except UnexpectedInput:
        return ()
    return tuple(dict.fromkeys(_ways(forest)))


def _parts(shape: str) -> list[str]:
    """Return parts that each may be whole in themselves: days with the times behind them, or with those before."""
    if "(" in shape:
        return [shape]
    segments = re.split(r"([,&;])", shape)
    days_first = segments[0].lstrip("f")[:1] == "d"
    parts = [segments[0]]
    for mark, segment in zip(segments[1::2], segments[2::2], strict=True):
        goes_on = "d" not in segment if days_first else "d" not in parts[-1]
        if goes_on:
            parts[-1] += mark + segment
        else:
            parts.append(segment)
    return parts


def _side_by_side(parts: Sequence[str]) -> Tree[Token] | None:
    """Return the one way to read parts of which each is whole in itself, days first in all or in none.

    Nothing can then belong to the part beside it, and what many people write needs no parsing anew.
    """
    if len({part.lstrip("f")[:1] == "d" for part in parts}) > 1:
        return None
    children: list[Token | Tree[Token]] = []
    place = 0
    for part in parts:
        ways = ways_to_read(part)
        form = ways[0].children[0] if len(ways) == 1 else None
        if not isinstance(form, Tree) or form.data != "groups":
            return None
        children += [_moved(child, place) for child in form.children]
        place += len(part) + 1
    return Tree("offer", [Tree("groups", children)])


def _moved(tree: Token | Tree[Token], by: int) -> Token | Tree[Token]:
    if isinstance(tree, Tree):
        return Tree(tree.data, [_moved(child, by) for child in tree.children])
    return Token(tree.type, tree.value, start_pos=(tree.start_pos or 0) + by)


def _ways(tree: Tree[Token]) -> list[Tree[Token]]:
    """Return the trees without ambiguity that a tree stands for."""
    if tree.data == "_ambig":
        found = [way for child in tree.children if isinstance(child, Tree) for way in _ways(child)]
    else:
        parts: list[Sequence[Token | Tree[Token]]] = [
            _ways(child) if isinstance(child, Tree) else [child] for child in tree.children
        ]
        many = 1
        for part in parts:
            many *= len(part)
        if many > _MOST_WAYS:
            raise TooManyWaysError
        found = [Tree(tree.data, list(children)) for children in itertools.product(*parts)]
    if len(found) > _MOST_WAYS:
        raise TooManyWaysError
    return found


def leaves(tree: Tree[Token], kind: str) -> Iterator[int]:
    """Yield the places of the leaves of a kind under a tree, in order."""
    for leaf in tree.scan_values(lambda value: isinstance(value, Token) and value.type == kind):
        yield leaf.start_pos or 0


def in_shape(tree: Tree[Token], name: str) -> list[Tree[Token]]:
    """Return the children of a tree that a rule made."""
    return [child for child in tree.children if isinstance(child, Tree) and child.data == name]
