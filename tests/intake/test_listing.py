"""Lists in sentences: no name that holds a comma is misread, in any language; and there is one way to make them."""

import re
from pathlib import Path

import pytest

import matcher
from matcher.intake.words.findings import name_some
from matcher.intake.words.listing import in_a_row, in_words, misread
from matcher.report.view.phrases import Phrases

CARL, ANN = "Holm, Carl", "Roe, Ann"


@pytest.mark.parametrize(
    ("items", "row", "words"),
    [
        ([], "", ""),
        (["Bo"], "Bo", "Bo"),
        (["Bo", "Di"], "Bo, Di", "Bo and Di"),
        (["Bo", "Di", "Ed"], "Bo, Di, Ed", "Bo, Di and Ed"),
        ([CARL], CARL, CARL),
        ([CARL, ANN], "Holm, Carl; Roe, Ann", "Holm, Carl; and Roe, Ann"),
        (["Bo", CARL, "Di"], "Bo; Holm, Carl; Di", "Bo; Holm, Carl; and Di"),
        (["کریمی، علی", "Bo"], "کریمی، علی; Bo", "کریمی، علی; and Bo"),
        # Brackets keep together what stands in them.
        (
            ["Mon 12:00 (G1, G2)", "Tue 9:00 (G3)"],
            "Mon 12:00 (G1, G2), Tue 9:00 (G3)",
            "Mon 12:00 (G1, G2) and Tue 9:00 (G3)",
        ),
    ],
)
def test_semicolons_stand_between_things_of_which_one_holds_a_comma(items: list[str], row: str, words: str) -> None:
    assert (in_a_row(items), in_words(items)) == (row, words)


def test_of_many_some_are_told_and_the_others_counted() -> None:
    assert in_words([CARL, ANN, "Bo", "Di"], most=2) == "Holm, Carl; Roe, Ann and 2 more"
    assert in_words(["Bo", "Di", "Ed", CARL], most=2) == "Bo, Di and 2 more"
    assert in_a_row(["Bo", "Di", "Ed"], 3) == "Bo, Di, Ed"
    assert name_some([CARL, *"ABCDEFGHIJ"]) == "Holm, Carl; A; B; C; D; E; F; G; H; I and 1 more"
    assert in_words([CARL, ANN], "or") == "Holm, Carl; or Roe, Ann"


@pytest.mark.parametrize(
    ("language", "two", "three", "row"),
    [
        ("en", "Holm, Carl; and Roe, Ann", "Bo; Di; and Holm, Carl", "Holm, Carl; Bo"),
        ("de", "Holm, Carl; und Roe, Ann", "Bo; Di; und Holm, Carl", "Holm, Carl; Bo"),
        ("es", "Holm, Carl; y Roe, Ann", "Bo; Di; y Holm, Carl", "Holm, Carl; Bo"),
        ("fa", "Holm, Carl؛\u200f و Roe, Ann", "Bo؛\u200f Di؛\u200f و Holm, Carl", "Holm, Carl؛\u200f Bo"),
    ],
)
def test_so_it_is_in_every_language(language: str, two: str, three: str, row: str) -> None:
    phrases = Phrases(language)
    assert phrases.listing([CARL, ANN]) == two
    assert phrases.listing(["Bo", "Di", CARL]) == three
    assert phrases.row([CARL, "Bo"]) == row
    assert not misread([phrases.mark_between(["Bo", "Di"]).strip(",،")])


OTHERWISE = {
    "intake/words/listing.py": "it makes them",
    "intake/words/spelling.py": "values of a program file",
    "survey/mapping/proposing.py": "values of a mapping",
    "survey/new_intake.py": "values of a program file",
    "intake/capacity.py": "names of settings",
    "why/reasons/turns.py": "names of rules, and clauses",
    "why/reasons/left_out.py": "clauses, which tests/reader takes apart",
    "why/reasons/no_seat.py": "clauses",
    "terminal/explain.py": "clauses",
    "board/session.py": "names of files",
    "survey/hours/japanese.py": "hours that the grammar reads",
    "survey/polls/asked_for.py": "the clock and the weeks that a heading tells",
    "survey/polls/dated_items.py": "dates, each with its day",
}
"""Files in which commas are put between something that is no list of names."""


def test_nothing_else_puts_commas_between_things() -> None:
    root = Path(matcher.__file__).parent
    texts = {str(file.relative_to(root)): file.read_text(encoding="utf-8") for file in root.rglob("*.py")}
    joins = {name for name, text in texts.items() if re.search(r"""(["']), \1\.join\(""", text)}
    assert joins - {"intake/words/listing.py"} == set(OTHERWISE) - {"intake/words/listing.py"}
    pages = {file.name: file.read_text(encoding="utf-8") for file in root.rglob("*.j2")}
    assert not [name for name, text in pages.items() if re.search(r"""join\((["']), """, text)]
