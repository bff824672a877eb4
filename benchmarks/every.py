"""One table of everything: each set of rules in each mode at each size, ours alone, every result verified.

::

    python -m benchmarks.every --sizes 60/12                       what is not measured yet, at 60 mentees
    python -m benchmarks.every --rules campuses two_groups --modes total --seeds 7 8 9
    python -m benchmarks.every --for 3600                          begin nothing new after an hour
    python -m benchmarks.every --smoke                             a tiny intake of each set, kept nowhere

What is measured stays in ``results/every.json``, each cell with the commit that it was measured at; a cell that is
there is passed over, unless ``--again`` is given. So a campaign of many hours goes on where it stopped.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from random import Random
from typing import Any

from benchmarks.generator import generate
from benchmarks.measuring.solving import solved, warm
from benchmarks.records import RESULTS, Record, Row, Stamping
from benchmarks.samples import FIRST_YEARS, SENIORS
from benchmarks.settings import Settings

__all__ = ["MODES", "RULES", "SIZES", "Cell", "intake_of", "kept"]

NAME = "every"
MODES = ("total", "greedy", "generous", "fair")
SIZES = {"60/12": (60, 12, 60.0), "150/30": (150, 30, 60.0), "300/60": (300, 60, 60.0), "1000/200": (1000, 200, 120.0)}
"""(mentees, mentors, seconds) by name."""
TINY = (16, 4, 3.0)
SEED = 7

Intake = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rules:
    """A set of rules.

    Parameters
    ----------
    title
        In words.
    settings
        From people that follow no further rule, what they are drawn from.
    after
        What is changed once they are drawn.
    """

    title: str
    settings: Callable[[Settings], Settings] = lambda plain: plain
    after: Callable[[Intake, Random], None] = lambda intake, random: None


def _some(plain: Settings, of_sixty: int) -> int:
    """Return so many of sixty mentees, at this size."""
    return max(1, of_sixty * plain.mentees // 60)


def _linked(plain: Settings) -> Settings:
    return replace(
        plain,
        together=_some(plain, 4),
        apart=_some(plain, 5),
        assign=_some(plain, 3),
        co_lead=_some(plain, 2),
        avoid=_some(plain, 4),
    )


def _blank(intake: Intake, random: Random) -> None:
    """Say nothing of the hours of one in five."""
    for side in ("mentors", "mentees"):
        for person in intake[side]:
            if random.random() < 0.2:
                person["availability"] = []


def _locked(intake: Intake, random: Random) -> None:
    """Settle who leads some groups, at an hour that both mentors have; who is in some of them, too."""
    left = list(intake["mentors"])
    random.shuffle(left)
    locks: list[Intake] = []
    while len(left) > 1 and len(locks) < max(1, len(intake["mentors"]) // 12):
        mentor = left.pop()
        for other in left:
            common = [window for window in mentor["availability"] if window in other["availability"]]
            if common:
                left.remove(other)
                locks.append(
                    {"kind": "mentor-pair", "mentors": [mentor["id"], other["id"]], "slot": None, "mentees": []}
                )
                break
    intake["locks"] = locks


def _scarce(plain: Settings) -> Settings:
    """Five mentors of six, and groups of eight to ten: ten places too few for sixty."""
    return replace(plain, mentors=plain.mentors * 11 // 12, min_size=8, max_size=10)


def _ideal(intake: Intake, random: Random) -> None:
    """Groups are best of ten, and each mentee more or fewer costs as much as a third choice does."""
    intake["program"]["groups"]["ideal_size"] = 10
    intake["program"].setdefault("weights", {})["size"] = 600


def _entries(intake: Intake, random: Random, **amounts: Any) -> None:
    """Say how each mentee came, one in five by transfer, and how many of those a group holds."""
    for mentee in intake["mentees"]:
        mentee["entry"] = "transfer" if random.random() < 0.2 else "first year"
    intake["program"]["mix"] = [{"column": "entry", "values": ["transfer"], **amounts}]


def _single(intake: Intake, random: Random) -> None:
    intake["program"]["groups"]["single"] = True
    intake["program"].setdefault("weights", {})["single"] = 4000


def _wishes(intake: Intake, random: Random) -> None:
    """Give everybody a department, some mentees a priority, and wish for other departments, of pairs too."""
    for person in (*intake["mentors"], *intake["mentees"]):
        person["department"] = random.choice(("surgery", "medicine", "pediatrics"))
    for mentee in intake["mentees"]:
        mentee["priority"] = random.choice((50, 100, 100, 200))
    intake["program"]["eligible"] = [{"column": "department", "rule": "differ", "weight": 5}]
    intake["program"]["pair"] = [{"column": "department", "rule": "differ", "weight": 8}]


RULES = {
    "plain": Rules("sizes and hours alone"),
    "mixed_pairs": Rules("two mentors of different gender", lambda plain: replace(plain, pair_gender="mixed")),
    "no_lone": Rules(
        "no woman, no man alone in a group",
        lambda plain: replace(plain, no_lone=("woman", "man")),
    ),
    "mixed_no_lone": Rules(
        "mixed pairs, and nobody of three genders alone",
        lambda plain: replace(
            plain,
            pair_gender="mixed",
            no_lone=("woman", "man", "nonbinary"),
            mentee_genders={"woman": 0.5, "man": 0.4, "nonbinary": 0.1},
        ),
    ),
    "require_one": Rules("required gender of one mentor", lambda plain: replace(plain, gender_wishes=0.4, require=0.6)),
    "require_all": Rules(
        "required gender of both mentors", lambda plain: replace(plain, gender_wishes=0.4, require=0.6, scope="all")
    ),
    "everyone": Rules(
        "nobody may be left out", lambda plain: replace(plain, everyone=True, unmatched=0, free_share=0.45)
    ),
    "two_groups": Rules("two groups a mentor", lambda plain: replace(plain, max_groups=2)),
    "two_groups_load": Rules(
        "two groups a mentor, at most 16 mentees", lambda plain: replace(plain, max_groups=2, max_mentees=16)
    ),
    "campuses": Rules(
        "two campuses, two groups a mentor, at most 16 mentees, one experienced mentor",
        lambda plain: replace(
            plain, campuses=("North", "South"), experience=0.7, max_groups=2, second_group=0.5, max_mentees=16
        ),
    ),
    "links": Rules("together, apart, assign, co-lead, avoid", _linked),
    "together": Rules("pairs of friends, one mentee in five", lambda plain: replace(plain, together=_some(plain, 6))),
    "rooms": Rules(
        "one timetable for all, few rooms",
        lambda plain: replace(plain, max_groups_per_slot=max(1, plain.mentors // 24), patterns=1),
    ),
    "timetables": Rules(
        "timetables on a grid of half hours",
        lambda plain: replace(plain, mentor_timetables=SENIORS, mentee_timetables=FIRST_YEARS),
    ),
    "scarcity": Rules("ten places in sixty too few", _scarce),
    "one_mentor": Rules(
        "one mentor a group", lambda plain: replace(plain, mentors_per_group=1, min_size=4, max_size=6)
    ),
    "no_schedule": Rules("no schedule", lambda plain: replace(plain, slots=0)),
    "count": Rules(
        "a number of groups asked for", lambda plain: replace(plain, count=plain.mentors // 2 - plain.mentors // 12)
    ),
    "blank": Rules("blank hours", after=_blank),
    "locks": Rules("some pairs are settled", after=_locked),
    "ideal_size": Rules("groups are best of ten", after=_ideal),
    "mix": Rules("none of one mentee in five, or two to four", after=partial(_entries, min=2, max=4, none_too=True)),
    "mix_cost": Rules(
        "one to three of one mentee in five, or it costs", after=partial(_entries, min=1, max=3, weight=2000)
    ),
    "single": Rules("one mentor may lead alone, at a cost", after=_single),
    "wishes": Rules("wishes on departments, priorities", after=_wishes),
}


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """A place in the table, and the seed of its intake."""

    size: str
    rules: str
    mode: str
    seed: int = SEED


def intake_of(cell: Cell, tiny: bool = False) -> Intake:
    """Return the intake of a cell in its JSON form."""
    mentees, mentors, _ = TINY if tiny else SIZES[cell.size]
    rules = RULES[cell.rules]
    plain = Settings(seed=cell.seed, name=rules.title, mentees=mentees, mentors=mentors)
    if tiny:
        plain = replace(plain, min_size=2, max_size=8)
    intake = generate(rules.settings(plain))
    rules.after(intake, Random(f"{cell.rules} {cell.seed}"))
    intake["program"]["objective"] = {"mode": cell.mode}
    return intake


def measured(cell: Cell, seconds: float, tiny: bool = False) -> Row:
    """Return what `match` makes of a cell, as a row of the table."""
    row = {"size": cell.size, "rules": cell.rules, "mode": cell.mode, "seed": cell.seed}
    return {**row, **solved(intake_of(cell, tiny), time_limit=seconds)}


def kept() -> dict[Cell, Row]:
    """Return what is measured so far, by cell."""
    if not (RESULTS / f"{NAME}.json").exists():
        return {}
    return {_cell(row): row for row in Record.load(NAME, RESULTS).rows}


def _cell(row: Row) -> Cell:
    return Cell(row["size"], row["rules"], row["mode"], row["seed"])


def _order(cell: Cell) -> tuple[int, int, int, int]:
    return list(SIZES).index(cell.size), list(RULES).index(cell.rules), MODES.index(cell.mode), cell.seed


def _line(row: Row) -> str:
    gap = "" if "gap" not in row else f"{100 * row['gap']:.2f} %"
    stages = " ".join(f"{value}/{bound}" for _, value, bound in row.get("stages", ()))
    head = f"{row['size']:<9}{row['rules']:<17}{row['mode']:<10}{row['seed']:>3}"
    return f"{head}  {row['status']:<11}{gap:>9}{row.get('left_out', ''):>5} out{row['seconds']:>8.1f} s  {stages}"


def _options(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure every set of rules in every mode at every size.")
    parser.add_argument("--sizes", nargs="+", choices=list(SIZES), default=list(SIZES), help="default: every one")
    parser.add_argument("--rules", nargs="+", choices=list(RULES), default=list(RULES), help="default: every one")
    parser.add_argument("--modes", nargs="+", choices=MODES, default=list(MODES), help="default: all four")
    parser.add_argument("--seeds", nargs="+", type=int, default=[SEED])
    parser.add_argument("--for", dest="seconds", type=float, help="seconds after which no cell is begun")
    parser.add_argument("--again", action="store_true", help="measure again what is there")
    parser.add_argument("--smoke", action="store_true", help="a tiny intake of each set and mode, kept nowhere")
    return parser.parse_args(words)


def _cells(options: argparse.Namespace) -> Iterator[Cell]:
    for size in options.sizes:
        for mode in options.modes:
            for rules in options.rules:
                yield from (Cell(size, rules, mode, seed) for seed in options.seeds)


def _smoke() -> None:
    for rules in RULES:
        for mode in MODES:
            row = measured(Cell("60/12", rules, mode), TINY[2], tiny=True)
            print(_line(row), flush=True)
            if row["status"] not in ("optimal", "feasible", "infeasible"):
                sys.exit(f"{rules} in {mode} came to nothing")


def main(words: Sequence[str] | None = None) -> None:
    """Measure what the command line asks for and is not there yet."""
    options = _options(words)
    warm()
    if options.smoke:
        _smoke()
        return
    begun, there = time.monotonic(), kept()
    for cell in _cells(options):
        if cell in there and not options.again:
            continue
        if options.seconds is not None and time.monotonic() - begun > options.seconds:
            break
        stamping = Stamping("python -m benchmarks.every")
        row = measured(cell, SIZES[cell.size][2])
        stamp = stamping.stamp()
        there[cell] = {**row, "commit": stamp.commit, "others": stamp.others}
        print(_line(row), flush=True)
        Record(stamp, tuple(there[one] for one in sorted(there, key=_order))).save(NAME, RESULTS)


if __name__ == "__main__":
    main()
