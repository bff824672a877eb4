"""The seeded generator, the samples it made, and the figures' summary."""

from __future__ import annotations

import csv
import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.generator import RULE_SETS as DRAWN
from benchmarks.generator import Settings, generate, rule_sets, scarcity, write_csv
from benchmarks.make_samples import make_samples
from benchmarks.samples import samples
from benchmarks.timetables import slot_starts, windows
from matcher import match, read_intake

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
RULE_SETS = (
    "plain",
    "mixed_pairs",
    "no_lone",
    "require_one",
    "require_all",
    "everyone",
    "campuses",
    "constraints",
    "rooms",
)
HOUR = 60
WITHOUT: dict[str, dict[str, Any]] = {
    "no_lone": {"no_lone": ()},
    "everyone": {"everyone": False},
    "rooms": {"max_groups_per_slot": None},
}
"""What rule sets are without their rule, the people as they are."""


def _read(intake: dict[str, Any]) -> Any:
    return read_intake(intake["mentors"], intake["mentees"], intake["program"], intake["constraints"])


def test_the_same_settings_give_the_same_intake_and_another_seed_another() -> None:
    settings = Settings(together=2, apart=2, assign=1, co_lead=1, avoid=1)
    assert generate(settings) == generate(settings)
    assert generate(settings) != generate(replace(settings, seed=1))


def test_the_rule_sets_are_the_named_ones_of_sixty_mentees_and_twelve_mentors() -> None:
    named = rule_sets(0)
    assert tuple(named) == RULE_SETS
    for intake in named.values():
        assert len(intake["mentees"]) == 60
        assert len(intake["mentors"]) == 12
        assert len(intake["program"]["schedule"]["slots"]) == 20
        assert (intake["program"]["groups"]["min_size"], intake["program"]["groups"]["max_size"]) == (8, 12)


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("name", RULE_SETS)
def test_each_rule_set_is_a_valid_intake(name: str, seed: int) -> None:
    intake = rule_sets(seed)[name]
    read = _read(intake)
    assert [mentee.id for mentee in read.mentees] == [mentee["id"] for mentee in intake["mentees"]]
    assert [mentor.id for mentor in read.mentors] == [mentor["id"] for mentor in intake["mentors"]]
    assert len(read.constraints) == len(intake["constraints"])
    assert len(read.slots) == 20


@pytest.mark.parametrize("name", WITHOUT)
def test_a_rule_set_is_worth_solving_since_its_rule_costs_points(name: str) -> None:
    strict = match(_read(rule_sets(0)[name]))
    free = match(_read(generate(replace(DRAWN[name], name=f"Rule set {name}", **WITHOUT[name]))))
    assert strict.status == free.status == "optimal"
    assert strict.objective < free.objective


def test_the_scarce_intake_has_five_pairs_for_groups_of_at_most_ten() -> None:
    read = _read(scarcity(0))
    assert (len(read.mentees), len(read.mentors), read.program.groups.max_size) == (60, 11, 10)


def test_an_intake_without_a_schedule_is_valid_and_has_no_slot() -> None:
    read = _read(generate(Settings(slots=0, mentors_per_group=1)))
    assert not read.scheduled


def test_people_are_free_at_about_the_share_asked_for() -> None:
    intake = generate(Settings(mentees=1000, slots=20, free_share=0.4, mentors=50))
    free = sum(_slots_in(window) for mentee in intake["mentees"] for window in mentee["availability"])
    # 20,000 slots of mentees in 5 shared timetables of exactly 8 slots each; own times have a deviation under 0.5 %.
    assert free / 20_000 == pytest.approx(0.4, abs=0.02)


def _slots_in(window: str) -> int:
    days, times = window.split(" ")
    start, end = (int(time[:2]) for time in times.split("-"))
    return len(days.split(",")) * (end - start) // 2


def test_popular_mentors_are_wished_for_more_often_the_larger_the_skew() -> None:
    def most_wished(popularity: float) -> int:
        intake = generate(Settings(mentees=500, mentors=50, popularity=popularity))
        wished = [mentor for mentee in intake["mentees"] for mentor in mentee["preferred_mentors"]]
        return max(wished.count(mentor["id"]) for mentor in intake["mentors"])

    assert most_wished(0.0) < most_wished(0.7) < most_wished(1.4)


def test_everybody_ranks_as_many_distinct_mentors_as_asked_for() -> None:
    intake = generate(Settings(mentees=200, wishes=(3, 5)))
    numbers = {len(mentee["preferred_mentors"]) for mentee in intake["mentees"]}
    assert numbers == {3, 4, 5}
    assert all(len(set(each["preferred_mentors"])) == len(each["preferred_mentors"]) for each in intake["mentees"])


def test_no_mentee_is_in_two_constraints() -> None:
    intake = generate(Settings(together=5, apart=5, assign=5, avoid=5, seed=3))
    tied = [row[side] for row in intake["constraints"] for side in ("a", "b") if row[side].startswith("S")]
    tied += [mentee["id"] for mentee in intake["mentees"] if mentee.get("avoid")]
    tied += [each for mentee in intake["mentees"] for each in mentee.get("avoid", [])]
    assert len(tied) == 5 * 2 + 5 * 2 + 5 + 5 * 2
    assert len(set(tied)) == len(tied)


def test_wishes_stay_on_the_campus() -> None:
    intake = generate(Settings(campuses=("North", "South"), mentors=13))
    campus = {person["id"]: person["campus"] for person in intake["mentors"] + intake["mentees"]}
    for mentee in intake["mentees"]:
        assert {campus[wish] for wish in mentee["preferred_mentors"]} == {mentee["campus"]}


def test_too_many_constraints_or_slots_are_refused() -> None:
    with pytest.raises(ValueError, match="more constraints than people"):
        generate(Settings(mentees=10, together=6))
    with pytest.raises(ValueError, match="at most 80"):
        slot_starts(81)


def test_windows_join_slots_that_touch_and_days_that_agree() -> None:
    starts = slot_starts(20)  # 08:00, 10:00, 12:00 and 14:00, Monday to Friday
    assert starts[:5] == [8 * HOUR, 10 * HOUR, 12 * HOUR, 14 * HOUR, (24 + 8) * HOUR]
    free = [place in (0, 1, 4, 5, 7) for place in range(20)]
    assert windows(starts, free) == ["Mon,Tue 08:00-12:00", "Tue 14:00-16:00"]


def test_a_written_intake_reads_like_the_one_in_memory(tmp_path: Path) -> None:
    intake = rule_sets(0)["constraints"]
    write_csv(intake, tmp_path)
    assert tomllib.loads((tmp_path / "program.toml").read_text(encoding="utf-8")) == intake["program"]
    written, memory = read_intake(tmp_path), _read(intake)
    assert (written.program, written.slots) == (memory.program, memory.slots)
    assert (written.mentors, written.mentees) == (memory.mentors, memory.mentees)
    assert written.constraints == memory.constraints


def test_the_samples_are_remade_byte_by_byte(tmp_path: Path) -> None:
    make_samples(tmp_path)
    remade = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    kept = {path.relative_to(SAMPLES): path.read_bytes() for path in SAMPLES.rglob("*") if path.is_file()}
    del kept[Path("README.md")]
    assert remade == kept


@pytest.mark.parametrize("name", ["medical-school", "tiny", "two-campuses", "tiny.json"])
def test_each_sample_is_a_valid_intake(name: str) -> None:
    read = read_intake(SAMPLES / name)
    drawn = samples()[name.removesuffix(".json")]
    assert [mentee.id for mentee in read.mentees] == [mentee["id"] for mentee in drawn["mentees"]]
    assert read.scheduled


def test_the_json_sample_is_the_folder_beside_it() -> None:
    folder, file = read_intake(SAMPLES / "tiny"), read_intake(SAMPLES / "tiny.json")
    assert (folder.mentors, folder.mentees, folder.program) == (file.mentors, file.mentees, file.program)
    assert folder.constraints == file.constraints


def test_samples_hold_no_address_of_a_real_domain() -> None:
    for path in SAMPLES.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            addresses = [row["email"] for row in csv.DictReader(file) if row.get("email")]
        assert all(address.endswith("@example.org") for address in addresses)
    assert "@" not in json.dumps(samples()["tiny"])
