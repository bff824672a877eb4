"""The long campaign: `python -m tests.reader --cases 50 --sabotage 100` reads everything said of random intakes.

Printed are the facts that were read, of each output and kind, what was not so, and how many sabotages were found.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from math import ceil
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.records import Record, Row, Stamping
from tests.reader.readers import Output, outputs
from tests.reader.runs import Case, cases
from tests.reader.sabotage import Tally, sabotage
from tests.reader.words import phrases_of


class Campaign(NamedTuple):
    """What was read of some cases.

    Parameters
    ----------
    facts
        (output, kind) to how many.
    faults
        What was told and not so, a sentence each.
    used
        The phrases of the language files of which something was read.
    """

    facts: Counter[tuple[str, str]]
    faults: list[str]
    tally: Tally
    used: set[str]

    def rows(self) -> Iterator[Row]:
        """The counts, for a record."""
        for (output, kind), count in sorted(self.facts.items()):
            yield {"output": output, "kind": kind, "facts": count}
        for (output, kind), tried in sorted(self.tally.tried.items()):
            yield {"output": output, "sabotaged": kind, "tried": tried, "found": self.tally.found[output, kind]}
        yield {"wrong": len(self.faults)}

    @property
    def unread(self) -> list[str]:
        """Phrases that nobody read, of the tables of which somebody read some."""
        tables = {key.partition(".")[0] for key in self.used}
        return sorted(key for key in set(phrases_of("en")) - self.used if key.partition(".")[0] in tables)


def campaign(of: Iterable[Case], sabotages: int, those: Collection[Output]) -> Campaign:
    """Read those outputs of these cases, and at least so many sabotages of each output over all cases that have it."""
    done, drawn = Campaign(Counter(), [], Tally(), set()), list(of)
    for output in those:
        there = list(filter(output.has, drawn))
        for case in there:
            with TemporaryDirectory() as folder:
                made = output.made(case, Path(folder))
            reader = output.read(case, made)
            done.facts.update(reader.facts)
            done.faults.extend(f"{case}, {fault}" for fault in reader.faults)
            done.used.update(reader.words.used)
            if not reader.faults:
                each = ceil(sabotages / len(there))
                sabotage(case, output, made, Random(f"{case} {output.name}"), each, done.tally)
    return done


def _half(first: int, so_many: int, sabotages: int) -> Campaign:
    return campaign(cases(first, so_many), sabotages, list(outputs()))


def halves(first: int, so_many: int, sabotages: int) -> Campaign:
    """The campaign over so many cases from a number on, on two processors."""
    half = so_many // 2
    with ProcessPoolExecutor(2) as processors:
        parts = list(processors.map(_half, (first, first + half), (half, so_many - half), repeat(ceil(sabotages / 2))))
    done = Campaign(Counter(), [], Tally(), set())
    for part in parts:
        done.facts.update(part.facts)
        done.faults.extend(part.faults)
        done.used.update(part.used)
        done.tally.add(part.tally)
    return done


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(prog="python -m tests.reader", description=__doc__)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--cases", type=int, default=50)
    parser.add_argument("--sabotage", type=int, default=100, help="of each output, over all cases, at least")
    parser.add_argument("--save", action="store_true", help="keep the counts in benchmarks/results/reading.json")
    asked = parser.parse_args()
    command = f"python -m tests.reader --first {asked.first} --cases {asked.cases} --sabotage {asked.sabotage}"
    stamping = Stamping(command)
    done = halves(asked.first, asked.cases, asked.sabotage)
    for row in done.rows():
        print(*(f"{key} {value}" for key, value in row.items()), sep=", ")
    for text in (*done.faults, *(f"not found: {text}" for text in done.tally.missed)):
        print(text)
    found, tried = (sum(counts.values()) for counts in (done.tally.found, done.tally.tried))
    print(f"{sum(done.facts.values())} facts read, {len(done.faults)} faults; {found} of {tried} sabotages found")
    print(f"phrases that no case said: {', '.join(done.unread) or 'none'}")
    if asked.save:
        Record(stamping.stamp(), tuple(done.rows())).save("reading")


if __name__ == "__main__":
    main()
