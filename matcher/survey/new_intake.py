"""An empty intake with everything explained, and the questions by which a form's export needs no mapping."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from matcher.errors import MatcherError
from matcher.intake.disk.ours import write_ours
from matcher.intake.disk.whole import settle
from matcher.intake.people import MENTEE_COLUMNS, MENTOR_COLUMNS
from matcher.intake.words.listing import in_a_row
from matcher.result.files import csv_text, folder_fault
from matcher.survey.form import BOTH, FORM, MENTEES, MENTORS
from matcher.survey.mapping.proposing import quoted

__all__ = ["FORM", "program_text", "write_empty_intake"]

_PROGRAM = """\
# The rules of the program. Every setting stands here with its usual value; a line that begins with # is switched off.

name = "Mentoring program"

[groups]
mentors = 2             # mentors who lead each group: 1 or 2
min_size = 4            # mentees in a group, at least
max_size = 10           # and at most
# count = 6             # exactly this many groups; switched off: as many as is best
everyone = false        # true: leaving a mentee out is not allowed
# ideal_size = 8        # the size that is best; what each mentee more or fewer costs says weights.size
single = false          # true: one mentor may lead a group too; what that costs says weights.single

[schedule]
{slots}
meeting_minutes = 60    # how long a group meets
start_every = 30        # meetings start at full and half hours
# max_groups_per_slot = 3   # as many rooms as there are
# timezone = "Europe/Berlin"   # where these slots are told; needed once somebody writes a `timezone`
# week = 2026-10-05     # any day of the week in which zones are compared; switched off: calendar.start
blank = "any"           # somebody who left availability blank is free at "any" slot (with a warning), or at "none"
required = true         # false: groups get no slot

[gender]
pair = "any"            # a group's two mentors: "any", "mixed" or "same"
scope = "one"           # a `require` wish is met by "one" of the group's mentors, or must be met by "all"
no_lone = []            # like ["woman", "man"]: of these a group never holds exactly one mentee

[load]
max_groups = 1          # groups that a mentor leads at most, where the mentor's own row says nothing
# max_mentees = 10      # mentees over all these groups

# [[eligible]]          # between a mentee and every mentor of its group: "equal" or "differ", "share" for lists,
# column = "campus"     # or "above": the mentor stands higher, in order = ["EO", "HEO", "SEO"] or by number,
# rule = "equal"        # by at_least = 1 (so it is where nothing is given) and at_most = 3 (else by any) places
# weight = 0            # 0: a rule; 1 to 1000: a wish, which counts so much

# [[pair]]              # between a group's two mentors: "includes", "equal" or "differ"
# column = "experience"
# rule = "includes"
# values = ["returning"]
# weight = 0            # 0: a rule; 1 to 1000: a wish

# [[mix]]               # how many of some mentees are in a group
# column = "entry"
# values = ["transfer"]
# min = 2
# max = 4
# none_too = true       # true: none at all is right as well
# weight = 0            # 0: a rule; more: what each mentee too few or too many costs instead

[weights]               # how much each thing counts, 0 to 1000
mentee_choice = 10
mentor_choice = 3
co_mentor_choice = 2
gender_wish = 5
similarity = 5
unmatched = 20000       # what one mentee left out costs
size = 0                # what each mentee more or fewer than groups.ideal_size costs, a group
single = 0              # what a group led by one mentor costs where two would lead it

# [similarity]          # which columns make people alike, and how much each counts; usually interests alone
# interests = 1

[choice]
points = [100, 80, 60, 45, 30, 20, 10]   # for a first choice, a second choice, and so on
unlisted = "nothing"    # "next": a mentor whom a mentee does not list gets the points after its last choice

[objective]
mode = "total"          # or "greedy", "generous", "fair"
levels = 10             # for "fair"

[robust]
spare = false           # true: among groupings of the same score, one with room and with mentors in reserve

# [calendar]            # the dates on which groups meet, for calendars and messages
# start = 2026-10-05    # the first day of the program
# weeks = 10            # how long it lasts
# timezone = "Europe/Berlin"   # where the hours are meant, as in [schedule]
# every = 1             # 2: every second week
# skip = [2026-12-24]   # days without a meeting
# place = "Library"     # where groups meet of which `places` says nothing
# places = {{ T1 = "Room 4", "Wed 17:00" = "Room 5" }}   # by a mentor's id, or by slot
"""
_NO_SLOTS = '# slots = ["Mon 12:00", "Wed 17:00"]   # the only times to meet; switched off: any time on the grid below'

_README = """\
# How to fill in this folder

Write one row a person into `mentors.csv` and `mentees.csv`. Then run `matcher check` on this folder: it names every
mistake at once, with its row and what would be right. `matcher solve` forms the groups.

Every person needs an `id`: something short that nobody else has, like `M01` or `S17`. All else may stay blank.
A cell that lists things separates them with `;`.

| column | what to write |
| --- | --- |
| `id` | an id of their own |
| `name`, `email` | for people and reports |
| `gender` | any word; blank means undisclosed |
| `availability` | `Mon 09:00-11:00; Wed,Thu 13:00-15:30` |
| `unavailable` | the same, for times that do not suit |
| `timezone` | where these times are meant, if it is another place: `Asia/Kolkata` or `UTC+5:30`; see `program.toml` |
| `avoid` | ids of people they must not share a group with |
| `max_groups`, `max_mentees` | mentors: how many groups and mentees at most |
| `preferred_mentees`, `preferred_co_mentors` | mentors: ids, best first |
| `preferred_mentors` | mentees: ids, best first |
| `mentor_gender` | mentees: `any`, `prefer woman`, `require same` |
| `priority` | mentees: how much their wishes and their place count, in percent; blank means 100 |

Columns of your own (`campus`, `interests`, …) are welcome: rules and similarity in `program.toml` can name them.
`constraints.csv` holds rules about single people: `kind` is `together`, `apart`, `assign` or `co_lead`, `a` and `b` are
ids, `note` is for you.

If people answer a form instead, paste the questions of `form-questions.md` into it. Then
`matcher import EXPORT --out INTAKE` fills in everything here.
"""


_FORM_TOP = """\
# Questions to paste into your form

Copy each title exactly as it stands here: by it `matcher import` knows the column again, without a mapping. Leave out
what you do not need; the e-mail address (or the full name) has to stay. Two forms, one for mentors and one for mentees,
are as good as one for both; put "mentors" or "mentees" into the name of each export then.
"""
_FORM_BOTTOM = """
## Hours in a grid

People make fewer mistakes with a grid than with text. Make a question "When are you free?" with a row a time, like
`Mon 09:00-10:00`, and one column, `Yes`. In Google Forms this is a checkbox grid, in Microsoft Forms a Likert
question, in Qualtrics a matrix table, in LimeSurvey an array.

## Afterwards

    matcher import mentors.csv mentees.csv --out intake
    matcher check intake
    matcher solve intake --out results
"""


def program_text(slots: Sequence[str] = ()) -> str:
    """Return a ``program.toml`` with every setting explained and at its default; `slots`: the only times to meet."""
    listed = f"slots = [{', '.join(map(quoted, slots))}]   # the only times to meet" if slots else _NO_SLOTS
    return _PROGRAM.format(slots=listed)


def write_empty_intake(folder: Path) -> list[str]:
    """Write an intake without people, explained, and the questions for a form; return the names of the files.

    Raises
    ------
    MatcherError
        The folder holds an intake already, or cannot be written to; nothing was changed.
    """
    texts = {
        "mentors.csv": csv_text(MENTOR_COLUMNS, ()),
        "mentees.csv": csv_text(MENTEE_COLUMNS, ()),
        "constraints.csv": csv_text(("kind", "a", "b", "note"), ()),
        "program.toml": program_text(),
        "how-to-fill-in.md": _README,
        "form-questions.md": _form_text(),
    }
    settle(folder)
    there = [name for name in texts if (folder / name).exists()]
    fault = folder_fault(folder)
    if there:
        fault = f"the folder {folder} holds {in_a_row(there)} already; choose another folder"
    if fault is not None:
        wrong = MatcherError(fault)
        wrong.exit_code = 2
        raise wrong
    write_ours(folder, texts)
    return list(texts)


def _form_text() -> str:
    return "\n".join([_FORM_TOP, *_form_lines()]) + _FORM_BOTTOM


def _form_lines() -> Iterator[str]:
    for title, roles in (("For both", BOTH), ("For mentors", MENTORS), ("For mentees", MENTEES)):
        yield f"## {title}\n"
        for question in FORM:
            if question.roles == roles:
                hint = f" {question.hint}" if question.hint else ""
                yield f"- **{question.title}** ({question.kind}).{hint}"
        yield ""
