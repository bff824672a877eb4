"""Whether an import misunderstands anybody: exports of invented people in the shapes of ten tools, cell by cell.

::

    python -m benchmarks.imports                          110 exports, about 10,000 cells; kept in results/imports.json
    python -m benchmarks.imports --seed 1 --exports 300 --keep no
    python -m benchmarks.imports --wrong 40               and show so many kinds of what is wrong, an example each
    python -m benchmarks.imports --only 17                one export by its number: every cell that is not right
    python -m benchmarks.imports --smoke                  a few exports, kept nowhere

A cell is one person's answer to one question. It is right, or asked (a question names it, and nothing is claimed
meanwhile that is not so), or wrong in silence. Apart from these stand cells that are asked about but used otherwise
meanwhile. The exit status is 1 where anything is wrong in silence, but for a smoke run.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.exports.drawing import draw_export
from benchmarks.exports.judging import Judged, Outcome, Tried, import_and_judge
from benchmarks.exports.meant import meant
from benchmarks.exports.tools import TOOLS
from benchmarks.exports.truth import Style
from benchmarks.records import RESULTS, Record, Row, Stamping

__all__ = ["Told", "counted", "sixty", "tried", "wrong_kinds"]

SIXTY = (12, 48)
SMOKE = 12


@dataclass(frozen=True, slots=True)
class Told:
    """A cell judged, and the export that it is of."""

    one: Judged
    of: Tried

    @property
    def kind(self) -> str:
        """What is asked, and how it is asked or written."""
        return f"{self.one.cell.field}: {self.one.cell.kind}"


def tried(seed: int, numbers: Iterable[int]) -> Iterator[Tried]:
    """Import exports of a seed by their numbers."""
    for number in numbers:
        yield import_and_judge(draw_export(seed, number))


def _told(all_tried: Iterable[Tried]) -> list[Told]:
    return [Told(one, of) for of in all_tried for one in of.judged]


BY: dict[str, Callable[[Told], str]] = {
    "all": lambda _: "all",
    "tool": lambda told: told.of.export.tool,
    "language": lambda told: told.of.export.language,
    "style": lambda told: told.of.export.style,
    "own words": lambda told: "own words" if told.one.cell.free else "options, names and set forms",
    "kind": lambda told: told.kind,
}


def counted(all_tried: Sequence[Tried]) -> Iterator[Row]:
    """Return how many cells are right, asked and wrong, by tool, language, style and kind."""
    told = _told(all_tried)
    for by, key in BY.items():
        for name in sorted({key(one) for one in told}):
            counts = Counter(one.one.outcome for one in told if key(one) == name)
            yield {"by": by, "of": name, **{str(outcome): counts[outcome] for outcome in Outcome}}


def sixty(seed: int) -> Iterator[Row]:
    """Return for each tool how many questions sixty people with clean answers come to."""
    for number, tool in enumerate(TOOLS):
        one = import_and_judge(draw_export(seed, number, style=Style.CLEAN, sizes=SIXTY))
        questions = len(one.questions) + (one.stopped is not None)
        yield {"by": "sixty people", "of": tool.name, "questions": questions}


def wrong_kinds(all_tried: Sequence[Tried], outcome: Outcome = Outcome.WRONG) -> list[tuple[str, int, Told]]:
    """Return the kinds of cells of an outcome, the commonest first, with how many there are and an example."""
    wrong = [one for one in _told(all_tried) if one.one.outcome is outcome]
    counts = Counter(one.kind for one in wrong)
    examples = {one.kind: one for one in reversed(wrong)}
    return [(kind, count, examples[kind]) for kind, count in counts.most_common()]


# On the terminal -----------------------------------------------------------------------------------------------------


def _table(rows: Iterable[Row], by: str) -> Iterator[str]:
    for row in rows:
        if row["by"] == by:
            numbers = [row[str(outcome)] for outcome in Outcome]
            share = 100 * row[str(Outcome.ASKED)] / sum(numbers)
            yield f"  {row['of'][:52]:<54}" + "".join(f"{one:>8}" for one in numbers) + f"{share:>8.1f} %"


def _example(told: Told) -> str:
    cell, of = told.one.cell, told.of.export
    heading = " / ".join(dict.fromkeys(cell.headings))
    lines = (
        f"    {of.tool}, {of.language}, export {of.number}, {cell.file} row {cell.row}",
        f"    heading     {heading[:160]!r}",
        f"    cell        {' | '.join(cell.texts)[:160]!r}",
        f"    meant       {meant(cell, of.people)[:160]}",
        f"    understood  {told.one.understood[:160]}",
    )
    return "\n".join(lines)


def _say(rows: Sequence[Row], all_tried: Sequence[Tried], wrong: int) -> None:
    print(f"{'':<56}{'right':>8}{'asked':>8}{'used':>8}{'wrong':>8}{'asked':>10}")
    for by in BY:
        print(f"by {by}" if by != "all" else "cells")
        print("\n".join(_table(rows, by)))
    stopped = sum(one.stopped is not None for one in all_tried)
    print(f"stopped to ask who answered: {stopped} of {len(all_tried)} exports")
    for one in all_tried:
        if one.refused:
            print(f"export {one.export.number} ({one.export.tool}) refused: {one.refused[:200]}")
    for row in rows:
        if row["by"] == "sixty people":
            print(f"sixty people, {row['of']}: {row['questions']} questions")
    for outcome in (Outcome.WRONG, Outcome.MEANWHILE):
        for kind, count, example in wrong_kinds(all_tried, outcome)[:wrong]:
            print(f"\n{outcome}: {kind} ({count})\n{_example(example)}")


def _show(one: Tried) -> None:
    for judged in one.judged:
        if judged.outcome is not Outcome.RIGHT:
            print(f"{judged.outcome}: {judged.cell.field}: {judged.cell.kind}\n{_example(Told(judged, one))}")
    for question in one.questions:
        print(
            f"question: {question.file} {sorted(question.rows)} {question.column}: {question.answer!r} {question.text}"
        )
    print(*filter(None, (one.stopped, one.refused)), sep="\n")


def _options(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Whether an import misunderstands anybody.")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--exports", type=int, default=110, help="how many exports to draw")
    parser.add_argument("--wrong", type=int, default=12, help="how many kinds of what is wrong to show")
    parser.add_argument("--only", type=int, help="number of the one export to look at; kept nowhere")
    parser.add_argument("--keep", choices=("yes", "no"), default="yes", help="whether to keep what comes out")
    parser.add_argument("--smoke", action="store_true", help="a few exports, kept nowhere")
    return parser.parse_args(words)


def main(words: Sequence[str] | None = None) -> int:
    """Import what the command line asks for; return the exit status."""
    options = _options(words)
    if options.only is not None:
        _show(import_and_judge(draw_export(options.seed, options.only)))
        return 0
    stamping = Stamping(f"python -m benchmarks.imports --seed {options.seed} --exports {options.exports}")
    all_tried = list(tried(options.seed, range(SMOKE if options.smoke else options.exports)))
    rows = [*counted(all_tried), *([] if options.smoke else sixty(options.seed))]
    _say(rows, all_tried, options.wrong)
    if options.keep == "yes" and not options.smoke:
        Record(stamping.stamp(), tuple(rows)).save("imports", RESULTS)
    return int(rows[0][str(Outcome.WRONG)] > 0 and not options.smoke)


if __name__ == "__main__":
    sys.exit(main())
