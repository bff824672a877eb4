"""Hours told in a time zone need a clock to be moved to: the program's, in a week in which it is known how far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from matcher.intake.hours.zones import minutes_ahead, spelled_zone
from matcher.intake.program import Program
from matcher.intake.words.findings import name_some
from matcher.survey.hours.reading import never_free
from matcher.survey.import_report import Question
from matcher.survey.people.filling import Filled, Record

__all__ = ["settle_zones"]


def settle_zones(filled: Filled, program: Program) -> Iterator[Question]:
    """Take hours out that cannot be moved to the program's clock, and yield what is asked about them.

    Whose hours these are counts as never free until it is settled: taken as they are written they would be other hours.
    """
    people = [record for side in filled.records.values() for record in side if record.get("timezone")]
    if not people:
        return
    here = program.schedule.timezone
    if here is None or spelled_zone(here) is None:
        like = Counter(record["timezone"] for record in people).most_common(1)[0][0]
        right = f'write in which one the slots are, like timezone = "{like}" under [schedule] in program.toml'
        yield _asked(people, program, "and the program does not say in which one its slots are", right)
        return
    far = [record for record in people if minutes_ahead(record["timezone"], program) is None]
    if far:
        right = "write a week in which the clocks stay, like week = 2026-10-05 under [schedule] in program.toml"
        yield _asked(far, program, f"and how far it is from {here} is not the same in all weeks", right)


def _asked(people: list[Record], program: Program, why: str, right: str) -> Question:
    names = [record.get("name", record["id"]) for record in people]
    zones = name_some(list(dict.fromkeys(record["timezone"] for record in people)))
    for record in people:
        del record["timezone"]
        if record.pop("availability", None) or record.get("unavailable"):
            record["unavailable"] = never_free(program.schedule.slots or ())
    tell = "tells" if len(people) == 1 else "tell"
    text = (
        f"{name_some(names)} {tell} hours in a time zone ({zones}), {why}: {right}, and import again; until then "
        f"{'this person counts' if len(people) == 1 else 'they count'} as never free"
    )
    ids = tuple(record["id"] for record in people)
    return Question("program.toml", None, None, "timezone", None, text, ids, of_hours=True)
