"""What people are called, and who is meant."""

from matcher.intake.words.calling import told_apart, who_is_meant

NAMES = {
    "T1": "Ada Lund",
    "T2": "علی کریمی",
    "S1": "ada lund",
    "S2": "S1",
    "S3": "S3",
    "s4": "Luca Novák",
    "S4": "Bo",
}


def test_two_of_one_name_are_told_apart_and_nobody_is_called_as_anothers_id() -> None:
    assert told_apart(NAMES) == {
        "T1": "Ada Lund (T1)",
        "T2": "علی کریمی",
        "S1": "ada lund (S1)",
        "S2": "S1 (S2)",
        "S3": "S3",
        "s4": "Luca Novák",
        "S4": "Bo",
    }


def test_an_id_counts_before_a_name() -> None:
    assert who_is_meant("S1", NAMES) == ["S1"]
    assert who_is_meant("s1", NAMES) == ["S1"]
    assert who_is_meant("s4", NAMES) == ["s4"]


def test_everybody_of_a_name_is_meant_by_it_and_one_by_name_and_id() -> None:
    assert who_is_meant(" Ada  LUND", NAMES) == ["T1", "S1"]
    assert who_is_meant("Ada Lund (T1)", NAMES) == ["T1"]


def test_letters_that_look_the_same_and_accents_do_not_matter() -> None:
    assert who_is_meant("علي كريمي", NAMES) == ["T2"]
    assert who_is_meant("luca novak", NAMES) == ["s4"]
    assert who_is_meant("S۳", NAMES) == ["S3"]
    assert who_is_meant("nobody", NAMES) == []
