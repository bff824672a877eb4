"""The page of a board and the pieces of it that change: made of templates, each text escaped, each card made once."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from matcher.board.jobs import Jobs
from matcher.board.session import Session
from matcher.board.state import NEW, BoardError
from matcher.board.trials import Trial, costs_of, hours_of, rank, tried
from matcher.board.view import BoardView, Card
from matcher.report.page.charts import tone_of
from matcher.report.page.templating import source
from matcher.report.view.phrases import Phrases

__all__ = ["FILES", "Pages", "asset", "template"]

MOST_EVENTS = 200
"""Lines of the journal on the page, the last ones; all are in its file."""
MOST_GAINS = 12
"""People who gain or lose by a change, told one by one."""
FILES: Mapping[str, tuple[str, str]] = {
    "board.css": ("text/css", "board.css"),
    "board.js": ("text/javascript", "board.js"),
    "icon.svg": ("image/svg+xml", "icon.svg"),
}
"""What the page loads: media type, and the file of ours."""
SAID = ("picked_up", "put_back_said", "at_place", "swap_with", "no_answer")
"""Phrases that the script fills in."""


@dataclass(frozen=True)
class _Made:
    """A card as it was made, and of what."""

    card: Card
    html: str
    version: int


class Pages:
    """What is sent to a page."""

    def __init__(self, session: Session, jobs: Jobs, phrases: Phrases) -> None:
        self.session, self.jobs, self.phrases = session, jobs, phrases
        self._cards: dict[str, _Made] = {}
        self._numbers: dict[str, int] = {}
        self.view = BoardView(session, phrases)
        self._parts = template("parts.html.j2").make_module(self._values())

    # Whole and in pieces -------------------------------------------------------------------------------------------

    def page(self) -> str:
        """Return the whole page."""
        with self.session.lock:
            intake = self.session.intake
            genders = dict.fromkeys(one.gender for one in (*intake.mentees, *intake.mentors) if one.gender)
            longest = max((len(mentee.preferred_mentors) for mentee in intake.mentees), default=0)
            pieces = self._pieces()
            cards = [Markup(made.html) for made in self._up_to_date()]
            says = {name: self.phrases.form(f"board.{name}") for name in SAID}
            return self._rendered(
                "board.html.j2",
                pieces={
                    **{name: Markup(text) for name, text in pieces.items()},
                    "cards": [Markup(one) for one in cards],
                },
                version=self.session.version,
                genders=list({gender.lower(): gender for gender in genders}.values()),
                ranks=range(1, longest + 1),
                says=json.dumps({**says, "can": self._can()}, ensure_ascii=False),
            )

    def update(self, since: int | None) -> dict[str, Any]:
        """Return what is other than it was at a version that a page has; None: everything."""
        with self.session.lock:
            made = self._up_to_date()
            job = self._job()
            if since == self.session.version:
                return {"version": since, "job": job, "busy": self._busy}
            known = -1 if since is None else since
            return {
                "version": self.session.version,
                "order": [one.card.id for one in made],
                "cards": {one.card.id: one.html for one in made if one.version > known},
                **self._pieces(),
                "busy": self._busy,
                "can": self._can(),
                "said": self._said(),
            }

    def _pieces(self) -> dict[str, str]:
        session, view, standing = self.session, self.view, self.session.standing
        bound = None if session.bound is None else view.points(session.bound)
        unread = None if session.unread is None else self.fault(session.unread)
        events = list(reversed(session.journal.events[-MOST_EVENTS:]))
        return {
            "head": self._part("head", view, standing, session.last, session.unsaved, session.unwritten, unread, bound),
            "last": self._part("last", view, session.last, standing),
            "journal": self._part("journal", view, events, list(map(str, session.state.locks))),
            "out": self._side("out", view.left_out(standing)),
            "idle": self._side("idle", view.idle(standing)),
            "job": self._job(),
        }

    def _up_to_date(self) -> list[_Made]:
        """Return the card of each group, made anew where it is another."""
        cards = self.view.cards(self.session.standing)
        for card in cards:
            made = self._cards.get(card.id)
            if made is None or made.card != card:
                number = self._numbers.setdefault(card.id, len(self._numbers) + 1)
                html = self._part("card", self.view, card, number)
                self._cards[card.id] = _Made(card, html, self.session.version)
        names = {card.id for card in cards}
        for gone in [name for name in self._cards if name not in names]:
            del self._cards[gone]
        return [self._cards[card.id] for card in cards]

    def _side(self, name: str, members: Sequence[Any]) -> str:
        title = "page.left_out" if name == "out" else "page.idle_mentors"
        note = "page.nobody_left_out" if name == "out" else "page.nobody_idle"
        return self._part("side", name, self.phrases(title), members, self.phrases(note))

    def _said(self) -> str:
        last = self.session.last
        if last is None:
            return ""
        told = self.view.last(last)
        return told if last.did is None else f"{told} {self.view.outcome(last)}"

    def _can(self) -> dict[str, bool]:
        journal = self.session.journal
        return {"undo": journal.at > 0, "redo": journal.at + 1 < len(journal.states)}

    # What takes long -----------------------------------------------------------------------------------------------

    @property
    def _busy(self) -> bool:
        return self.jobs.job is not None and not self.jobs.job.done

    def _job(self) -> str:
        job = self.jobs.job
        return "" if job is None else self._part("job", self.view, job, self.session.stands(job.asked_of))

    # Before anything is done ---------------------------------------------------------------------------------------

    def costs(self, person: str, start: str | None, places: Sequence[str] | None) -> dict[str, Any]:
        """Return, for somebody picked up, what each place would cost: groups (None: all), a new one, beside."""
        session = self.session
        with session.lock:
            state, standing, table = session.state, session.standing, session.table
        names = [group.id for group in state.groups if places is None or group.id in places]
        ends: list[str | None] = [*(name for name in names if name != start), NEW]
        ends += [None] if start is not None else []
        trials = costs_of(table, state, standing, person, start, ends)
        behind = next((trial.left_behind for trial in trials if trial.left_behind), ())
        return {
            "places": {
                trial.place or "": self._part("cost", self.view, trial, self._name(trial.place)) for trial in trials
            },
            "says": {trial.place or "": self._cost_said(trial) for trial in trials},
            "behind": self._part("behind", self.view, behind) if behind else "",
        }

    def swap(self, person: str, start: str | None, other: str, there: str | None) -> str:
        """Return what it would do to let two change places, to be said."""
        session = self.session
        with session.lock:
            state, standing = session.state, session.standing
        asked = {"do": "swap", "person": person, "start": start, "other": other, "to": there}
        return self._cost_said(tried(session.table, state, standing, there, **asked))

    def _name(self, place: str | None) -> str:
        if place == NEW:
            return self.phrases("board.begin_here")
        return self.phrases("board.put_beside" if place is None else "board.put_here")

    def _cost(self, trial: Trial) -> str:
        return self._part("cost", self.view, trial, self._name(trial.place))

    def _cost_said(self, trial: Trial) -> str:
        told = [self.view.cost(trial), *self.view.why_not(trial.new)]
        return ". ".join(one.rstrip(".") for one in told)

    def hours(self, group: str) -> str:
        """Return the hours that a group could meet at, with what each would break, the fewest first."""
        session = self.session
        with session.lock:
            state, standing = session.state, session.standing
        trials = hours_of(session.table, state, standing, group)
        return self._part("hours", self.view, sorted(trials, key=rank))

    def saving(self) -> str:
        """Return what is asked before anything is saved."""
        session = self.session
        with session.lock:
            locks = sum(lock not in session.intake.locks for lock in session.state.locks)
            broken = session.standing.breaches
            return self._part("saving", self.view, broken, session.elsewhere(), locks)

    def fault(self, fault: BoardError) -> str:
        """Say why something cannot be done."""
        values: dict[str, Any] = dict(fault.values)
        if "person" in values:
            with contextlib.suppress(KeyError):
                values["person"] = self.view.called(str(values["person"]))
        return self.phrases(fault.key, **values)

    # Templates -----------------------------------------------------------------------------------------------------

    def _part(self, name: str, *values: object) -> str:
        return str(getattr(self._parts, name)(*values)).strip()

    def _values(self) -> dict[str, Any]:
        return {"phrases": self.phrases, "tone_of": tone_of, "most_gains": MOST_GAINS}

    def _rendered(self, name: str, **values: object) -> str:
        return template(name).render(view=self.view, **self._values(), **values)


def asset(name: str) -> str:
    """Return a file that the page loads; its style is that of reports, and what a board needs besides."""
    text = resources.files("matcher.board").joinpath("templates", name).read_text(encoding="utf-8")
    return f"{source('page.css')}\n{text}" if name == "board.css" else text


def template(name: str) -> Template:
    """Return a template of the board's."""
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("matcher.board", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
