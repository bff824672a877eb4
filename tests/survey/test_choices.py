"""Several choices in one cell, with commas inside them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.survey.words.choices import known_options, split_choices
from matcher.survey.words.word_tables import Understood

ART = "Art, history & culture"


def test_semicolons_part_and_commas_stay() -> None:
    options = known_options([f"Chess;{ART};", "Rowing;"])
    assert options == ("Chess", ART, "Rowing")
    assert split_choices(f"rowing;{ART};", options) == Understood(("Rowing", ART))


def test_tight_commas_part_and_loose_ones_stay() -> None:
    # Qualtrics joins without a space.
    options = known_options([f"Chess,{ART}", f"{ART},Rowing", "University of Texas, El Paso"])
    assert options == ("Chess", ART, "Rowing", "University of Texas, El Paso")
    assert split_choices(f"{ART},Chess", options).value == (ART, "Chess")


def test_other_rows_establish_what_stands_apart() -> None:
    # Google joins with a comma and a space, as stands in options, too.
    options = known_options([f"Chess, Rowing, {ART}", "Rowing", "Chess", ART])
    assert set(options) == {"Chess", "Rowing", ART}
    assert split_choices(f"Rowing, {ART}", options).value == ("Rowing", ART)


def test_pieces_that_never_stand_apart_are_one() -> None:
    cells = ["University of California, Berkeley", "University of California, Irvine", "MIT"]
    assert known_options(cells) == tuple(cells)


def test_brackets_and_small_letters_tie() -> None:
    cells = ["Law (civil, criminal), Medicine", "Medicine", "I am not sure, but keen, Medicine"]
    assert known_options(cells) == ("Law (civil, criminal)", "Medicine", "I am not sure, but keen")


def test_small_letters_part_where_answers_begin_so() -> None:
    assert known_options(["chess, rowing", "rowing", "chess"]) == ("chess", "rowing")


def test_what_is_left_over_is_kept_and_told() -> None:
    understood = split_choices("Chess, Other: cats, and dogs, Rowing", ("Chess", "Rowing", ART))
    assert understood.value == ("Chess", "cats, and dogs", "Rowing")
    assert not understood.sure
    assert understood.note == "not among the known options, kept as written: cats, and dogs"


def test_options_that_begin_alike_are_taken_whole() -> None:
    options = ("Art", ART, "history & culture")
    assert split_choices(f"{ART}, Art", options).value == (ART, "Art")


def test_without_options_commas_never_part() -> None:
    assert split_choices("Chess, Rowing; Music", ()).value == ("Chess, Rowing", "Music")


def test_an_option_that_holds_semicolons_is_written_without() -> None:
    assert split_choices("Ships; boats", ("Ships; boats",)).value == ("Ships, boats",)


WORDS = st.text(alphabet="abcdefgh", min_size=1, max_size=5).map(str.capitalize)
OPTIONS = st.lists(st.lists(WORDS, min_size=1, max_size=3).map(", ".join), min_size=2, max_size=6, unique=True)


@settings(max_examples=60, deadline=None)
@given(OPTIONS, st.sampled_from([";", "; ", "\n"]), st.randoms(use_true_random=False))
def test_parted_by_semicolons_any_options_come_back(options: list[str], joint: str, random: object) -> None:
    for size in range(1, len(options) + 1):
        assert split_choices(joint.join(options[:size]), options).value == tuple(options[:size])


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=2, max_size=6, unique=True), st.data())
def test_parted_by_commas_options_of_one_piece_come_back(words: list[str], data: st.DataObject) -> None:
    options = (*words, f"{words[0]}, {words[1]} (both, really)")
    picked = data.draw(st.lists(st.sampled_from(options), min_size=1, unique=True))
    assert split_choices(", ".join(picked), options).value == tuple(picked)
