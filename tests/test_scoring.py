"""The score, by hand and against the oracle; the arrays for solving must hold the same numbers."""

from random import Random

import pytest

from matcher.checking.scoring import Scorer
from matcher.intake.people import Intake, Mentee, Mentor
from matcher.intake.program import Program
from matcher.intake.read import read_intake
from matcher.problem.problem import build_problem
from matcher.rules import FormedGroup
from tests import oracle
from tests.draws import draws
from tests.strategies import tiny_intake

# Ada and Ben lead; Sara ranks Ben, then Ada; Tom ranks nobody and prefers women; Uma is left out.
INTAKE = Intake(
    program=Program.model_validate({"similarity": {"interests": 2, "home town": 1}}),
    mentors=(
        Mentor(
            id="T1",
            name="Ada",
            gender="Woman",
            preferred_mentees=("S2", "S1"),
            preferred_co_mentors=("T3", "T2"),
            columns={"interests": "Surgery; chess", "hometown": "Turin"},
        ),
        Mentor(id="T2", name="Ben", gender="man", preferred_co_mentors=("T1",), columns={"interests": "baking"}),
        Mentor(id="T3", name="Cem"),
    ),
    mentees=(
        Mentee(
            id="S1",
            name="Sara",
            preferred_mentors=("T2", "T1"),
            columns={"interests": "chess; running; surgery", "hometown": " turin "},
        ),
        Mentee.model_validate({"id": "S2", "name": "Tom", "mentor_gender": None}),
        Mentee(id="S3", name="Uma"),
    ),
)
GROUP = FormedGroup("G1", None, ("T1", "T2"), ("S1", "S2"))


@pytest.mark.parametrize(
    ("mentee", "mentor", "points"),
    [
        # Rank 2: 10 * 80. Rank 2 of hers: 3 * 80. Interests 2 of 3 in common: 67; town: 100;
        # (2 * (2 * 67 + 1 * 100) + 3) // 6 = 78, times 5. In all 800 + 240 + 390.
        ("S1", "T1", 1430),
        # Rank 1: 10 * 100. Nothing else in common: interests of both, none shared.
        ("S1", "T2", 1000),
        # He ranks nobody; she ranks him first: 3 * 100.
        ("S2", "T1", 300),
        ("S2", "T2", 0),
    ],
)
def test_score_by_hand(mentee: str, mentor: str, points: int) -> None:
    assert Scorer(INTAKE).score(mentee, mentor) == points


def test_a_preferred_gender_counts_without_case_and_a_required_one_does_not() -> None:
    rows = [{"id": "S1", "mentor_gender": "prefer Woman"}, {"id": "S2", "mentor_gender": "require woman"}]
    rows += [
        {"id": "S3", "gender": "WOMAN", "mentor_gender": "prefer same"},
        {"id": "S4", "mentor_gender": "prefer same"},
    ]
    scorer = Scorer(read_intake([{"id": "T1", "gender": "woman"}, {"id": "T2"}], rows))
    assert [scorer.score(mentee, "T1") for mentee in ("S1", "S2", "S3", "S4")] == [500, 0, 500, 0]
    assert [scorer.score(mentee, "T2") for mentee in ("S1", "S2", "S3", "S4")] == [0, 0, 0, 0]


def test_a_pair_scores_both_ranks_either_way_round() -> None:
    scorer = Scorer(INTAKE)
    # 2 * (80 + 100): Ada ranks Ben second, he ranks her first. Ada ranks Cem first, he nobody: 2 * 100.
    assert (scorer.pair("T1", "T2"), scorer.pair("T2", "T1"), scorer.pair("T1", "T3")) == (360, 360, 200)


def test_choice_is_the_best_rank() -> None:
    scorer = Scorer(INTAKE)
    assert [scorer.choice("S1", mentors) for mentors in (("T1", "T2"), ("T1",), ("T3",), ())] == [1, 2, None, None]


def test_later_ranks_get_the_last_points() -> None:
    mentors = [{"id": f"T{number}"} for number in range(1, 10)]
    wishes = ";".join(mentor["id"] for mentor in mentors)
    scorer = Scorer(read_intake(mentors, [{"id": "S1", "preferred_mentors": wishes}]))
    assert [scorer.score("S1", f"T{number}") for number in (1, 7, 8, 9)] == [1000, 100, 100, 100]


def test_objective_by_hand() -> None:
    scorer = Scorer(INTAKE)
    # 1430 + 1000 + 300 + 0, and 360 for the pair; Uma left out costs 20000.
    assert scorer.group_score(GROUP) == 3090
    assert scorer.objective([GROUP]) == 3090 - 20000
    assert scorer.objective([]) == -60000
    assert scorer.group_score(GROUP._replace(mentors=("T1",))) == 1730


def test_no_weight_at_all_is_no_similarity() -> None:
    program = {"similarity": {"interests": 0}}
    scorer = Scorer(read_intake([{"id": "T1", "interests": "x"}], [{"id": "S1", "interests": "x"}], program))
    assert scorer.score("S1", "T1") == 0


def test_an_unknown_id_is_refused() -> None:
    with pytest.raises(KeyError, match="T9"):
        Scorer(INTAKE).score("S1", "T9")


@pytest.mark.parametrize("seed", range(draws(50, 100)))
def test_scores_are_those_of_the_oracle_and_of_the_arrays(seed: int) -> None:
    drawn = tiny_intake(Random(seed))
    reading = oracle.read(drawn)
    intake = read_intake(drawn["mentors"], drawn["mentees"], drawn["program"], drawn["constraints"])
    scorer, problem = Scorer(intake), build_problem(intake)
    for row, mentee in enumerate(intake.mentees):
        every = scorer.scores(mentee.id)
        assert list(every) == [mentor.id for mentor in intake.mentors]
        for column, mentor in enumerate(intake.mentors):
            score = every[mentor.id]
            assert score == scorer.score(mentee.id, mentor.id)
            assert score == reading.scores[mentee.id, mentor.id] == problem.score[row, column]
            assert scorer.choice(mentee.id, [mentor.id]) == oracle.choice(reading, mentee.id, [mentor.id])
    for row, one in enumerate(intake.mentors):
        for column, other in enumerate(intake.mentors):
            if row != column:
                pair = scorer.pair(one.id, other.id)
                assert pair == reading.pair_score((one.id, other.id)) == problem.pair_score[row, column]
