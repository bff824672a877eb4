"""A board as pages show it: every group as a card, who is beside, what was done last and what that changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matcher.board.journal import Event
from matcher.board.proposals import Moved
from matcher.board.session import Changed, Session
from matcher.board.state import Did
from matcher.board.trials import Gain, Trial, gains_between
from matcher.checking.watched import Standing
from matcher.intake.people import Intake, Person
from matcher.report.view.in_language import InLanguage
from matcher.report.view.naming import Naming
from matcher.report.view.phrases import Phrases
from matcher.report.view.view import Named
from matcher.rules import Breach, FormedGroup
from matcher.rules.locks import settled_in
from matcher.rules.rule import slot_at

__all__ = ["BoardView", "Card", "Member", "One"]

WHY_SHOWN = 3
"""Broken rules that are told of a place before somebody is put there; of more, their number."""


@dataclass(frozen=True)
class Member:
    """Somebody on a card or beside: `rank` is the choice of a mentee, None where it is nobody they listed.

    `broken`: whether a rule that is broken names them there. `more`: a mentor who leads a group and may lead another.
    """

    one: Named
    role: str
    gender: str | None
    rank: int | None = None
    broken: bool = False
    locked: bool = False
    more: bool = False


@dataclass(frozen=True)
class Card:
    """A group: everything that its card tells. `empty`: nobody is in it."""

    id: str
    when: str | None
    leaders: tuple[Member, ...]
    members: tuple[Member, ...]
    score: int
    broken: tuple[str, ...]
    locked: tuple[str, ...]
    empty: bool = False


@dataclass(frozen=True)
class _Words:
    """Who and what is called how, by an intake."""

    intake: Intake
    naming: Naming
    in_language: InLanguage


@dataclass(frozen=True)
class One:
    """One gain or loss in words; `better` is None where it is both."""

    better: bool | None
    told: str


class BoardView:
    """What the templates ask of a board in one language; texts come ready, still to be escaped."""

    def __init__(self, session: Session, phrases: Phrases) -> None:
        self.session, self.phrases = session, phrases
        self._made: dict[tuple[object, ...], Card] = {}
        self._known: _Words | None = None

    @property
    def naming(self) -> Naming:
        """Who is called what."""
        return self._words.naming

    @property
    def _words(self) -> _Words:
        """How the intake of now calls all; one that was changed meanwhile may call them otherwise."""
        intake = self.session.intake
        if self._known is None or self._known.intake is not intake:
            naming = Naming(intake, anonymous=False, with_emails=False)
            self._known, self._made = _Words(intake, naming, InLanguage(intake, (), self.phrases)), {}
        return self._known

    @property
    def title(self) -> str:
        """The program's name."""
        return self.session.intake.program.name

    def called(self, person: str) -> str:
        """Return the name of somebody, with the id where two have it."""
        return self.naming.of(person).called

    def when(self, slot: str | None) -> str | None:
        """Return an hour in words, None where there is none."""
        position = slot_at(self.session.intake, slot)
        if position is None:
            return slot
        found = self.session.intake.slots[position]
        return self.phrases.when(found.text, found.start, found.week)

    # Cards ---------------------------------------------------------------------------------------------------------

    def cards(self, standing: Standing) -> list[Card]:
        """Return the card of each group."""
        in_language, shared = self._words.in_language, dict[str, list[Breach]]()
        for breach in standing.together:
            for person in breach.people:
                shared.setdefault(person, []).append(breach)
        intake = self.session.intake
        if self.session.state.locks:
            intake = intake.model_copy(update={"locks": (*intake.locks, *self.session.state.locks)})
        cards, made = [], dict[tuple[object, ...], Card]()
        for group, score, own in zip(standing.groups, standing.scores, standing.by_group, strict=True):
            people = (*group.mentors, *group.mentees)
            concerned = dict.fromkeys((*own, *(breach for one in people for breach in shared.get(one, ()))))
            locked = in_language.locked(settled_in(intake, group)) if intake.locks else ()
            key = (group, tuple(concerned), locked)
            card = self._made.get(key)
            if card is None:
                card = self._card(group, score, key[1], locked)
            made[key] = card
            cards.append(card)
        self._made = made
        return cards

    def _card(self, group: FormedGroup, score: int, breaches: Sequence[Breach], locked: tuple[str, ...]) -> Card:
        # What is said of all of a group stands on its card, and points at nobody in it.
        whole = set(group.mentees) if len(group.mentees) > 1 else {None}
        named = {person for breach in breaches if not whole <= {*breach.people} for person in breach.people}
        scorer, state = self.session.watched.scorer, self.session.state
        held = {own for lock in (*self.session.intake.locks, *state.locks) for own in lock.mentees} if locked else set()
        return Card(
            id=group.id,
            when=self.when(group.slot),
            leaders=tuple(self.member(own, broken=own in named) for own in group.mentors),
            members=tuple(
                self.member(own, scorer.choice(own, group.mentors), broken=own in named, locked=own in held)
                for own in group.mentees
            ),
            score=score,
            broken=tuple(dict.fromkeys(breach.message for breach in breaches)),
            locked=locked,
            empty=not (group.mentors or group.mentees),
        )

    def member(
        self, person: str, rank: int | None = None, *, broken: bool = False, locked: bool = False, more: bool = False
    ) -> Member:
        """Return somebody as a card shows them."""
        known: Person
        intake = self.session.intake
        role = "mentor" if person in intake.mentor_by_id else "mentee"
        known = intake.mentor_by_id[person] if role == "mentor" else intake.mentee_by_id[person]
        return Member(self.naming.of(person), role, known.gender, rank, broken, locked, more)

    def left_out(self, standing: Standing) -> list[Member]:
        """Return the mentees in no group, those who are offered places first."""
        placed = {own for group in standing.groups for own in group.mentees}
        intake = self.session.intake
        waiting = intake.in_waiting_order(mentee.id for mentee in intake.mentees if mentee.id not in placed)
        named = {person for breach in standing.together for person in breach.people}
        return [self.member(own, broken=own in named) for own in waiting]

    def idle(self, standing: Standing) -> list[Member]:
        """Return the mentors who lead no group, then those who may lead another."""
        led: dict[str, int] = {}
        for group in standing.groups:
            for own in group.mentors:
                led[own] = led.get(own, 0) + 1
        intake = self.session.intake
        idle = [self.member(mentor.id) for mentor in intake.mentors if mentor.id not in led]
        more = [
            self.member(mentor.id, more=True)
            for mentor in intake.mentors
            if 0 < led.get(mentor.id, 0) < intake.max_groups(mentor)
        ]
        return [*idle, *more]

    def beside(self, standing: Standing) -> list[str]:
        """Return broken rules that stand on no card: of the whole, or of people in no group."""
        placed = {own for group in standing.groups for own in (*group.mentors, *group.mentees)}
        return [breach.message for breach in standing.together if not placed.intersection(breach.people)]

    # Numbers -------------------------------------------------------------------------------------------------------

    def score(self, points: int) -> str:
        """Return points as a card tells them."""
        told = self.phrases("page.score", abs(points))
        return f"\N{MINUS SIGN}{told}" if points < 0 else told

    def groups(self, standing: Standing) -> int:
        """Return how many groups there are, without those that nobody is in."""
        return sum(bool(group.mentors or group.mentees) for group in standing.groups)

    def signed(self, points: int) -> str:
        """Return points with their sign."""
        if points == 0:
            return self.phrases("board.no_points")
        return f"+{self.phrases.number(points)}" if points > 0 else self.points(points)

    def points(self, points: int) -> str:
        """Return points, with the sign for minus that `signed` has."""
        number = self.phrases.number(abs(points))
        return f"\N{MINUS SIGN}{number}" if points < 0 else number

    def parts(self, changed: Changed | None, standing: Standing) -> list[tuple[str, str, str]]:
        """Return of each part of the score what it is called, its points, and by how much it changed."""
        watched = self.session.watched
        now = watched.parts(standing.groups)
        was = now if changed is None else watched.parts(changed.before.groups)
        told = []
        for name, points in now.items():
            change = points - was.get(name, 0)
            told.append((self._part(name), self.points(points), self.signed(change) if change else ""))
        return told

    def _part(self, name: str) -> str:
        own = name in ("eligible", "pair", "mix", "size")
        return self.phrases(f"board.part_{name}" if own else f"weights.{name}")

    def choices(self, standing: Standing) -> list[tuple[int | None, int]]:
        """Return how many got which choice."""
        counts = Counter(member.rank for card in self.cards(standing) for member in card.members)
        return sorted(counts.items(), key=lambda pair: (pair[0] is None, pair[0] or 0))

    # In words ------------------------------------------------------------------------------------------------------

    def did(self, did: Did) -> str:
        """Say what was done."""
        people = [self.called(own) for own in did.people]
        groups = [name or self.phrases("board.beside") for name in did.groups]
        values: dict[str, Any] = {f"who{number}": name for number, name in enumerate(people, 1)}
        values |= {f"group{number}": name for number, name in enumerate(groups, 1)}
        note = self.when(did.note) if did.what in ("hour", "begin") and did.note else did.note
        values["note"] = note or self.phrases("board.no_note")
        return self.phrases(f"board.did_{did.what}", **values)

    def event(self, event: Event) -> str:
        """Say what a line of the journal holds."""
        if event.did is None:
            return self.phrases("board.did_save")
        told = self.did(event.did)
        return told if event.kind == "change" else self.phrases(f"board.{event.kind}_of", told=told)

    def last(self, changed: Changed) -> str:
        """Say what one change was."""
        if changed.did is None:
            said = {"save": "board.did_save", "intake": "board.intake_changed"}
            return self.phrases(said.get(changed.kind, "board.other_board"))
        told = self.did(changed.did)
        return told if changed.kind == "change" else self.phrases(f"board.{changed.kind}_of", told=told)

    def outcome(self, changed: Changed) -> str:
        """Say what one change did to the score and to the rules."""
        points = changed.after.objective - changed.before.objective
        new = len(changed.after.broken - changed.before.broken)
        mended = len(changed.before.broken - changed.after.broken)
        told = [self.phrases("board.points", points=self.signed(points))]
        told += [self.phrases("board.newly_broken", new)] if new else []
        told += [self.phrases("board.newly_kept", mended)] if mended else []
        return self.phrases.row(told)

    def gains(self, changed: Changed) -> list[One]:
        """Return who gains and who loses by a change, in words."""
        found = gains_between(self.session.table, changed.before.groups, changed.after.groups)
        return [One(None if gain.mixed else gain.better, self._gain(gain)) for gain in found]

    def _gain(self, gain: Gain) -> str:
        if gain.person in self.session.intake.mentor_by_id:
            return self.phrases("board.gain_mentor", who=self.called(gain.person), points=self.signed(gain.points))
        before, after = (
            self._rank(rank) if placed else self.phrases("page.not_placed")
            for rank, placed in zip(gain.choices, gain.placed, strict=True)
        )
        key = "board.gain" if before != after else "board.gain_same"
        points = self.signed(gain.points)
        return self.phrases(key, who=self.called(gain.person), before=before, after=after, points=points)

    def _rank(self, rank: int | None) -> str:
        return self.phrases("page.unlisted") if rank is None else self.phrases("page.choice_of", rank=rank)

    def cost(self, trial: Trial) -> str:
        """Return what a place would cost, in points, and how many rules."""
        told = [self.phrases("board.points", points=self.signed(trial.points))]
        told += [self.phrases("board.newly_broken", len(trial.new))] if trial.new else []
        told += [self.phrases("board.newly_kept", len(trial.mended))] if trial.mended else []
        return self.phrases.row(told)

    def why_not(self, breaches: Sequence[Breach]) -> list[str]:
        """Return what would be broken, the first of it."""
        told = [breach.message for breach in breaches[:WHY_SHOWN]]
        rest = len(breaches) - len(told)
        return [*told, self.phrases("board.and_more", rest)] if rest > 0 else told

    def moved(self, one: Moved) -> str:
        """Say from where to where somebody would go."""
        before, after = (
            self.phrases.row(names) if names else self.phrases("board.beside") for names in (one.before, one.after)
        )
        if before == after:
            return self.phrases("board.other_hour", who=self.called(one.person), group=after)
        return self.phrases("board.moved", who=self.called(one.person), before=before, after=after)
