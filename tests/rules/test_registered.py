"""A rule that a program registers is matched, verified, explained and reported by, without a change to the product."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any, ClassVar

import pytest

from matcher import (
    InfeasibleError,
    MatcherError,
    MatchResult,
    explain,
    match,
    match_alternatives,
    read_intake,
    register_rule,
    rematch,
    rescored,
    stress,
    verify,
    write_intake,
)
from matcher.checking.proofs import check_proof
from matcher.cli import main
from matcher.intake.people import Intake
from matcher.problem.problem import build_problem
from matcher.rules import RULES, Breach, Counted, FormedGroup, Masks, Rule
from matcher.rules.rule_model import RuleModel
from matcher.solving.exact.solvers import build_model, solve_with_highs
from matcher.solving.running.control import Control
from tests import oracle
from tests.draws import draws
from tests.rules.house_rule import AtMostOfCountry
from tests.solving.common import drawn, matched

Plain = dict[str, Any]
COUNTRIES = ("Fiji", "Peru", "Mali")


@pytest.fixture
def two_of_a_country() -> Iterator[None]:
    with register_rule(AtMostOfCountry(2)):
        yield


def with_countries(intake: Plain, random: Random) -> Plain:
    """The intake with a country for most mentees."""
    for mentee in intake["mentees"]:
        mentee["country"] = random.choice((*COUNTRIES, ""))
    return intake


def counts(intake: Plain, groups: Any) -> list[int]:
    """How many of one country each group has, the countries that it has."""
    country = {mentee["id"]: mentee["country"] for mentee in intake["mentees"]}
    told = (Counter(country[own] for own in group[2] if country[own]) for group in groups)
    return [number for there in told for number in there.values()]


def larger(mentees: int, seed: int, **settings: Any) -> Plain:
    """An intake of some dozen mentees with hours, choices and countries."""
    random = Random(seed)
    mentors = [f"T{one}" for one in range(mentees // 4)]
    slots = ["Mon 09:00", "Tue 09:00", "Wed 09:00"]

    def hours() -> str:
        return "; ".join(slot.replace(":00", ":00-10:00") for slot in random.sample(slots, 2))

    people = [
        {
            "id": f"S{one}",
            "availability": hours(),
            "preferred_mentors": "; ".join(random.sample(mentors, min(3, len(mentors)))),
            "country": random.choice((*COUNTRIES, "")),
        }
        for one in range(mentees)
    ]
    program = {
        "groups": {"min_size": 3, "max_size": 9},
        "schedule": {"slots": slots},
        **settings,
    }
    leaders = [{"id": one, "availability": hours()} for one in mentors]
    return {"mentors": leaders, "mentees": people, "program": program, "constraints": []}


def worth(intake: Plain, result: MatchResult) -> tuple[int, ...]:
    """What a result is worth in its mode, as the oracle sees it."""
    return oracle.worth(intake, [(group.mentors, group.slot, group.mentees) for group in result.groups])


@pytest.mark.parametrize("mode", ["total", "greedy", "generous", "fair"])
def test_one_of_a_country_is_the_same_as_all_of_it_apart(mode: str) -> None:
    held = 0
    for number in range(60):
        if held > 1 and number > draws(4, 10):
            break
        intake, random = drawn(f"registered {mode}", number, None)
        with_countries(intake, random)
        intake["program"].setdefault("objective", {})["mode"] = mode
        alike = [
            {"kind": "apart", "a": one["id"], "b": other["id"]}
            for one, other in combinations(intake["mentees"], 2)
            if one["country"] and one["country"] == other["country"]
        ]
        best = oracle.best({**intake, "constraints": [*intake["constraints"], *alike]})
        with register_rule(AtMostOfCountry(1)):
            if best is None:
                with pytest.raises(InfeasibleError, match="no assignment satisfies the rules"):
                    matched(intake)
                continue
            result = matched(intake)
        assert worth(intake, result) == oracle.worth(intake, best.groups)
        assert str(result.status) == "optimal"
        free = oracle.best(intake)
        held += free is not None and oracle.worth(intake, free.groups) != oracle.worth(intake, best.groups)
    assert held > 1


@pytest.mark.parametrize("mode", ["total", "generous"])
@pytest.mark.parametrize(("most", "least"), [(2, 1), (2, 2), (3, 2)])
def test_the_best_of_all_groupings_that_keep_it(most: int, least: int, mode: str) -> None:
    held = 0
    for seed in range(14):
        if held and seed > draws(1, 5):
            break
        random = Random(seed)
        intake = larger(4, seed, groups={"mentors": 1, "min_size": 1, "max_size": 4}, objective={"mode": mode})
        intake["program"]["schedule"]["slots"] = ["Mon 09:00", "Tue 09:00"]
        intake["mentors"] = intake["mentors"] + [{**intake["mentors"][0], "id": "T9"}]
        for mentee in intake["mentees"]:
            mentee["country"] = random.choice(COUNTRIES[:2])
        every = [(oracle.worth(intake, groups), groups) for groups in oracle.groupings(intake)]
        kept = [worth for worth, groups in every if all(least <= one <= most for one in counts(intake, groups))]
        with register_rule(AtMostOfCountry(most, least)):
            result = matched(intake)
        assert worth(intake, result) == max(kept)
        assert str(result.status) == "optimal"
        held += max(kept) != max(worth for worth, _ in every)
    assert held


@pytest.mark.parametrize("rules", [{}, {"gender": {"no_lone": ["f"]}}])
@pytest.mark.usefixtures("two_of_a_country")
def test_another_solver_agrees(rules: Plain) -> None:
    for seed in range(draws(1, 2)):
        plain = larger(24, seed, **rules)
        for number, mentee in enumerate(plain["mentees"]):
            mentee["gender"] = "fm"[number % 2]
        intake = read_intake(plain["mentors"], plain["mentees"], plain["program"])
        result = match(intake)
        problem = build_problem(intake)
        seats = problem.seats_of(*problem.pairs)
        other = solve_with_highs(build_model(problem, seats, problem.permitted(seats)), Control(60.0))
        assert other.proved
        assert other.grouping is not None
        assert (str(result.status), result.objective) == ("optimal", other.grouping.objective)
        groups = [(group.mentors, group.slot, group.mentees) for group in result.groups]
        assert max(counts(plain, groups)) == 2


@pytest.mark.usefixtures("two_of_a_country")
def test_the_same_groups_in_any_number_of_processes() -> None:
    plain = larger(40, 5)
    call = (plain["mentors"], plain["mentees"], plain["program"])
    one, two = (match(*call, effort="quick", workers=workers) for workers in (1, 2))
    assert one.groups == two.groups
    assert max(counts(plain, [(group.mentors, group.slot, group.mentees) for group in one.groups])) <= 2


def crowded() -> Intake:
    """Two mentors, and four of whom three are of one country: somebody has to stay out."""
    mentees = [{"id": f"S{one}", "name": f"S{one}", "country": "Fiji" if one < 3 else "Peru"} for one in range(4)]
    program = {"groups": {"min_size": 1, "max_size": 6}}
    return read_intake([{"id": "A"}, {"id": "B"}], mentees, program)


@pytest.mark.usefixtures("two_of_a_country")
def test_whoever_is_left_out_reads_why() -> None:
    intake = crowded()
    result = match(intake)
    assert len(result.unmatched) == 1
    assert result.unmatched[0].reason == "The only group, G1, has no room for another of their country."
    assert verify(intake, result) == ()
    explained = str(explain(intake, result, result.unmatched[0].id).to_json_dict())
    assert "no room for another of their country" in explained


@pytest.mark.usefixtures("two_of_a_country")
def test_a_grouping_that_breaks_it_is_found_out(tmp_path: Path) -> None:
    intake = crowded()
    match(intake).save(tmp_path)
    groups = tmp_path / "groups.csv"
    out = next(iter({"S0", "S1", "S2"} - set(match(intake).groups[0].mentees)))
    groups.write_text(groups.read_text().replace("S3", f"{out}; S3"))
    assert any("G1 has 3 of country fiji" in str(breach) for breach in verify(intake, tmp_path))
    broken = rescored(intake, MatchResult.load(tmp_path))
    assert any("of country" in str(breach) for breach in verify(intake, broken))


@pytest.mark.usefixtures("two_of_a_country")
def test_every_question_keeps_it() -> None:
    plain = larger(24, 1)
    intake = read_intake(plain["mentors"], plain["mentees"], plain["program"])
    result = match(intake)
    assert all(verify(intake, one.result) == () for one in match_alternatives(intake, count=2).alternatives)
    leaders = [{**one, "max_groups": min(number, 1)} for number, one in enumerate(plain["mentors"])]
    fewer = read_intake(leaders, plain["mentees"], plain["program"])
    again = rematch(fewer, result)
    assert verify(fewer, again.result) == ()
    assert stress(intake, result).losses


@pytest.mark.usefixtures("two_of_a_country")
def test_reports_tell_it(tmp_path: Path) -> None:
    intake = crowded()
    match(intake).report(tmp_path, intake, kinds=["html"])
    page = (tmp_path / "committee.html").read_text(encoding="utf-8")
    assert "At most 2 mentees of a group are of one country." in page
    assert "has no room for another of their country" in page


def test_it_is_gone_afterwards() -> None:
    before = list(RULES)
    with register_rule(AtMostOfCountry(2)):
        assert [type(rule) for rule in RULES.registered] == [AtMostOfCountry]
        assert len(RULES) == len(before) + 1
    assert list(RULES) == before
    assert match(crowded()).unmatched == ()


class _NotWithT0(Rule):
    """Whoever comes from Fiji is never in a group of T0."""

    name: ClassVar[str] = "T0"

    def forbid(self, intake: Intake, masks: Masks) -> None:
        """Take T0 out for them."""
        for place, mentee in enumerate(intake.mentees):
            masks.welcome[place, 0] &= mentee.text("country") != "Fiji"

    def breaches(self, intake: Intake, groups: Sequence[FormedGroup]) -> Iterator[Breach]:
        """Yield each who is."""
        for group in groups:
            for own in group.mentees if "T0" in group.mentors else ():
                if intake.mentee_by_id[own].text("country") == "Fiji":
                    yield self.breach(f"{own} is with T0", own, "T0")


def test_a_proof_says_that_it_rests_on_a_rule_of_ones_own() -> None:
    plain = larger(24, 1)
    intake = read_intake(plain["mentors"], plain["mentees"], plain["program"])
    with register_rule(_NotWithT0()):
        result = match(intake, proof=True)
        assert verify(intake, result) == ()
        faults = check_proof(intake, result, result.proof or {}).faults
    own = "the rule on T0 is this program's own; a proof that rests on it cannot be checked here"
    assert [fault.message for fault in faults] == [own]
    with register_rule(AtMostOfCountry(2)):
        counted = match(intake, proof=True)
        assert check_proof(intake, counted, counted.proof or {}).faults == ()


def fijian() -> Intake:
    """Six who all choose T0, three of them of Fiji: four could be with T0, and one place stays empty by the rule."""
    mentees = [{"id": f"S{one}", "preferred_mentors": ["T0"], "country": "Fiji" if one < 3 else ""} for one in range(6)]
    return read_intake([{"id": f"T{one}"} for one in range(4)], mentees, {"groups": {"min_size": 2, "max_size": 4}})


def test_a_proof_by_a_forbidding_rule_is_refused_in_words_where_nobody_knows_the_rule(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    intake = fijian()
    write_intake(intake, tmp_path / "intake")
    with register_rule(_NotWithT0()):
        result = match(intake, proof=True)
        result.save(tmp_path / "results")
        assert main(["verify", str(tmp_path / "intake"), str(tmp_path / "results"), "--proof"]) == 1
    shown = capsys.readouterr().out
    assert "Every rule holds, and the score is right." in shown
    assert "proof: the rule on T0 is this program's own; a proof that rests on it cannot be checked here" in shown
    assert result.objective < match(intake).objective
    assert main(["verify", str(tmp_path / "intake"), str(tmp_path / "results"), "--proof"]) == 1
    shown = capsys.readouterr().out
    assert "over the limit of" in shown
    assert "The proof does not hold" in shown


class _StatesRows(AtMostOfCountry):
    name: ClassVar[str] = "rows"

    def add_to(self, model: RuleModel) -> None:
        """State nothing."""


class _Unchecked(Rule):
    name: ClassVar[str] = "unchecked"

    def counted(self, intake: Intake) -> Iterator[Counted]:
        """Yield nothing."""
        yield from ()


class _NamedAlike(AtMostOfCountry):
    name: ClassVar[str] = "apart"


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (_StatesRows(2), "the rule 'rows' states add_to; state it by forbid and counted alone"),
        (_Unchecked(), "the rule 'unchecked' has no breaches: nothing could be checked by it"),
        (_NamedAlike(2), "there is a rule named 'apart' already; give yours a name of its own"),
    ],
)
def test_what_no_rule_may_be(rule: Rule, said: str) -> None:
    with pytest.raises(MatcherError, match=said):
        register_rule(rule)
    assert rule not in list(RULES)


def test_breach_names_the_rule() -> None:
    assert AtMostOfCountry(2).breach("said", "S1") == Breach("country", ("S1",), "said")
