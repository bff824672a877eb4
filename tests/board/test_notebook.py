"""A result in a notebook and in a terminal: cards, and one line."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace

from matcher import MatchResult, result_html
from tests.report.test_page import HOSTILE
from tests.report.tiny import GROUPS, result_of, tiny


def test_a_result_says_in_a_line_what_it_is() -> None:
    result = result_of(tiny())
    assert repr(result) == (
        "<MatchResult optimal, 2 groups, 9 mentees placed, 0 left out, objective=16430, bound=16430>"
    )
    changed = replace(result, groups=GROUPS[:1], scored=False)
    assert (
        repr(changed)
        == "<MatchResult optimal, 1 group, 4 mentees placed, 0 left out, groups changed by hand, not scored>"
    )
    assert "\n" not in str(result)


def test_a_notebook_shows_the_groups_as_cards() -> None:
    result = result_of(tiny(), GROUPS[0], replace(GROUPS[1], mentees=GROUPS[1].mentees[:-1]), left_out=("S9",))
    shown = result._repr_html_()
    assert shown == result_html(result)
    cards = re.findall(r'<div class="card">.*?</div>', shown, re.DOTALL)
    assert len(cards) == 2
    assert "Mon 12:00" in cards[0]
    assert all(name in cards[0] for name in ("Ada Okafor", "Ben Lindqvist", "Ines Rossi", "Luca Novák"))
    assert re.findall(r'class="chip (\w+)"', cards[0]) == ["c1", "c1", "c1", "c1"]
    assert "Left out:</b> <bdi>Sam Park" in shown
    assert "<script" not in shown
    assert "http" not in shown


def test_hostile_names_are_text_in_a_notebook() -> None:
    tags = [re.findall(r"<(\w+)", result_html(result_of(tiny(names=names)))) for names in ({}, HOSTILE)]
    assert tags[0] == tags[1]


def test_groups_whose_people_have_no_names_are_shown_by_their_ids() -> None:
    bare: MatchResult = replace(result_of(tiny()), assignment_rows=(), mentor_rows=(), scored=False)
    assert "<bdi>S1</bdi>" in result_html(bare)


def test_many_groups_are_counted() -> None:
    many = replace(result_of(tiny()), groups=tuple(replace(GROUPS[0], id=f"G{n}") for n in range(75)))
    shown = result_html(many)
    assert shown.count('class="card"') == 60
    assert "and 15 more" in shown


def test_cards_need_no_server() -> None:
    code = "import sys\nfrom matcher import result_html\nassert not {'starlette', 'uvicorn'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
