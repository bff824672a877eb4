"""How much choice the hours and the rules leave to each mentee, before anybody is placed."""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

from matcher.intake.people import Intake
from matcher.rules import RULES, Masks

__all__ = ["options_of"]

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

Counts = NDArray[np.float32]
"""Whole numbers, which stay exact in this type: its products are quick."""


def options_of(intake: Intake) -> tuple[Ints, Ints]:
    """Return how much choice each mentee has by the rules that concern it and its mentors alone.

    Returns
    -------
    mentors
        (mentees,): how many mentors are in a permitted choice of mentors that is free with the mentee at some slot.
    hours
        (mentees,): at how many slots there is such a choice.
    """
    masks = Masks.everything(intake)
    for rule in RULES:
        rule.forbid(intake, masks)
    alike = _Alike(masks.pairable) if intake.program.groups.mentors == 2 else None
    welcome = masks.welcome & masks.leads
    reached = np.zeros_like(welcome)
    hours = np.zeros(len(intake.mentees), np.int64)
    slots, times = np.unique(masks.mentor_free, axis=1, return_inverse=True)
    for place, free in enumerate(slots.T):
        at = np.flatnonzero(times.ravel() == place)
        there = masks.mentee_free[:, at].any(axis=1)
        mentors = np.flatnonzero(free)
        if not len(mentors) or not there.any():
            continue
        mentees = np.flatnonzero(there)
        who = np.ix_(mentees, mentors)
        suits = [mask[who] for mask in masks.either]
        able = _able_alone(welcome[who] & masks.solo[mentors], suits)
        if alike is not None:
            able |= alike.able(welcome[who], suits, mentors)
        reached[who] |= able
        hours[mentees] += masks.mentee_free[np.ix_(mentees, at)].sum(axis=1) * able.any(axis=1)
    return reached.sum(axis=1).astype(np.int64), hours


def _able_alone(welcome: Mask, suits: list[Mask]) -> Mask:
    """Return (mentees, mentors): who may have whom as the only mentor."""
    able: Mask = np.logical_and.reduce([welcome, *suits])
    return able


class _Alike:
    """Mentors in classes: those of one class may lead with the same others.

    Parameters
    ----------
    pairable
        (mentors, mentors): who may lead with whom.
    """

    def __init__(self, pairable: Mask) -> None:
        # Where two of a class may lead together, their rows differ but in themselves.
        with_themselves = pairable | np.eye(len(pairable), dtype=bool)
        among = _classes(with_themselves)
        alone = np.bincount(among)[among] == 1
        apart = _classes(pairable)
        self.of = np.unique(np.where(alone, len(among) + apart, among), return_inverse=True)[1].ravel()
        first = np.unique(self.of, return_index=True)[1]
        self.pairable = pairable[np.ix_(first, first)]
        within = np.bincount(self.of) > 1
        second = np.array([np.flatnonzero(self.of == one)[-1] for one in range(len(first))], np.int64)
        np.fill_diagonal(self.pairable, within & pairable[first, second])

    def able(self, welcome: Mask, suits: list[Mask], mentors: Ints) -> Mask:
        """Return (mentees, mentors): who may have whom with some other of these mentors.

        Parameters
        ----------
        welcome
            (mentees, mentors): who may have whom.
        suits
            Each (mentees, mentors): one of the two mentors must be True.
        mentors
            Positions of the mentors.
        """
        able = np.zeros_like(welcome)
        member = self.of[mentors][:, None] == np.arange(len(self.pairable))
        kinds = list(product((False, True), repeat=len(suits)))
        of_kind = {
            kind: np.logical_and.reduce(
                [welcome, *(mask if yes else ~mask for mask, yes in zip(suits, kind, strict=True))]
            )
            for kind in kinds
        }
        counts: dict[tuple[bool, ...], Counts] = {
            kind: there.astype(np.float32) @ member.astype(np.float32) for kind, there in of_kind.items()
        }
        for kind, there in of_kind.items():
            partners = sum(
                (counts[other] for other in kinds if all(map(max, kind, other))), start=np.zeros_like(counts[kind])
            )
            # In a class whose members may lead together, everybody counts as their own partner once.
            among = partners @ self.pairable.astype(np.float32)
            own = np.diagonal(self.pairable) & bool(all(kind))
            enough = (among @ member.T.astype(np.float32)) - own[self.of[mentors]] > 0
            able |= there & enough
        return able


def _classes(rows: Mask) -> Ints:
    return np.unique(rows, axis=0, return_inverse=True)[1].ravel().astype(np.int64)
