"""Seeded random intakes of every rule, in the JSON form: small enough for a MILP to prove, large enough to go wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from random import Random
from typing import Any

from matcher import IntakeError, read_intake

__all__ = ["KINDS", "MODES", "Case", "case_number", "intake_of"]

Record = dict[str, Any]
Feature = Callable[["Draft"], None]

MODES = ("total", "greedy", "generous", "fair")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
HOURS = (9, 11, 14, 16)
GENDERS = ("woman", "man", "nonbinary")
CAMPUSES = ("North", "South", "East")
INTERESTS = ("art", "chess", "film", "law", "music", "radio", "sport", "trees")
FEW, SOME, MANY = (20, 28), (29, 36), (40, 60)
"""Mentees, least and most, of a case that says nothing else."""
TRIES = 200


@dataclass(frozen=True, slots=True, order=True)
class Case:
    """One intake: its kind, its mode, its seed; `sizes` is the least and the most number of mentees."""

    kind: str
    mode: str
    seed: int
    sizes: tuple[int, int] = FEW

    def __str__(self) -> str:
        return f"{self.kind}/{self.mode}/{self.seed}"


def case_number(number: int, kinds: Sequence[str] = (), modes: Sequence[str] = MODES) -> Case:
    """Return the case of a number, its seed: kinds and modes take turns; of nine four are larger, one the largest."""
    kinds = kinds or tuple(KINDS)
    sizes = (FEW, SOME, FEW, FEW, MANY, FEW, SOME, FEW, SOME)[Random(f"size {number}").randrange(9)]
    turn, place = divmod(number, len(kinds))
    return Case(kinds[place], modes[(turn + place) % len(modes)], number, sizes)


def intake_of(case: Case) -> Record:
    """Return the intake of a case in the JSON form; one that is refused as contradictory is drawn again.

    Raises
    ------
    RuntimeError
        Nothing but contradictions is drawn: a fault of the kind.
    """
    refused: IntakeError | None = None
    for attempt in range(TRIES):
        draft = Draft(Random(f"{case.kind} {case.mode} {case.seed} {attempt}"), case)
        try:
            read_intake(draft.data["mentors"], draft.data["mentees"], draft.program, draft.constraints, draft.locks)
        except IntakeError as error:
            refused = error
            continue
        return draft.data
    raise RuntimeError(f"{case}: nothing but contradictions in {TRIES} draws: {refused}")


class Draft:
    """An intake while it is drawn: plain people first, then what the features of its kind change."""

    def __init__(self, random: Random, case: Case) -> None:
        self.random = random
        self.features = _features_of(case.kind, random)
        self.least = random.randint(3, 5) if case.sizes < MANY else random.randint(5, 7)
        self.most = max(6, self.least + random.randint(2, 5))
        self.slots = [f"{day} {hour:02}:00" for day in DAYS for hour in HOURS][: random.choice((6, 8, 10, 20))]
        self.per_group = 1 if "one_mentor" in self.features else 2
        number = random.randint(*case.sizes)
        self.mentors: list[Record] = [{"id": f"T{place + 1:02}"} for place in range(self._mentors_for(number))]
        self.mentees: list[Record] = [{"id": f"S{place + 1:02}"} for place in range(number)]
        self.constraints: list[Record] = []
        self.locks: list[Record] = []
        self.free: dict[str, frozenset[str]] = {}
        self.program: Record = {
            "name": str(case),
            "groups": {"mentors": self.per_group, "min_size": self.least, "max_size": self.most},
            "schedule": {"slots": self.slots},
            "gender": {},
            "load": {},
            "objective": {"mode": case.mode, "levels": random.choice((3, 5, 10, 10, 10, 20))},
            "weights": {},
            "choice": {},
        }
        self._draw_people()
        for feature in self.features:
            FEATURES[feature](self)

    @property
    def data(self) -> Record:
        """The JSON form."""
        return {
            "program": self.program,
            "mentors": self.mentors,
            "mentees": self.mentees,
            "constraints": self.constraints,
            "locks": self.locks,
        }

    @property
    def people(self) -> list[Record]:
        """Everybody, mentors first."""
        return [*self.mentors, *self.mentees]

    def chance(self, share: float) -> bool:
        """Return whether a draw falls under a share."""
        return self.random.random() < share

    def _mentors_for(self, mentees: int) -> int:
        groups = -(-mentees // self.most) + self.random.randint(0, 1)
        if "scarce" in self.features:
            groups = max(2, mentees // self.most - 1)
        leaders = groups * self.per_group
        if "two_groups" in self.features:
            leaders = -(-leaders * 2 // 3) + 1
        return max(self.per_group + 1, leaders + self.random.randint(0, 1))

    def _draw_people(self) -> None:
        random = self.random
        share = random.uniform(0.35, 0.55) if len(self.slots) > 10 else random.uniform(0.4, 0.65)
        popular = [random.random() ** 2 + 0.05 for _ in self.mentors]
        mentor_ids, mentee_ids = [one["id"] for one in self.mentors], [one["id"] for one in self.mentees]
        for person in self.people:
            free = [slot for slot in self.slots if self.chance(share)] or [random.choice(self.slots)]
            self.free[person["id"]] = frozenset(free)
            person["availability"] = [f"{slot}-{int(slot[4:6]) + 1:02}:00" for slot in free]
            person["gender"] = random.choice(GENDERS[:2]) if self.chance(0.93) else random.choice((None, GENDERS[2]))
            person["interests"] = random.sample(INTERESTS, random.randint(0, 4))
        for mentor in self.mentors:
            others = [own for own in mentor_ids if own != mentor["id"]]
            mentor["preferred_co_mentors"] = random.sample(others, min(len(others), random.randint(0, 3)))
            mentor["preferred_mentees"] = random.sample(mentee_ids, random.randint(0, 5))
        longest = random.choice((3, 4, 5, 5, 7))
        for mentee in self.mentees:
            wishes = dict.fromkeys(
                random.choices(mentor_ids, popular, k=random.randint(0 if longest < 4 else 2, longest))
            )
            mentee["preferred_mentors"] = list(wishes)
            mentee["mentor_gender"] = f"prefer {random.choice((*GENDERS[:2], 'same'))}" if self.chance(0.3) else None


# Features: each changes one thing ------------------------------------------------------------------------------------


def _large(draft: Draft) -> None:
    """Take the largest weights, and points at the contract's limit or far apart."""
    random = draft.random
    draft.program["weights"] = {
        "mentee_choice": 1000,
        "mentor_choice": random.choice((1000, 1000, 7)),
        "co_mentor_choice": random.choice((1000, 1000, 0)),
        "gender_wish": 1000,
        "similarity": 1000,
        "unmatched": 1_000_000,
    }
    draft.program["choice"]["points"] = random.choice(
        ([100_000, 99_999, 7, 1], [1_000_000], [1_000_000, 999_999, 999_998], [1_000_000, 1_000, 1], [9, 400_000, 0, 1])
    )


def _flat(draft: Draft) -> None:
    """Leave hardly anything to tell groupings apart by: ties everywhere."""
    random = draft.random
    draft.program["choice"]["points"] = random.choice(([1], [2, 1], [1, 0], [0]))
    draft.program["weights"] = {
        "mentee_choice": 1,
        "mentor_choice": random.choice((0, 1)),
        "co_mentor_choice": random.choice((0, 1)),
        "gender_wish": 0,
        "similarity": 0,
        "unmatched": random.choice((0, 1, 10)),
    }


def _cheap(draft: Draft) -> None:
    """Let a mentee left out cost little or nothing."""
    draft.program["weights"]["unmatched"] = draft.random.choice((0, 0, 100, 400, 1000))


def _two_groups(draft: Draft) -> None:
    random = draft.random
    draft.program["load"]["max_groups"] = 2
    if draft.chance(0.7):
        draft.program["load"]["max_mentees"] = random.randint(draft.least, 2 * draft.most)
    for mentor in draft.mentors:
        if draft.chance(0.3):
            mentor["max_groups"] = random.choice((0, 1, 1, 1, 3))
        if draft.chance(0.2):
            mentor["max_mentees"] = random.randint(draft.least - 1, 2 * draft.most)


def _no_schedule(draft: Draft) -> None:
    draft.program["schedule"] = {"required": False}
    draft.slots = []


def _grid(draft: Draft) -> None:
    """Take windows on a grid, some of it taken out again, and cells that are blank."""
    random = draft.random
    minutes = random.choice((45, 60, 90))
    draft.program["schedule"] = {
        "meeting_minutes": minutes,
        "start_every": random.choice((60, 120)),
        "blank": random.choice(("any", "none")),
    }
    draft.slots = []
    for person in draft.people:
        days = random.sample(DAYS[:2], random.choice((1, 2, 2)))
        begins = [random.choice((9, 9, 10, 12)) for _ in days]
        hours = [(day, begin, begin + random.randint(2, 5)) for day, begin in zip(days, begins, strict=True)]
        person["availability"] = [f"{day} {begin:02}:00-{end:02}:00" for day, begin, end in hours]
        if draft.chance(0.3):
            day, begin, end = random.choice(hours)
            person["unavailable"] = [f"{day} {begin:02}:30-{end - 1:02}:30" if end - begin > 1 else "Fri 20:00-21:00"]
        if draft.chance(0.03) and minutes > 45:
            person["availability"] = None


def _named(draft: Draft) -> None:
    """Give slots names in place of times."""
    names = {slot: f"Kick-off {chr(65 + place)}" for place, slot in enumerate(draft.slots)}
    draft.program["schedule"]["slots"] = draft.slots = list(names.values())
    for person in draft.people:
        draft.free[person["id"]] = free = frozenset(names[slot] for slot in draft.free[person["id"]])
        person["availability"] = sorted(free)


def _rooms(draft: Draft) -> None:
    draft.program["schedule"]["max_groups_per_slot"] = draft.random.choice((1, 1, 1, 2))


def _count(draft: Draft) -> None:
    most = len(draft.mentees) // draft.least
    likely = -(-len(draft.mentees) // draft.most)
    draft.program["groups"]["count"] = max(1, min(most, likely + draft.random.choice((-2, -1, -1, 0, 0, 1))))


def _everyone(draft: Draft) -> None:
    draft.program["groups"]["everyone"] = True


def _no_lone(draft: Draft) -> None:
    draft.program["gender"]["no_lone"] = draft.random.choice((["man"], ["woman", "man"], ["nonbinary"], list(GENDERS)))
    if draft.chance(0.5):
        for person in draft.mentees:
            person["gender"] = draft.random.choices(GENDERS, (6, 3, 1))[0]


def _require(scope: str, draft: Draft) -> None:
    draft.program["gender"]["scope"] = scope
    for mentee in draft.mentees:
        if draft.chance(0.35):
            mentee["mentor_gender"] = f"require {draft.random.choice((*GENDERS[:2], 'same'))}"


def _pair_gender(wanted: str, draft: Draft) -> None:
    draft.program["gender"]["pair"] = wanted


def _campuses(draft: Draft) -> None:
    """Ask mentees and mentors for one campus; some leave it blank, and spell it as they like."""
    draft.program.setdefault("eligible", []).append({"column": "campus", "rule": "equal"})
    for person in draft.people:
        campus = draft.random.choices(CAMPUSES, (5, 4, 1))[0]
        person["campus"] = draft.random.choice((campus, campus, campus.upper(), None))


def _languages(draft: Draft) -> None:
    draft.program.setdefault("eligible", []).append({"column": "languages", "rule": "share"})
    spoken = ("English", "German", "Farsi", "Spanish")
    for person in draft.people:
        person["languages"] = draft.random.sample(spoken, draft.random.choice((0, 1, 2, 2, 3)))


def _returning(draft: Draft) -> None:
    draft.program.setdefault("pair", []).append(
        {"column": "experience", "rule": "includes", "values": ["returning", "Alumni"]}
    )
    for mentor in draft.mentors:
        mentor["experience"] = draft.random.choice((["returning"], ["alumni", "tutor"], ["new"], []))


def _years(rule: str, draft: Draft) -> None:
    draft.program.setdefault("pair", []).append({"column": "year", "rule": rule})
    for mentor in draft.mentors:
        mentor["year"] = draft.random.choice(("3", "4", "4", None))


def _links(draft: Draft) -> None:
    """Tie people together and keep people apart, chains of three among them."""
    random = draft.random
    mentees, mentors = [one["id"] for one in draft.mentees], [one["id"] for one in draft.mentors]

    def add(kind: str, a: str, b: str) -> None:
        draft.constraints.append({"kind": kind, "a": a, "b": b})

    for _ in range(random.randint(0, 3)):
        friends = random.sample(mentees, random.choice((2, 2, 3)))
        for one, other in pairwise(friends):
            add("together", one, other)
    for _ in range(random.randint(0, 4)):
        add("apart", *random.sample(mentees, 2))
    if draft.chance(0.4):
        add("apart", random.choice(mentees), random.choice(mentors))
    if draft.chance(0.3):
        add("apart", *random.sample(mentors, 2))
    for mentee in random.sample(mentees, random.randint(0, 3)):
        suited = [own for own in mentors if draft.free[own] & draft.free[mentee]] or mentors
        add("assign", mentee, random.choice(suited))
    if draft.per_group == 2 and draft.chance(0.5):
        one = random.choice(mentors)
        suited = [own for own in mentors if own != one and draft.free[own] & draft.free[one]]
        if suited:
            add("co_lead", one, random.choice(suited))
    for mentee in random.sample(draft.mentees, random.randint(0, 4)):
        mentee["avoid"] = [random.choice([own for own in (*mentees, *mentees, *mentors) if own != mentee["id"]])]
    if draft.chance(0.3):
        random.choice(draft.mentors)["avoid"] = [random.choice(mentees)]


def _locks(draft: Draft) -> None:
    """Lock one to three things, each of another kind of lock, at hours that suit those concerned where any does."""
    random = draft.random
    scheduled = bool(draft.slots)
    kinds = ["mentor-pair", "person-in-group", "whole-group", *(["group-slot"] if scheduled else [])]
    for kind in random.sample(kinds, random.randint(1, min(3, len(kinds)))):
        alone = "single" in draft.features and draft.chance(0.5)
        leaders = random.sample([one["id"] for one in draft.mentors], 1 if alone else draft.per_group)
        hours = sorted(frozenset.intersection(*(draft.free[own] for own in leaders)) & frozenset(draft.slots))
        if scheduled and not hours:
            continue
        slot = random.choice(hours) if scheduled else None
        suited = [one["id"] for one in draft.mentees if slot is None or slot in draft.free[one["id"]]]
        number = {"person-in-group": 1, "whole-group": random.randint(draft.least, draft.most)}.get(kind, 0)
        if len(suited) < number:
            continue
        hour = slot if kind != "mentor-pair" and not (kind == "person-in-group" and draft.chance(0.5)) else None
        lock = {"kind": kind, "mentors": leaders, "slot": hour, "mentees": random.sample(suited, number)}
        draft.locks.append({**lock, "reason": "settled"})


def _ideal(draft: Draft) -> None:
    """Let a size be best, at times one that is not permitted."""
    draft.program["groups"]["ideal_size"] = draft.random.randint(max(1, draft.least - 1), draft.most + 1)
    draft.program["weights"]["size"] = draft.random.choice((1, 150, 1000, 7000, 1_000_000))


def _single(draft: Draft) -> None:
    draft.program["groups"]["single"] = True
    draft.program["weights"]["single"] = draft.random.choice((0, 0, 500, 3000, 40_000))


def _mix_of(draft: Draft) -> Record:
    """Draw what a mix is of, and how many: columns of its own, so that several go together."""
    column = draft.random.choice(("entry", "entry", "gender", "interests"))
    if column == "entry":
        for mentee in draft.mentees:
            entry = draft.random.choices((["Transfer"], ["local"], ["transfer", "mature"], []), (2, 5, 1, 1))[0]
            mentee.setdefault("entry", entry)
    values = {"entry": ["transfer", "Mature"], "gender": ["woman"], "interests": draft.random.sample(INTERESTS, 2)}
    least = draft.random.choice((0, 1, 1, 2))
    most = draft.random.choice((None, least + 1, least + 1, least + 2))
    rule = {"column": column, "values": values[column], "min": least, "none_too": draft.chance(0.4)}
    return rule if most is None else {**rule, "max": most}


def _mix(draft: Draft) -> None:
    draft.program.setdefault("mix", []).append(_mix_of(draft))


def _mix_cost(draft: Draft) -> None:
    for _ in range(draft.random.choice((1, 1, 2))):
        weight = draft.random.choice((1, 90, 700, 5000, 1_000_000))
        draft.program.setdefault("mix", []).append({**_mix_of(draft), "weight": weight})


def _departments(draft: Draft) -> None:
    """Ask for mentors of another department than the mentee's; some have two, or none."""
    draft.program.setdefault("eligible", []).append({"column": "department", "rule": "differ"})
    for person in draft.people:
        person["department"] = draft.random.choice((["Law"], ["law", "Tax"], ["Audit"], ["Estates"], ["IT"], []))


GRADES = ("AO", "EO", "HEO", "SEO", "G7")


def _grades(draft: Draft) -> None:
    """Ask for mentors some grades above the mentee, by names or by numbers."""
    rule: Record = {"column": "grade", "rule": "above"}
    rule |= draft.random.choice(({}, {"at_least": 0}, {"at_least": 1, "at_most": 2}, {"at_least": -1, "at_most": 1}))
    named = draft.chance(0.5)
    for people, grades in ((draft.mentors, (1, 2, 3, 3, 4, 4)), (draft.mentees, (0, 0, 0, 1, 1, 2))):
        for person in people:
            grade = draft.random.choice(grades)
            told = GRADES[grade] if named else str(grade + draft.random.choice((0, 0, 0.5)))
            person["grade"] = None if draft.chance(0.05) else told
    draft.program.setdefault("eligible", []).append({**rule, "order": list(GRADES)} if named else rule)


def _wished(kind: str, features: Sequence[Feature], draft: Draft) -> None:
    """Make a wish of what would be a rule."""
    draft.random.choice(features)(draft)
    draft.program[kind][-1]["weight"] = draft.random.choice((1, 5, 20, 1000))


def _priorities(draft: Draft) -> None:
    for mentee in draft.mentees:
        mentee["priority"] = draft.random.choice((None, None, 1, 37, 99, 150, 1000))


def _next(draft: Draft) -> None:
    draft.program["choice"]["unlisted"] = "next"


def _silent(draft: Draft) -> None:
    """Let many wish for nobody, so that satisfaction is often nothing out of nothing."""
    draft.program["similarity"] = {}
    for person in draft.people:
        if draft.chance(0.5):
            for wishes in ("preferred_mentors", "preferred_mentees", "preferred_co_mentors"):
                if wishes in person:
                    person[wishes] = []


def _spare(draft: Draft) -> None:
    draft.program["robust"] = {"spare": True}


def _nothing(draft: Draft) -> None:
    """Change nothing: how many mentors there are was settled before (`one_mentor`, `scarce`)."""


FEATURES: dict[str, Feature] = {
    "one_mentor": _nothing,
    "scarce": _nothing,
    "large": _large,
    "flat": _flat,
    "cheap": _cheap,
    "silent": _silent,
    "two_groups": _two_groups,
    "no_schedule": _no_schedule,
    "grid": _grid,
    "named": _named,
    "rooms": _rooms,
    "count": _count,
    "everyone": _everyone,
    "no_lone": _no_lone,
    "require_one": partial(_require, "one"),
    "require_all": partial(_require, "all"),
    "mixed": partial(_pair_gender, "mixed"),
    "same": partial(_pair_gender, "same"),
    "campuses": _campuses,
    "languages": _languages,
    "returning": _returning,
    "same_year": partial(_years, "equal"),
    "other_year": partial(_years, "differ"),
    "links": _links,
    "ideal": _ideal,
    "single": _single,
    "mix": _mix,
    "mix_cost": _mix_cost,
    "departments": _departments,
    "grades": _grades,
    "wished_mentors": partial(_wished, "eligible", (_campuses, _languages, _departments, _grades)),
    "wished_partners": partial(_wished, "pair", (_returning, partial(_years, "equal"), partial(_years, "differ"))),
    "priorities": _priorities,
    "next": _next,
    "locks": _locks,
    "spare": _spare,
}
"""In the order in which they are applied, whatever the order in which a kind names them."""

EXCLUDE = (
    {"no_schedule", "grid", "named", "rooms"},
    {"grid", "locks"},
    {"require_one", "require_all"},
    {"mixed", "same"},
    {"same_year", "other_year"},
    {"large", "flat"},
    {"large", "cheap"},
    {"departments", "wished_mentors"},
    {"grades", "wished_mentors"},
    {"campuses", "wished_mentors"},
    {"languages", "wished_mentors"},
    {"returning", "wished_partners"},
    {"same_year", "wished_partners"},
    {"other_year", "wished_partners"},
)
"""Of each of these a kind has one at most: they contradict each other, or one of them will do."""
UNPAIRED = {"mixed", "same", "returning", "same_year", "other_year", "single", "wished_partners"}
"""What says nothing where one mentor leads."""

KINDS: dict[str, tuple[str, ...]] = {
    "plain": (),
    "large": ("large",),
    "flat": ("flat",),
    "cheap": ("cheap",),
    "silent": ("silent",),
    "scarce": ("scarce",),
    "one_mentor": ("one_mentor",),
    "one_mentor_two_groups": ("one_mentor", "two_groups"),
    "two_groups": ("two_groups",),
    "no_schedule": ("no_schedule",),
    "no_schedule_two_groups": ("no_schedule", "two_groups"),
    "grid": ("grid",),
    "named": ("named",),
    "rooms": ("rooms",),
    "rooms_two_groups": ("rooms", "two_groups"),
    "count": ("count",),
    "everyone": ("everyone",),
    "no_lone": ("no_lone",),
    "require_one": ("require_one",),
    "require_all": ("require_all",),
    "mixed": ("mixed",),
    "same": ("same",),
    "campuses": ("campuses",),
    "languages": ("languages",),
    "returning": ("returning",),
    "same_year": ("same_year",),
    "other_year": ("other_year",),
    "links": ("links",),
    "links_two_groups": ("links", "two_groups"),
    "no_lone_links": ("no_lone", "links"),
    "locks": ("locks",),
    "locks_two_groups": ("locks", "two_groups"),
    "locks_no_schedule": ("locks", "no_schedule", "two_groups"),
    "spare": ("spare",),
    "large_two_groups": ("large", "two_groups"),
    "large_no_lone": ("large", "no_lone"),
    "large_one_mentor": ("large", "one_mentor"),
    "ideal": ("ideal",),
    "ideal_two_groups": ("ideal", "two_groups"),
    "ideal_count": ("ideal", "count"),
    "single": ("single",),
    "single_scarce": ("single", "scarce"),
    "single_locks": ("single", "locks", "links"),
    "single_returning": ("single", "returning", "mixed"),
    "mix": ("mix",),
    "mix_links": ("mix", "links"),
    "mix_no_lone": ("mix", "no_lone"),
    "mix_cost": ("mix_cost",),
    "mix_cost_ideal": ("mix_cost", "ideal", "mix"),
    "departments": ("departments",),
    "grades": ("grades",),
    "wished_mentors": ("wished_mentors",),
    "wished_partners": ("wished_partners",),
    "wishes_single": ("wished_partners", "wished_mentors", "single"),
    "priorities": ("priorities",),
    "next": ("next",),
    "priorities_next": ("priorities", "next", "cheap"),
    "single_ideal_mix": ("single", "ideal", "mix_cost", "two_groups"),
    "everything_new": (
        "ideal",
        "single",
        "mix",
        "mix_cost",
        "wished_mentors",
        "wished_partners",
        "priorities",
        "next",
    ),
    "drawn_few": ("?", "?"),
    "drawn_some": ("?", "?", "?"),
    "drawn_more": ("?", "?", "?", "?", "?"),
    "drawn_many": ("?", "?", "?", "?", "?", "?", "?", "?"),
}
"""Rule sets by name, plain people with these features; ``?`` stands for one drawn from all of them."""


def _features_of(kind: str, random: Random) -> list[str]:
    found = {feature for feature in KINDS[kind] if feature != "?"}
    for _ in range(KINDS[kind].count("?")):
        suited = [feature for feature in FEATURES if _goes_with(feature, found)]
        found.add(random.choice(suited))
    return [feature for feature in FEATURES if feature in found]


def _goes_with(feature: str, found: set[str]) -> bool:
    together = {feature, *found}
    unpaired = "one_mentor" in together and UNPAIRED & together
    return feature not in found and not unpaired and all(len(group & together) < 2 for group in EXCLUDE)
