import pytest

from matcher.intake.words.nearest import MOST_LOOKUPS, Names, nearest


@pytest.mark.parametrize(
    ("word", "choices", "expected"),
    [
        ("T09x", ["T08", "T09"], "T09"),
        ("t09", ["T08", "T09"], "T09"),
        ("T99", ["T08", "T09"], None),
        ("preferredmentor", ["preferredcomentors", "preferredmentees", "preferredmentors"], "preferredmentors"),
        ("unavailability", ["availability", "unavailable"], "unavailable"),
        ("interests", ["id", "name", "gender"], None),
        ("anything", [], None),
    ],
)
def test_what_a_misspelt_word_may_mean(word: str, choices: list[str], expected: str | None) -> None:
    assert nearest(word, choices) == expected


def test_looking_ends_after_many_words_but_what_was_found_stays() -> None:
    names = Names(["T09"])
    for number in range(MOST_LOOKUPS):
        assert names.nearest(f"T09{number:04}") in (None, "T09")
    assert names.nearest("T09x") is None
    assert names.nearest("T090000") == nearest("T090000", ["T09"])
