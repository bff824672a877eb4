"""Wishes for people, by id, e-mail or name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from matcher.intake.program import fold
from matcher.intake.words.listing import in_a_row
from matcher.survey.import_report import Question, Report
from matcher.survey.mapping.answers import Answer
from matcher.survey.mapping.evidence import is_tick, rank_of_cell
from matcher.survey.mapping.plans import Plan, is_own
from matcher.survey.people.gathering import Someone
from matcher.survey.people.names import plain_name, readings_of
from matcher.survey.people.near_names import NearNames
from matcher.survey.people.wish_phrases import is_a_strangers_name, phrases, without_bullets
from matcher.survey.words.silent_words import TURNING
from matcher.survey.words.word_tables import plain_text, words_of

__all__ = ["Directory", "Known", "Wish", "Wished", "Wishes", "asked", "directories", "read_wishes", "wished"]

_NOBODY = frozenset(
    [
        "-",
        "--",
        "n/a",
        "na",
        "none",
        "no",
        "nobody",
        "no one",
        "noone",
        "anyone",
        "anybody",
        "any",
        "no preference",
        "no preferences",
        "no pref",
        "null",
        "nil",
        "x",
        "?",
        "don't mind",
        "i don't mind",
        "i don't know",
        "idk",
        "don't know",
        "not sure",
        "nothing",
        "whoever",
        "whomever",
        "tbd",
        "open to anyone",
        "i have no preference",
        "no particular preference",
        "none in particular",
        "n.a.",
        "doesn't matter",
        "open",
        "nein",
        "non",
        "egal",
        "keine",
        "keine praferenz",
        "niemand",
        "niemanden",
        "beliebig",
        "peu importe",
        "pas de preference",
        "sans preference",
        "aucun",
        "aucune",
        "aucune preference",
        "personne",
        "me da igual",
        "sin preferencia",
        "indiferente",
        "ninguno",
        "ninguna",
        "ninguna preferencia",
        "nadie",
    ]
)
_ANYBODY = words_of(
    "i i'm am would be really just happy fine ok okay good open with to have do don't not mind care about who is are "
    "works work for me mentor mentors mentee mentees one person people anyone anybody any whoever no particular "
    "specific strong preference preferences matter doesn't it all of them great seems everyone everybody haven't met "
    "yet know"
)
"""Words of answers that name nobody: "I don't mind, all of them seem great"."""
MOST_LETTERS = 4000
"""Longer cells are no lists of wishes; they are asked about whole."""
_NUMBERED = re.compile(
    r"(?:^|(?<=[\s;,]))(?:#?\s?\d{1,2}(?:st|nd|rd|th)?\s?[.):]|\(\d{1,2}\)|(?:first|second|third|fourth|fifth)"
    r"(?:\s+choice)?\s*:)\s+",
    re.IGNORECASE,
)
_STRONG = re.compile(r"[;\n|>\u2022]|\s/\s|\s&\s|\s\+\s|(?<=\w)/(?=\w)")
_WEAK = re.compile(r",|\s(?:and|und|sowie|dann|oder|y|e|luego|o|et|puis|ou|then|or)\s", re.IGNORECASE)
# No longer than an address may be: where there is none, none is looked for from every letter to the end.
_ADDRESS = re.compile(r"[^\s<>(),;:\"@]{1,254}@[^\s<>(),;:\"@]{1,254}\.[^\s<>(),;:\"@]{1,254}")
_ASIDE = re.compile(r"[(\[{\"\u201c\u201e]([^()\[\]{}\"\u201c\u201d]*)[)\]}\"\u201d](?=(\s*\w)?)")
_POSSESSIVE = re.compile(r"\w['\u2019]s$", re.IGNORECASE)
_NAME_SIGNS = re.compile(r"[\w\s.,'\u2019\u2018\u02bc`\u00b4()\[\]{}<>@\"\u201c\u201d\u201e&+:\u2010-\u2015-]*")
_LEAST_LIKE = 70.0
"""Words of a name less alike (rapidfuzz, 0 to 100) are no slip of it."""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who can be wished for; `says`: words of the person's own answers, which may stand beside the name."""

    id: str
    name: str | None = None
    email: str | None = None
    says: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Wish:
    """One wish.

    Parameters
    ----------
    text
        As written.
    id
        The person it is used for; None: left out.
    sure
        False: the coordinator is asked.
    candidates
        Ids of those who might be meant, likeliest first; empty where `sure`.
    note
        What to tell the coordinator; None where the text was an id or an exact name.
    rank
        The rank that is told with the name ("Carl first"); None where none is.
    """

    text: str
    id: str | None
    sure: bool = True
    candidates: tuple[str, ...] = ()
    note: str | None = None
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """All wishes of one person: `ids` to use, best first, and every `Wish` as it was read."""

    ids: tuple[str, ...]
    wishes: tuple[Wish, ...]


class Directory:
    """Those who can be wished for, found by what people write.

    Parameters
    ----------
    people
        Of the role wished for.
    settled
        Texts that the coordinator settled (mapping or corrections), to ids; an empty id means nobody.
    wished
        Whether people are wished for; False: named for another reason, so that words of a wish contradict it.
    """

    def __init__(
        self, people: Iterable[Known], settled: Mapping[str, str] | None = None, *, wished: bool = True
    ) -> None:
        self._people = tuple(people)
        self._wished = wished
        self._name = {person.id: person.name or person.id for person in self._people}
        self._settled = {fold(text): id_ for text, id_ in (settled or {}).items()}
        self._ids = _grouped((fold(person.id), person.id) for person in self._people)
        self._spelled = _grouped((fold(name), id_) for id_, name in self._name.items())
        self._emails = _grouped((fold(person.email), person.id) for person in self._people if person.email)
        self._mailboxes = _grouped(
            (fold(person.email).partition("@")[0], person.id) for person in self._people if person.email
        )
        read = [(reading, person.id) for person in self._people for reading in readings_of(person.name or "")]
        self._exact = _grouped((reading.text, id_) for reading, id_ in read)
        self._near = NearNames(read)
        self._found: dict[str, Wish] = {}

    def find(self, text: str) -> Wish:
        """Find whom one text means: by id, e-mail, exact name, then near name."""
        key = fold(text)
        if key not in self._found:
            self._found[key] = self._find(" ".join(text.split()))
        return replace(self._found[key], text=" ".join(text.split()))

    def knows(self, text: str) -> bool:
        """Return whether a text is plainly one of the people."""
        wish = self.find(text)
        return wish.sure and wish.id is not None

    def knows_exactly(self, text: str) -> bool:
        """Return whether a text is the id or the whole name of one of the people, and nothing else."""
        wish = self.find(text)
        return wish.id is not None and wish.note is None

    def names(self, ids: Iterable[str]) -> list[str]:
        """Return the names of people by their ids."""
        return [self._name[id_] for id_ in ids]

    def is_id(self, text: str) -> bool:
        """Return whether a text is the id of one of the people."""
        return fold(text) in self._ids

    def is_settled(self, text: str) -> bool:
        """Return whether the coordinator settled what a text means."""
        return fold(text) in self._settled

    def _find(self, text: str) -> Wish:
        key = fold(text)
        if key in self._settled:
            id_ = self._settled[key]
            return Wish(text, id_ or None, note=f"settled: {self._name.get(id_, id_)}" if id_ else "settled: nobody")
        if (
            plain_text(text) in _NOBODY
            or key in _NOBODY
            or not key
            or _ANYBODY.issuperset(re.split(r"[\s.,!]+", key.strip(".,! ")))
        ):
            return Wish(text, None)
        if key in self._ids:
            return self._told(text, [id_ for id_ in self._ids[key] if id_ == text] or self._ids[key], None)
        wish = self._in_words(text)
        # Whatever signs a name holds ("=Zed"), written just so it means who is called so.
        exact = self._spelled.get(key, []) if wish.id is None and not wish.candidates else []
        return self._told(text, exact, None) if exact else wish

    def _in_words(self, text: str) -> Wish:
        """Find whom a text means of which every word is the name's, tells a rank, or says nothing."""
        asked: list[Wish] = []
        for phrase in phrases(text, wished=self._wished):
            wish = self._by_core(phrase.core)
            if wish.id is not None:
                return replace(wish, text=text, rank=phrase.rank)
            asked.append(wish)
        within = self._named_within(text)
        if within:
            names = in_a_row(self._name[id_] for id_ in within)
            rest = self._rest(text, within)
            against = "a wish for" if self._wished else "is it against"
            why = f"{rest!r} beside {names} was not understood; {against} {names}, or the opposite?"
            plain = next(
                (wish for wish in asked if set(wish.candidates) >= set(within) and len(wish.candidates) > 1), None
            )
            return plain if plain is not None and not rest else self._asked(text, within, why, told=False)
        best = next((wish for wish in asked if wish.candidates), None)
        return replace(best, text=text) if best is not None else self._asked(text, (), "nobody is called so")

    def _by_core(self, text: str) -> Wish:
        key = fold(text)
        if self._settled.get(key):
            return Wish(text, self._settled[key], note=f"settled: {self._name.get(self._settled[key], key)}")
        if key in self._ids:
            return self._told(text, self._ids[key], None)
        if not _NAME_SIGNS.fullmatch(text) or _POSSESSIVE.search(text):
            return self._asked(text, (), "holds signs that are no part of a name")
        marked = self._by_address(text) or self._by_id_within(text)
        if marked is not None:
            return marked
        names = self._by_name(text)
        wish = self._told(text, names, None) if names else self._by_near_name(text)
        if wish.id is not None and not self._asides_fit(text, wish.id):
            return self._asked(text, (wish.id,), "what stands in brackets beside the name was not understood")
        return wish

    def _asides_fit(self, text: str, id_: str) -> bool:
        """Whether what stands in brackets is part of the person's name, a nickname, or said by the person elsewhere."""
        own = self._words_of(id_)
        for found in _ASIDE.finditer(text):
            strange = [word for word in plain_name(found[1]) if word not in own]
            nickname = found[2] is not None and len(strange) == 1 and not TURNING.fullmatch(strange[0])
            if strange and not nickname:
                return False
        return True

    def _words_of(self, id_: str) -> set[str]:
        one = next(person for person in self._people if person.id == id_)
        told = (word for reading in readings_of(one.name or "") for word in reading.words)
        return {*told, *one.says, *plain_name(one.id), *plain_name(one.email or "")}

    def _named_within(self, text: str) -> tuple[str, ...]:
        """Return those whose whole name, id or address stands within a text, in the order in which they do."""
        said = f" {' '.join(plain_name(text))} "
        found = {}
        for person in self._people:
            forms = [reading.text for reading in readings_of(person.name or "")]
            forms += [" ".join(plain_name(form)) for form in (person.id, person.email or "") if form]
            places = [said.find(f" {form} ") for form in forms if form and (" " in form or any(map(str.isdigit, form)))]
            if any(place >= 0 for place in places):
                found[person.id] = min(place for place in places if place >= 0)
        return tuple(sorted(found, key=lambda id_: found[id_]))

    def _rest(self, text: str, ids: Sequence[str]) -> str:
        """Return what stands beside the names in a text."""
        own = {word for id_ in ids for word in self._words_of(id_)}
        parts = re.findall(r"\S+", text)
        return " ".join(part for part in parts if not set(plain_name(part)) <= own or not plain_name(part)).strip(" ,;")

    def _by_address(self, text: str) -> Wish | None:
        """Find by an e-mail address, or the part of it before the @; a name beside it has to be the same person's."""
        addresses = _ADDRESS.findall(text)
        found = dict.fromkeys(id_ for address in addresses for id_ in self._emails.get(fold(address), ()))
        if not addresses and "." in text and " " not in text:
            found = dict.fromkeys(self._mailboxes.get(fold(text), ()))
        if found:
            rest = _ADDRESS.sub(" ", text) if addresses else ""
            known = all(fold(address) in self._emails for address in addresses)
            if known and (len(found) > 1 or self._is_called(rest, next(iter(found)))):
                return self._told(text, list(found), "by e-mail")
            why = (
                f"{' '.join(rest.split())!r} beside the address was not understood"
                if known
                else "not every address is known"
            )
            return self._asked(text, tuple(found), why)
        names = self._by_name(text) if addresses else []
        if addresses and not names:
            return self._asked(text, self._near_addresses(addresses), "nobody of this address")
        if addresses and not all(any(self._is_addressed(address, id_) for id_ in names) for address in addresses):
            # Another address of the same person is usual; one that may be a second person's is not passed over.
            return self._asked(text, tuple(names), "nobody of this address")
        return None

    def _is_addressed(self, address: str, id_: str) -> bool:
        """Whether an address holds a word of a person's name before its @."""
        mailbox = "".join(plain_name(address.partition("@")[0]))
        words = (word for reading in readings_of(self._name[id_]) for word in reading.words)
        return any(len(word) > 2 and word in mailbox for word in words)

    def _is_called(self, text: str, id_: str) -> bool:
        """Whether every word of a text is one of a person's name, or like one."""
        from rapidfuzz import fuzz

        own = self._words_of(id_)
        return all(
            word in own
            or (len(word) == 1 and any(one.startswith(word) for one in own))
            or any(fuzz.ratio(word, one) >= _LEAST_LIKE for one in own)
            for word in plain_name(text)
        )

    def _near_addresses(self, addresses: Sequence[str]) -> tuple[str, ...]:
        from rapidfuzz import fuzz, process

        found: dict[str, None] = {}
        for address in addresses:
            for choice, _, _ in process.extract(
                fold(address), list(self._emails), scorer=fuzz.ratio, score_cutoff=88, limit=3
            ):
                found |= dict.fromkeys(self._emails[choice])
        return tuple(found)

    def _by_id_within(self, text: str) -> Wish | None:
        """Find by an id that stands beside a name ("M3 - Jane Smith"): sure where the name is of the same person."""
        parts = re.split(r"([\s()\[\]:;,\u2013\u2014]+)", text)
        inside = {part for part in parts if any(letter.isdigit() for letter in part) and fold(part) in self._ids}
        ids = list(dict.fromkeys(id_ for part in sorted(inside) for id_ in self._ids[fold(part)]))
        if not ids:
            return None
        rest = " ".join("".join(" " if part in inside else part for part in parts).strip(" -:,;").split())
        named = self._by_core(rest) if plain_name(rest) else None
        if len(ids) == 1 and (named is None or self._is_called(rest, ids[0])):
            return self._told(text, ids, "by id")
        others = () if named is None else (named.id,) if named.id else named.candidates
        return self._asked(text, tuple(dict.fromkeys([*ids, *others])), "the id and the name are not of one person")

    def _by_name(self, text: str) -> list[str]:
        bare = _ADDRESS.sub(" ", text)
        found: dict[str, None] = {}
        for reading in readings_of(bare):
            found |= dict.fromkeys(self._exact.get(reading.text, ()))
            if found:
                break
        return list(found)

    def _told(self, text: str, ids: Sequence[str], how: str | None) -> Wish:
        """Return a wish for the one person found; of several, none."""
        if len(ids) > 1:
            return self._asked(text, tuple(ids), f"{len(ids)} people are called so")
        (id_,) = ids
        same = fold(text) in (fold(id_), fold(self._name[id_]))
        return Wish(text, id_, note=None if same else f"taken as {self._name[id_]}" + (f", {how}" if how else ""))

    def _adds_no_words(self, text: str, id_: str) -> bool:
        """Whether a text has no words that the name has not, but further names within it: not "last Holm, Carl"."""
        words = plain_name(text)
        longest = max(len(reading.words) for reading in readings_of(self._name[id_]))
        return len(words) <= longest or ("," not in text and not any(word.isdigit() for word in words))

    def _asked(self, text: str, candidates: tuple[str, ...], why: str, *, told: bool = True) -> Wish:
        names = in_a_row(f"{self._name[id_]} ({id_})" for id_ in candidates)
        return Wish(text, None, False, candidates, f"{why}; perhaps {names}" if names and told else why)

    def _by_near_name(self, text: str) -> Wish:
        near = self._near.find(readings_of(_ADDRESS.sub(" ", text)))
        if near.sure is not None and self._adds_no_words(text, near.sure):
            return self._told(text, [near.sure], near.why)
        if near.sure is not None:
            return self._asked(text, (near.sure,), "nobody is called exactly so")
        return self._asked(text, near.candidates, "nobody is called exactly so")


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, id_ in pairs:
        if id_ not in found.setdefault(key, []):
            found[key].append(id_)
    return found


def read_wishes(
    cells: Sequence[str],
    directory: Directory,
    *,
    own_id: str | None = None,
    ranks: Sequence[int | None] | None = None,
) -> Wishes:
    """Read one person's wishes: a cell a rank, or one cell that lists several; doubles and the person's own id go.

    A cell of which a part is no name and says something else is asked about whole: what it says may be meant of all.

    Parameters
    ----------
    cells
        Best first; blank ranks close up.
    ranks
        The rank of each cell, as the form has it; None where it has none.
    """
    wishes: list[Wish] = []
    ids: dict[str, None] = {}
    for cell, rank in zip(cells, ranks or [None] * len(cells), strict=True):
        for wish in _of_cell(cell, rank, directory):
            if wish.id is not None and wish.id == own_id:
                wish = Wish(wish.text, None, note="the person's own name; left out")
            elif wish.id is not None and wish.id in ids:
                wish = Wish(wish.text, None, note="named a second time; left out")
            elif wish.id is not None:
                ids[wish.id] = None
            wishes.append(wish)
    return Wishes(tuple(ids), tuple(wishes))


def _of_cell(cell: str, rank: int | None, directory: Directory) -> list[Wish]:
    """Return the wishes of one cell, in the order of the ranks that it tells."""
    wishes = [directory.find(part) for part in _parted(cell, directory)]
    told = [wish.rank for wish in wishes]
    if len(wishes) > 1 and any(map(_may_be_of_all, wishes)):
        strange = next(wish for wish in wishes if _may_be_of_all(wish))
        why = strange.note or f"{strange.text!r} beside names was not understood"
        return [_whole(cell, wishes, f"{why}; nothing of this cell was used")]
    if len(wishes) == 1 and told[0] not in (None, rank or 1):
        where = f"stands at rank {rank} and says" if rank is not None else "is the only one here and says"
        return [_whole(cell, wishes, f"{where} rank {told[0]}: which is it?")]
    if len(wishes) > 1 and any(one not in (None, place) for place, one in enumerate(told, 1)):
        if sorted(one or 0 for one in told) != list(range(1, len(wishes) + 1)):
            return [_whole(cell, wishes, "the ranks that it tells do not count from 1 on: who comes first?")]
        return sorted(wishes, key=lambda wish: wish.rank or 0)
    return wishes


def _may_be_of_all(wish: Wish) -> bool:
    """Whether a part of a cell says something that may be meant of its other parts, too: "not", "nobody"."""
    return wish.id is None and (wish.sure or not is_a_strangers_name(wish.text))


def _whole(cell: str, wishes: Sequence[Wish], why: str) -> Wish:
    meant = dict.fromkeys(id_ for wish in wishes for id_ in ((wish.id,) if wish.id else wish.candidates))
    return Wish(" ".join(cell.split()), None, False, tuple(meant), why)


def _parted(cell: str, directory: Directory) -> Iterator[str]:
    """Yield the wishes of a cell: parted by ``;``, lines or numbers; by commas where the parts are people."""
    # Two names on two lines are no longer form of one of them.
    known = directory.knows(cell) if _STRONG.search(cell.strip()) is None else directory.knows_exactly(cell)
    whole = len(cell) > MOST_LETTERS or known or directory.is_settled(cell) or not cell.strip()
    parts = [cell] if whole else without_bullets(_STRONG.split(_NUMBERED.sub("\n\\g<0>", cell).strip()))
    for part in parts:
        text = part.strip(" ,.\t")
        if text:
            yield from [text] if len(text) > MOST_LETTERS or directory.knows(text) else _by_commas(text, directory)


def _by_commas(text: str, directory: Directory) -> list[str]:
    """Return the parts of a list with commas or "and": the fewest that are not plainly people; ties: the longest parts.

    "Smith, John, Doe, Jane" is two people, "John Smith, Jane Doe" is two as well.
    """
    cuts = list(_WEAK.finditer(text))
    starts = [0, *(cut.end() for cut in cuts)]
    stops = [*(cut.start() for cut in cuts), len(text)]
    count = len(starts)
    best: list[tuple[int, int, tuple[str, ...]]] = [(0, 0, ())] * (count + 1)
    for first in range(count - 1, -1, -1):
        ways = []
        for last in range(first, min(count, first + 2)):
            part = text[starts[first] : stops[last]].strip(" ,.")
            unknown = 0 if not part or directory.knows(part) else last - first + 1
            rest = best[last + 1]
            ways.append((rest[0] + unknown, rest[1] + 1, (*([part] if part else []), *rest[2])))
        best[first] = min(ways, key=lambda way: way[:2])
    parts = list(best[0][2])
    if len(parts) == 1 and all(directory.is_id(word) for word in text.split()):
        return text.split()
    # A lone "Smith, John" that is nobody stays whole, and is asked about as it stands.
    if count == 2 and not any(directory.knows(part) for part in parts) and len(plain_name(text)) <= 3:
        return [text] if cuts[0].group() == "," else parts
    return parts


_WISHED_ROLES = {
    "preferred_mentors": ("mentors",), "preferred_mentees": ("mentees",), "preferred_co_mentors": ("mentors",),
    "avoid": ("mentors", "mentees"),
}  # fmt: skip


def directories(
    people: Sequence[Someone], names: Mapping[str, str], report: Report, standing: Sequence[tuple[str, Known]] = ()
) -> dict[str, Directory]:
    """Return for each column of wishes those who can be wished for.

    Parameters
    ----------
    standing
        People, by their role, who are in the intake already.
    names
        What the mapping says that names mean; a name that means nobody here is asked about.
    """
    known = [(one.role, Known(one.id, one.name, one.answer.email, _own_words(one))) for one in people]
    known += standing
    own = {one.answer.own: one.id for one in people if one.answer.own not in (None, one.id)}
    everybody = Directory([who for _, who in known])
    settled = {text: "" if not who else everybody.find(who).id or "" for text, who in names.items()}
    for text, who in names.items():
        if who and not settled[text]:
            told = f"[names] says that this means {who!r}, but nobody is called that; nobody was taken"
            report.ask(Question("mapping.toml", None, None, "names", text, told))
    found = {}
    for target, roles in _WISHED_ROLES.items():
        ids = {who.id for role, who in known if role in roles}
        means = {text: who for text, who in (own | settled).items() if text is not None and (not who or who in ids)}
        found[target] = Directory([who for role, who in known if role in roles], means, wished=target != "avoid")
    return found


def _own_words(one: Someone) -> frozenset[str]:
    """Return the words of short answers by somebody, by which a form may tell namesakes apart: a department."""
    cells = (one.answer.cell(taken) for taken in one.answer.source.taken if is_own(taken.target))
    words = {word for cell in cells if len(cell.split()) <= 4 for word in plain_name(cell)}
    return frozenset(word for word in words if len(word) > 2 and not TURNING.search(word))


class Wished(NamedTuple):
    """An answer that wishes for people; `rank` None where the form has none, `person` whom its column is about."""

    label: str
    text: str
    rank: int | None = None
    person: str | None = None


def wished(answer: Answer, plan: Plan, target: str) -> list[Wished]:
    """Return the wishes of one person, best first."""
    if target in answer.corrected:
        return [Wished(target, answer.corrected[target])] if answer.corrected[target] else []
    found = []
    for place, taken in enumerate(plan.by_target.get(target, ()), 1):
        text, item, label = answer.cell(taken), taken.meaning.item, taken.column.label
        if text and item is None:
            found.append((taken.meaning.rank or place, place, Wished(label, text, taken.meaning.rank)))
        elif text and item is not None:
            rank = rank_of_cell(text)
            if rank is not None or is_tick(text, item):
                found.append((rank or 1, place, Wished(label, item)))
            elif is_tick(text, item) is None:
                found.append((0, place, Wished(label, text, None, item)))
    return [one for _, _, one in sorted(found, key=lambda way: way[:2])]


def asked(wish: Wish, beside_others: bool) -> str:
    """Return what is asked about a wish; a correction has to repeat the person's other wishes."""
    untold = [one for one in wish.candidates if one not in (wish.note or "")]
    candidates = f" (perhaps {in_a_row(untold)})" if untold else ""
    used = f"used for {wish.id}" if wish.id is not None else "left out"
    again = "; write all wishes of this person, best first, or settle the name under [names] in the mapping"
    note = wish.note or "is nobody who can be wished for"
    return f"{note}{candidates}; {used}{again if beside_others else ''}"
