"""What was decided, how good it is, and where it comes from, in sentences."""

from __future__ import annotations

import hashlib
import json
import re

from matcher.intake.people import Intake
from matcher.report.view.phrases import Phrases
from matcher.report.view.view import Numbers, Verdict
from matcher.result.match_result import MatchResult
from matcher.result.records import Stage, Status

__all__ = ["fingerprint", "provenance", "verdict"]

FINGERPRINT_SIGNS = 16
"""Signs shown of the digest of an intake: short enough to be read out, 64 bits."""
_STAGE = re.compile(r"(left out|unlisted|choice|band)(?: (\d+))?")


def verdict(result: MatchResult, numbers: Numbers, phrases: Phrases, *, edited: bool, broken: bool) -> Verdict:
    """Return what was decided, and how good it is known to be; `broken`: by groups that break rules."""
    groups = phrases("verdict.groups", numbers.groups)
    if not numbers.groups:
        decided = phrases("verdict.nobody")
    elif numbers.unmatched:
        placed = phrases("verdict.placed", numbers.placed, mentees=numbers.mentees)
        decided = phrases("verdict.some", numbers.unmatched, placed=placed, groups=groups)
    else:
        decided = phrases("verdict.everybody", numbers.mentees, groups=groups)
    proved = result.status is Status.OPTIMAL and not edited
    mode = result.program.objective.mode
    return Verdict(
        decided=decided,
        quality=_quality(result, numbers, phrases, edited=edited, broken=broken),
        proved=proved,
        edited=edited,
        stages=() if edited else tuple(_stage(stage, mode, phrases) for stage in result.stages),
    )


def _quality(result: MatchResult, numbers: Numbers, phrases: Phrases, *, edited: bool, broken: bool) -> str:
    told = _known_quality(result, numbers, phrases, edited=edited, broken=broken)
    moves = None if edited else result.moves_allowed
    return told if moves is None else f"{told} {phrases('verdict.few_moves', moves)}"


def _known_quality(result: MatchResult, numbers: Numbers, phrases: Phrases, *, edited: bool, broken: bool) -> str:
    points = {"objective": numbers.objective, "bound": numbers.bound}
    if edited:
        # What is proved of a mode's score holds among what its stages reached, which changed groups may not reach.
        key = "verdict.broken" if broken else "verdict.edited"
        return phrases(f"{key}_of" if result.program.objective.mode == "total" else key, **points)
    if result.status is Status.OPTIMAL:
        told = phrases(f"verdict.proved_{result.program.objective.mode}" if result.stages else "verdict.proved")
        word = f" {phrases('verdict.on_word', solvers=phrases.row(result.on_word))}" if result.on_word else ""
        return told + word
    stopped = {"time limit": "verdict.time_limit", "stopped": "verdict.stopped"}.get(result.ended or "")
    within = numbers.objective > 0 and numbers.gap <= 1
    if result.open_stage is not None:
        told = phrases("verdict.first_things_open")
    elif within:
        told = phrases("verdict.within", gap=phrases.at_most(numbers.gap))
    else:
        told = phrases("verdict.up_to", **points)
    return f"{phrases(stopped)} {told}" if stopped else told


def _stage(stage: Stage, mode: str, phrases: Phrases) -> str:
    """Put a stage, named ``left out``, ``unlisted``, ``choice 2`` or ``band 0``, into words."""
    found = _STAGE.fullmatch(stage.name)
    name = stage.name
    if found is not None:
        kind, number = found[1].replace(" ", "_"), int(found[2] or 0)
        name = phrases(f"stage.{kind}", number=number + (kind == "band"))
    if stage.value == stage.bound:
        return phrases("stage.most" if mode == "greedy" else "stage.fewest", name=name, value=stage.value)
    return phrases("stage.open", stage.bound, name=name, value=stage.value)


def provenance(result: MatchResult, intake: Intake, phrases: Phrases) -> tuple[tuple[str, str], ...]:
    """Return, a (label, value) each, what is needed to make the result again."""
    effort = result.effort if result.effort in ("quick", "normal", "thorough") else None
    ended = {"itself": "ended_itself", "time limit": "ended_time_limit", "stopped": "ended_stopped"}.get(
        result.ended or ""
    )
    told = (
        ("version", f"matcher {result.version}"),
        ("seed", str(result.seed)),
        ("effort", phrases(f"provenance.{effort}") if effort else None),
        ("ended", phrases(f"provenance.{ended}") if ended else None),
        ("seconds", phrases("provenance.in_seconds", time=phrases.number(result.seconds, 1))),
        ("fingerprint", fingerprint(intake)),
    )
    return tuple((phrases(f"provenance.{key}"), value) for key, value in told if value is not None)


def fingerprint(intake: Intake) -> str:
    """Return 16 signs that are the same for the same people, constraints and settings, however files spell them."""
    told = intake.model_dump(mode="json", exclude={"warnings"})
    text = json.dumps(told, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:FINGERPRINT_SIGNS]
