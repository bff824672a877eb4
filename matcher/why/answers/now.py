"""A result as it stands: its groups as solving knows them, its value first things first, and what everybody has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from matcher.checking.scoring import Scorer
from matcher.checking.verify import breaches_of
from matcher.intake.people import Intake, Mentee
from matcher.problem.grouping import Grouping, room_left
from matcher.problem.ids import formed_groups, grouping_from
from matcher.problem.problem import Problem, build_problem
from matcher.result.match_result import MatchResult
from matcher.result.records import Status
from matcher.rules import FormedGroup
from matcher.rules.locks import kept_whole
from matcher.solving.modes import Measure, counted, measures
from matcher.why.answers.records import Difference, Role, Share, Standing

__all__ = ["Now", "differences", "shares", "whole_now", "worth"]

Groups = Sequence[FormedGroup]


@dataclass(frozen=True)
class Now:
    """A result that keeps every rule, ready to be compared with others.

    Parameters
    ----------
    proved
        Whether the result says that no other is better.
    standing
        How good the result is known to be.
    """

    intake: Intake
    problem: Problem
    groups: tuple[FormedGroup, ...]
    grouping: Grouping
    proved: bool
    standing: Standing = Standing.OPEN

    @cached_property
    def scorer(self) -> Scorer:
        """Scores from the intake alone."""
        return Scorer(self.intake)

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """What the mode counts before the objective."""
        objective = self.intake.program.objective
        return tuple(measures(self.problem, objective.mode, objective.levels))

    def counts(self, grouping: Grouping) -> tuple[int, ...]:
        """Return what a grouping reaches of each of `measures`."""
        banded = self.intake.program.objective.mode == "fair"
        return tuple(counted(self.problem, measure, grouping, banded) for measure in self.measures)

    def value(self, grouping: Grouping) -> tuple[int, ...]:
        """Return what is compared, first things first: of two groupings the one with the larger value is better."""
        counts = zip(self.measures, self.counts(grouping), strict=True)
        return (*(measure.sign * count for measure, count in counts), grouping.objective)

    @cached_property
    def own_value(self) -> tuple[int, ...]:
        """The value of the result."""
        return self.value(self.grouping)

    @cached_property
    def closed(self) -> tuple[str, ...]:
        """Ids of the groups that could take nobody more, whoever came: full, by `max_mentees`, or kept whole."""
        left = room_left(self.problem, self.grouping).tolist()
        return tuple(group.id for group, room in zip(self.groups, left, strict=True) if self._shut(group, room))

    @property
    def full(self) -> tuple[str, ...]:
        """Ids of the groups that have as many mentees as a group may."""
        most = self.intake.program.groups.max_size
        return tuple(group.id for group in self.groups if len(group.mentees) >= most)

    def _shut(self, group: FormedGroup, room: int) -> bool:
        """Return whether something else than that nobody is left to come keeps people out of a group."""
        if kept_whole(self.intake, group):
            return True
        if room > 0:
            return False
        everybody, shares = len(self.intake.mentees), [self.shares[mentor] for mentor in group.mentors]
        if all((share.mentees or 0) < everybody for share in shares):
            return True
        limits = [self.intake.max_mentees(self.intake.mentor_by_id[mentor]) for mentor in group.mentors]
        reached = any(
            most is not None and (share.mentees or 0) >= most for most, share in zip(limits, shares, strict=True)
        )
        return reached or len(group.mentees) >= self.intake.program.groups.max_size

    @cached_property
    def shares(self) -> dict[str, Share]:
        """What everybody has."""
        return shares(self.intake, self.scorer, self.groups)

    def checked(self, grouping: Grouping, intake: Intake | None = None) -> tuple[FormedGroup, ...]:
        """Return the groups of a grouping, every rule and the objective verified from the intake.

        Raises
        ------
        RuntimeError
            It breaks a rule of the intake (of `intake`, where one is given), or scores something else: a bug.
        """
        return _checked(intake or self.intake, grouping)


def whole_now(intake: Intake, result: MatchResult) -> Now:
    """Return a result that keeps every rule of the intake as it stands."""
    formed = result.formed
    problem = build_problem(intake)
    grouping = grouping_from(intake, problem, formed)
    proved = result.status is Status.OPTIMAL and result.objective == grouping.objective
    return Now(intake, problem, formed, grouping, proved, _standing(result, proved))


def _standing(result: MatchResult, proved: bool) -> Standing:
    if result.moves_allowed is not None:
        return Standing.FEW_MOVES
    if proved:
        return Standing.PROVED
    return Standing.EDITED if result.edited else Standing.OPEN


def _checked(intake: Intake, grouping: Grouping) -> tuple[FormedGroup, ...]:
    groups = formed_groups(intake, grouping)
    breaches = breaches_of(intake, groups)
    if breaches:
        raise RuntimeError(f"a grouping found for an explanation breaks a rule: {breaches[0]}")
    objective = Scorer(intake).objective(groups)
    if objective != grouping.objective:
        raise RuntimeError(f"a grouping found for an explanation scores {objective}, not {grouping.objective}")
    return groups


# Who has what -------------------------------------------------------------------------------------------------------


def shares(intake: Intake, scorer: Scorer, groups: Groups) -> dict[str, Share]:
    """Return what everybody has in these groups, by id; points of mentees are their scores, of mentors their wishes."""
    led: dict[str, list[FormedGroup]] = {mentor.id: [] for mentor in intake.mentors}
    place: dict[str, FormedGroup] = {}
    for group in groups:
        for mentor in group.mentors:
            led[mentor].append(group)
        place.update(dict.fromkeys(group.mentees, group))
    found = {mentor: _mentors_share(intake, mentor, theirs) for mentor, theirs in led.items()}
    return found | {mentee.id: _mentees_share(scorer, mentee, place.get(mentee.id)) for mentee in intake.mentees}


def _mentees_share(scorer: Scorer, mentee: Mentee, group: FormedGroup | None) -> Share:
    named = len(mentee.preferred_mentors)
    if group is None:
        return Share((), (), None, 0, named=named)
    points = scorer.mentee_score(mentee.id, group.mentors)
    return Share((group.slot,), group.mentors, scorer.choice(mentee.id, group.mentors), points, named=named)


def _mentors_share(intake: Intake, name: str, groups: Groups) -> Share:
    mentor, program = intake.mentor_by_id[name], intake.program
    mentees = [mentee for group in groups for mentee in group.mentees]
    others = tuple(other for group in groups for other in group.mentors if other != name)

    def earned(ranked: Sequence[str], people: Sequence[str], weight: int) -> int:
        return sum(program.choice.at(ranked.index(one) + 1) * weight for one in people if one in ranked)

    of_mentees = earned(mentor.preferred_mentees, mentees, program.weights.mentor_choice)
    points = of_mentees + earned(mentor.preferred_co_mentors, others, program.weights.co_mentor_choice)
    listed = sum(mentee in mentor.preferred_mentees for mentee in mentees)
    return Share(tuple(group.slot for group in groups), others, None, points, len(mentees), listed, of_mentees)


def differences(now: Now, groups: Groups) -> tuple[tuple[Difference, ...], tuple[Difference, ...], int]:
    """Return (worse, better, moved): who has less, who has more in these groups than now, and how many differ at all.

    A mentee who is left out has less than any who is placed, then the choice counts, then points; a mentor's own wishes
    count. Those left out or taken in come first, then by how far choices differ, then by points, then as in the intake.
    """
    after = shares(now.intake, now.scorer, groups)
    worse: list[tuple[tuple[int, ...], Difference]] = []
    better: list[tuple[tuple[int, ...], Difference]] = []
    for person, before in now.shares.items():
        role = Role.MENTOR if person in now.intake.mentor_by_id else Role.MENTEE
        then, now_ = worth(now.problem.unlisted, after[person], role), worth(now.problem.unlisted, before, role)
        if then != now_:
            difference = Difference(person, role, then > now_, before, after[person])
            far = tuple(-abs(one - other) for one, other in zip(then, now_, strict=True))
            (better if then > now_ else worse).append((far, difference))
    moved = _moved(now.groups, groups)
    ranked = [tuple(one for _, one in sorted(found, key=lambda pair: pair[0])) for found in (worse, better)]
    return ranked[0], ranked[1], moved


def worth(unlisted: int, share: Share, role: Role) -> tuple[int, ...]:
    """Return what somebody has, to be compared: whether placed, the choice, points."""
    if role is Role.MENTOR:
        return (0, 0, share.points)
    return (int(bool(share.groups)), -(share.choice or unlisted), share.points)


def _moved(before: Groups, after: Groups) -> int:
    """Return how many people have another slot, or are with other mentors (a mentor: another co-mentor)."""

    def places(groups: Groups) -> dict[str, set[object]]:
        found: dict[str, set[object]] = {}
        for group in groups:
            for person in (*group.mentors, *group.mentees):
                found.setdefault(person, set()).add((group.slot, frozenset(group.mentors)))
        return found

    mine, theirs = places(before), places(after)
    return sum(mine.get(person) != theirs.get(person) for person in {*mine, *theirs})
