"""How pages are written anew: figures at marked places, outputs of what is shown, and what counts as a figure."""

from __future__ import annotations

import pytest

from benchmarks.pages.marks import loose_figures, names, with_figures
from benchmarks.pages.outputs import FailedError, _without_haste, with_outputs

BEGIN, END = "<!-- figure: {} -->", "<!-- end -->"


def place(name: str, text: str) -> str:
    return BEGIN.format(name) + text + END


def test_a_figure_is_written_where_it_is_marked_in_a_line_or_as_a_block() -> None:
    page = f"About {place('speed', '9 s')} here.\n\n{place('a table', chr(10) * 2 + 'old' + chr(10) * 2)}\n"
    told = with_figures(page, {"speed": "5 s", "a table": "| new |"}.__getitem__)
    assert told == f"About {place('speed', '5 s')} here.\n\n{BEGIN.format('a table')}\n\n| new |\n\n{END}\n"
    assert with_figures(told, {"speed": "5 s", "a table": "| new |"}.__getitem__) == told
    assert names(told) == ["speed", "a table"]


def test_a_place_of_an_unknown_name_is_refused() -> None:
    with pytest.raises(KeyError, match="nothing so called"):
        with_figures(place("nothing so called", "1 s"), {}.__getitem__)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("It takes 5 s, mostly.", ["5 s"]),
        ("within 0.5 % of it", ["0.5 %"]),
        ("mostly within half a percent", ["half a percent"]),
        ("after two seconds", ["two seconds"]),
        ("the page has 89 kB", ["89 kB"]),
        ("7 to 128 % under", ["128 %"]),
        ("in 6 of 12 cases", ["6 of 12"]),
        ("53 of the 53 intakes", ["53 of the 53"]),
        ("up to 20,000 mentees", ["20,000"]),
        ("a factor of 1.5", ["1.5"]),
        ("| 300 / 60 | 20 s |", ["20 s"]),
        (f"now {place('speed', '5 s')}", []),
        ("`--time-limit 60 s` and [here](20_s.md)\n```console\n$ sleep 5 s\n```\n", []),
        ("60 mentees and 12 mentors, version 2, at Mon 12:00, WCAG 2.2, Python 3.11", []),
        ("seconds to none; a point; some percent", []),
    ],
)
def test_what_counts_as_a_figure(text: str, figures: list[str]) -> None:
    assert loose_figures(text) == figures


def shown(*lines: str) -> str:
    return "```console\n" + "".join(f"{line}\n" for line in lines) + "```\n"


def test_an_output_is_what_the_command_prints() -> None:
    assert with_outputs(shown("$ printf 'a\\nb\\n'", "old")) == shown("$ printf 'a\\nb\\n'", "a", "b")
    assert with_outputs(shown("$ matcher --version", "old")).splitlines()[2].startswith("matcher")


def test_a_command_that_shows_nothing_is_run_all_the_same() -> None:
    page = shown("$ echo x > made", "$ cat made", "y")
    assert with_outputs(page) == shown("$ echo x > made", "$ cat made", "x")


def test_samples_are_there_and_pages_do_not_meet() -> None:
    page = shown("$ ls; touch left-behind", "old")
    assert with_outputs(page) == with_outputs(page) == shown("$ ls; touch left-behind", "data")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["1 one", "…", "4 four"], ["1 one", "…", "4 four"]),
        (["…", "9 two", "9 three", "…"], ["…", "2 two", "3 three", "…"]),  # from and to the same lines as before
        (["…", "3 thre"], ["…", "3 three", "4 four"]),
        (["1 one", "…", "something else", "…"], ["1 one", "2 two", "3 three", "4 four"]),  # chosen anew by a person
    ],
)
def test_lines_left_out_stay_left_out(before: list[str], after: list[str]) -> None:
    command = "$ printf '1 one\\n2 two\\n3 three\\n4 four\\n'"
    assert with_outputs(shown(command, *before)) == shown(command, *after)


def test_seconds_alone_change_nothing() -> None:
    page = shown("$ echo found in 1.3 s", "found in 20 s")
    assert with_outputs(page) == page
    worse = shown("$ echo lost in 1.3 s", "found in 20 s")
    assert with_outputs(worse) == shown("$ echo lost in 1.3 s", "lost in 1.3 s")


@pytest.mark.parametrize(
    "news", ["1 s, 2 groups", "Compiling, once on this machine; the time limit does not count it."]
)
def test_news_on_the_way_is_not_shown(news: str) -> None:
    command = f"$ echo '{news}'; echo done"
    assert with_outputs(shown(command, "old")) == shown(command, "done")


def test_commands_have_time_however_busy_the_machine_is() -> None:
    solve = ["solve", "data/samples/tiny", "--out", "results"]
    assert _without_haste(solve) == [*solve, "--time-limit", "3600"]
    assert _without_haste([*solve, "--time-limit", "5"]) == [*solve, "--time-limit", "5"]
    assert _without_haste(["show", "results"]) == ["show", "results"]
    assert _without_haste(["--version"]) == ["--version"]


def test_a_command_that_fails_is_told() -> None:
    with pytest.raises(FailedError, match=r"(?s)matcher check nowhere: exit status 2.*nowhere"):
        with_outputs(shown("$ matcher check nowhere"))


def test_python_prints_into_the_block_after_it() -> None:
    page = "```python\nnumber = 6 * 7\nprint(number)\n```\n\n```text\n41\n```\n"
    assert with_outputs(page) == page.replace("41", "42")
    with pytest.raises(ZeroDivisionError, match="division by zero"):
        with_outputs("```python\n1 / 0\n```\n")
