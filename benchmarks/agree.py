"""Whether we are right: seeded intakes of every rule and mode, by us and by a staged seat MILP in HiGHS.

::

    python -m benchmarks.agree                        48 intakes
    python -m benchmarks.agree --from 0 --to 300 --write
    python -m benchmarks.agree --kinds plain large --modes fair --prices 4
    python -m benchmarks.agree FOLDER …               intakes at hand

The MILP and what it is made of are read off the public contract and share nothing with our solving
(`benchmarks.agreeing`). Both have a process of their own and run side by side, a core each. Every grouping of either
is checked by every rule and its numbers worked out again, so that where the two differ, the better grouping says who
is wrong. Intakes are numbered: the same number gives the same intake. With ``--write`` what came of each is kept in
``results/agree.json``, and a campaign goes on where that ends. The exit status is 1 where anything differs.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.agreeing.cases import KINDS, MODES, Case, case_number, intake_of
from benchmarks.agreeing.facts import Facts, intake_from
from benchmarks.agreeing.judging import Judged, Verdict, judge, judge_price
from benchmarks.agreeing.record import Campaign, Compared, summary
from benchmarks.agreeing.sides import Side, both
from benchmarks.records import RESULTS, Stamping
from matcher import write_intake

__all__ = ["Found", "Limits", "compare", "keep"]

Told = dict[str, Any]
Source = dict[str, Any] | str


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for each side, the effort of ours, and how many prices of an intake are compared at most."""

    ours: float = 60.0
    milp: float = 60.0
    effort: str = "normal"
    prices: int = 0


@dataclass(frozen=True)
class Found:
    """An intake compared, with the groupings of both sides, for those who look into a difference."""

    compared: Compared
    facts: Facts
    groups: dict[str, list[Told]] = field(default_factory=dict)


def compare(case: Case, source: Source, limits: Limits, ours: Side, milp: Side) -> Found:
    """Return what came of one intake: solved by both sides at once, then prices, judged by what can be verified."""
    facts = Facts(intake_from(source))
    persons = _persons(facts, case.seed, limits.prices)
    question = {"intake": source, "seconds": limits.ours, "effort": limits.effort, "persons": persons}
    mine, theirs = both(
        ours,
        milp,
        (question, _patience(limits.ours) * (1 + len(persons))),
        ({"intake": source, "seconds": limits.milp}, _patience(limits.milp)),
    )
    judged = judge(facts, mine, theirs)
    prices = list(_prices(facts, source, limits, mine, milp, case.seed))
    worst = [price["verdict"] for price in prices if price["verdict"] == Verdict.DIFFER]
    reasons = (*judged.reasons, *(reason for price in prices for reason in price["reasons"] if worst))
    compared = Compared(
        case.kind,
        str(facts.program.objective.mode),
        case.seed,
        len(facts.intake.mentees),
        len(facts.intake.mentors),
        len(facts.seats),
        mine.get("status", "late" if "late" in mine else "failed"),
        Verdict.DIFFER if worst else judged.verdict,
        reasons,
        _rounded(mine.get("seconds")),
        _rounded(theirs.get("seconds")),
        tuple(value for _, value, _ in mine.get("stages", ())),
        mine.get("objective"),
        prices=prices,
    )
    groups = {side: told["groups"] for side, told in (("ours", mine), ("milp", theirs)) if told.get("groups")}
    return Found(compared, facts, groups)


def _patience(seconds: float) -> float:
    return 1.5 * seconds + 60


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 2)


def _persons(facts: Facts, seed: int, prices: int) -> list[str]:
    """Return the mentees whose wishes are asked about: a few, as many wishes as there are prices to compare."""
    wishing = [one.id for one in facts.intake.mentees if one.preferred_mentors]
    return Random(f"persons {seed}").sample(wishing, min(len(wishing), -(-prices // 2)))


def _prices(facts: Facts, source: Source, limits: Limits, mine: Told, milp: Side, seed: int) -> Iterator[Told]:
    told = [price for price in mine.get("prices", ()) if price["outcome"] not in ("met", "open")]
    for price in Random(f"prices {seed}").sample(told, min(len(told), limits.prices)):
        both_of = (price["mentee"], price["mentor"])
        answer = milp.ask({"intake": source, "seconds": limits.milp, "together_with": both_of}, _patience(limits.milp))
        judged: Judged = judge_price(facts, mine, price, answer)
        yield {**price, "verdict": judged.verdict, "reasons": list(judged.reasons)}


def _line(one: Compared) -> str:
    seconds = "".join(f"{'' if second is None else f'{second:.1f}':>8}" for second in (one.ours, one.milp))
    sizes = f"{one.mentees}/{one.mentors}"
    prices = f"  {len(one.prices)} prices" if one.prices else ""
    head = f"{one.seed:>5}  {one.kind:<24}{one.mode:<10}{sizes:<8}{one.seats:>5}  {one.status:<11}{seconds}"
    return "\n      ".join([f"{head}  {one.verdict}{prices}", *one.reasons])


def keep(folder: Path, found: Found) -> None:
    """Write an intake and the groupings of both sides, for whoever looks into it."""
    one = found.compared
    place = folder / f"{one.kind}-{one.mode}-{one.seed}"
    write_intake(found.facts.intake, place)
    for side, groups in found.groups.items():
        (place / side).mkdir(exist_ok=True)
        with (place / side / "groups.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["group", "slot", "mentor_ids", "mentee_ids"])
            for number, group in enumerate(groups, 1):
                ids = (";".join(group["mentors"]), ";".join(group["mentees"]))
                writer.writerow([f"G{number}", group["slot"] or "", *ids])
    (place / "note.txt").write_text(_line(one) + "\n", encoding="utf-8")


def _options(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare what we prove with a MILP that shares nothing with us.")
    parser.add_argument("intakes", type=Path, nargs="*", help="folders of intakes at hand, in place of drawn ones")
    parser.add_argument("--from", dest="first", type=int, default=0, help="number of the first drawn intake")
    parser.add_argument("--to", dest="end", type=int, help="number after the last; default: 48 more than --from")
    parser.add_argument("--kinds", nargs="+", choices=list(KINDS), default=list(KINDS), help="default: every one")
    parser.add_argument("--modes", nargs="+", choices=MODES, default=list(MODES), help="default: all four")
    parser.add_argument("--ours-seconds", type=float, default=60.0)
    parser.add_argument("--milp-seconds", type=float, default=60.0)
    parser.add_argument("--effort", choices=("quick", "normal", "thorough"), default="normal", help="of ours")
    parser.add_argument("--prices", type=int, default=0, help="prices of each intake to compare too, at most")
    parser.add_argument("--write", action="store_true", help="add to the record; what it holds is not compared again")
    parser.add_argument("--again", action="store_true", help="compare again what the record has as undecided")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder of the record")
    parser.add_argument("--keep", type=Path, help="a folder for intakes at which the two differ, with both groupings")
    return parser.parse_args(words)


def _command(options: argparse.Namespace) -> str:
    """Return the call that compares the same again."""
    numbers = f"--from {options.first} --to {_end(options)}"
    limits = f"--ours-seconds {options.ours_seconds:g} --milp-seconds {options.milp_seconds:g}"
    return f"python -m benchmarks.agree {numbers} {limits} --write"


def _end(options: argparse.Namespace) -> int:
    end: int = options.first + 48 if options.end is None else options.end
    return end


def _sources(options: argparse.Namespace, known: Campaign) -> Iterator[tuple[Case, Source]]:
    for number, folder in enumerate(options.intakes):
        yield Case(folder.name, "", number), str(folder.resolve())
    if not options.intakes:
        there = {one.key for one in known.compared if not (options.again and one.verdict == Verdict.UNDECIDED)}
        for number in range(options.first, _end(options)):
            case = case_number(number, options.kinds, options.modes)
            if (case.kind, case.mode, case.seed) not in there:
                yield case, intake_of(case)


def main(words: Sequence[str] | None = None) -> int:
    """Compare what the command line asks for; return the exit status."""
    options = _options(words)
    limits = Limits(options.ours_seconds, options.milp_seconds, options.effort, options.prices)
    stamping = Stamping(_command(options))
    campaign = Campaign.load(options.results) if options.write else Campaign()
    with Side("ours") as ours, Side("milp") as milp:
        for case, source in _sources(options, campaign):
            found = compare(case, source, limits, ours, milp)
            stamp = stamping.stamp()
            print(_line(found.compared), flush=True)
            campaign.add(replace(found.compared, commit=stamp.commit))
            if options.write:
                campaign.save(stamp, options.results)
            if options.keep is not None and found.compared.verdict == Verdict.DIFFER:
                keep(options.keep, found)
    print(summary(campaign.compared))
    return int(any(one.verdict == Verdict.DIFFER for one in campaign.compared))


if __name__ == "__main__":
    sys.exit(main())
