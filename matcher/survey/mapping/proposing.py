"""What was taken for what → a ``mapping.toml`` that says so, with a comment a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from matcher.survey.mapping.answers import Source
from matcher.survey.mapping.mapping import Meaning
from matcher.survey.mapping.roles import Role
from matcher.survey.mapping.standing import how_sure

__all__ = ["mapping_text", "quoted", "quoted_list"]

_TOP = """\
# How `matcher import` reads your survey. It proposed this file; what you change here always wins.
# A line is a question (a column of the export) and what it is taken for. It may be taken for
#   who answered:    id, email, name, first_name, last_name, nickname, role, time, finished, status,
#                    taking_part (whoever says no is left out)
#   in which weeks:  which_weeks: odd or even ones, for the hours beside it
#   in the intake:   gender, availability, unavailable, timezone, avoid, max_groups, max_mentees, mentor_gender,
#                    preferred_mentors, preferred_mentees, preferred_co_mentors ("preferred_mentors 1": first choice)
#   many columns:    availability_grid, unavailable_grid; {{ as = "availability_grid", at = "Mon 09:00" }} where the
#                    header says no time; {{ as = "interests", item = "Chess" }} for a column with ticks
#   nothing:         ignore
#   your own:        any other name; rules and similarity in program.toml can use it.
#                    {{ as = "interests", options = ["Film, theatre", "Chess"] }} tells which choices there are.
# How sure: "sure" is what is known word for word, and what you confirmed; all else was read, and shown in import.html.
# Keep the file: next year's export of the same form needs nothing else.
{missing}"""

_BOTTOM = """
# Below, settle what people wrote in their own words. Take away the # in front to use a line.

# [names]                       # whom a name in a wish means: an id, an e-mail address or a full name; "" means nobody
# "Alex from chess" = "Alexandra Novak"

# [words.gender]                # the same for any column: what people wrote, and what it means
# "nb" = "nonbinary"

# [reading]
# day_first = true              # 3/4/2026 is the third of April
# if_need_be = false            # "if need be" does not count as available
# day_start = "07:00"           # how far "before 10" and "after 2" reach
# day_end = "22:00"
# gender_wish = "require"       # a mentee who only names a gender requires it; "prefer" if not
"""


def mapping_text(sources: Sequence[Source], roles: Sequence[Role], missing: Sequence[str]) -> str:
    """Return a mapping that says what was taken for what; `missing` is what has to be filled in, on top."""
    told = "".join(f"#\n# TO FILL IN: {_on_a_line(text)}\n" for text in missing)
    lines = [_TOP.format(missing=told)]
    for source, role in zip(sources, roles, strict=True):
        lines += [*_export_lines(source, role), ""]
    return "\n".join(lines) + _BOTTOM


def _export_lines(source: Source, role: Role) -> Iterator[str]:
    yield "[[export]]"
    yield f"file = {quoted(source.export.file)}"
    said = (role.role or "column") if role.sure else ""
    to_do = (
        "" if role.sure else 'TO FILL IN: "mentors" or "mentees", "column" where a column says it, "hours" for a poll; '
    )
    yield f"role = {quoted(said)}  # {to_do}{_on_a_line(role.why)}"
    yield "confirmed = []  # the columns that you found read rightly in import.html, or let --confirm write them here"
    yield ""
    yield "[export.columns]"
    # A line that is switched off leaves the column to be asked about again until somebody settles it.
    lines = [
        (f"{'' if one.doubt is None else '# '}{quoted(one.column.label)} = {_meaning(one.meaning)}", one)
        for one in source.taken
    ]
    # Comments stand below each other where lines are short, so that they can be read down.
    width = min(64, max((len(line) for line, _ in lines), default=0))
    for line, one in lines:
        doubtful = f"TO SETTLE, then take away the # in front: {one.why}"
        yield f"{line:{width}}  # {_on_a_line(how_sure(source, one) if one.doubt is None else doubtful)}"


def _meaning(meaning: Meaning) -> str:
    target = meaning.target if meaning.rank is None else f"{meaning.target} {meaning.rank}"
    parts = [("item", meaning.item), ("at", meaning.at)]
    told = [f"{key} = {quoted(text)}" for key, text in parts if text is not None]
    if meaning.options:
        told.append(f"options = {quoted_list(meaning.options)}")
    return f"{{ {', '.join((f'as = {quoted(target)}', *told))} }}" if told else quoted(target)


def quoted(text: str) -> str:
    """Return a text as TOML writes it."""
    # JSON's texts are TOML's, but for one character that TOML wants escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def quoted_list(texts: Sequence[str]) -> str:
    """Return a list of texts as TOML writes it."""
    return f"[{', '.join(map(quoted, texts))}]"


def _on_a_line(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)
