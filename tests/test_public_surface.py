"""What `from matcher import …` gives, and nothing else."""

import ast
import inspect
import re
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

import matcher

PUBLIC = {
    "Alternatives", "Comparison", "Group", "InfeasibleError", "Intake", "IntakeError", "Issue",
    "MappingNeededError", "MatchResult", "MatcherError", "Program", "Rematch", "ResultFileError", "StressTable",
    "SurveyImport", "UnsolvedError", "VerificationError", "__version__", "add_people", "check", "compare", "explain",
    "frontier", "import_page", "import_survey", "join", "leave", "lock_group", "match", "match_alternatives",
    "read_intake", "register_rule", "rematch", "rescored", "result_html", "stress", "verify", "without_repeats",
    "write_intake", "write_reports",
}  # fmt: skip


def test_public_names() -> None:
    assert set(matcher.__all__) == PUBLIC
    assert set(dir(matcher)) >= PUBLIC


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_each_public_name_is_there_and_says_what_it_is(name: str) -> None:
    value = getattr(matcher, name)
    assert value.__doc__ or name == "__version__"


def test_an_unknown_name_is_told() -> None:
    with pytest.raises(AttributeError, match="module 'matcher' has no attribute 'macth'"):
        _ = matcher.macth


def test_match_is_called_as_the_contract_says() -> None:
    parameters = inspect.signature(matcher.match).parameters
    assert list(parameters)[:4] == ["mentors", "mentees", "program", "constraints"]
    defaults = {name: parameter.default for name, parameter in parameters.items()}
    wanted = {"program": None, "constraints": None, "effort": "normal", "time_limit": 60.0, "gap": 0.0, "seed": 0,
              "workers": None}  # fmt: skip
    assert {name: defaults[name] for name in wanted} == wanted
    assert all(parameters[name].kind is inspect.Parameter.KEYWORD_ONLY for name in list(wanted)[2:])


def test_a_result_has_what_the_contract_says() -> None:
    wanted = {"status", "objective", "bound", "gap", "groups", "unmatched", "assignments", "groups_frame",
              "mentors_frame", "unmatched_frame", "save", "load"}  # fmt: skip
    has = set(dir(matcher.MatchResult)) | set(matcher.MatchResult.__dataclass_fields__)
    assert wanted <= has


def test_errors_form_one_tree() -> None:
    errors = [getattr(matcher, name) for name in PUBLIC if name.endswith("Error")]
    assert all(issubclass(error, matcher.MatcherError) for error in errors)
    assert {error.__name__: error.exit_code for error in errors} == {
        "InfeasibleError": 1,
        "IntakeError": 2,
        "MappingNeededError": 2,
        "ResultFileError": 2,
        "MatcherError": 3,
        "UnsolvedError": 3,
        "VerificationError": 3,
    }


def test_the_version_stands_in_one_place() -> None:
    project = tomllib.loads((Path(matcher.__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    assert "version" not in project["project"]
    assert project["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "matcher.__version__"}


def test_the_command_is_there() -> None:
    assert callable(import_module("matcher.cli").main)


def test_verify_names_every_rule_that_a_breach_can_tell() -> None:
    """Held against the code: the first argument of each `Breach` that is made outside the rules."""
    told: set[str] = set()
    for file in sorted(Path(matcher.__file__).parent.rglob("*.py")):
        if file.parent.name == "rules":
            continue
        names = {
            call.args[0].id
            for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            if isinstance(call, ast.Call)
            and isinstance(call.func, ast.Name)
            and call.func.id == "Breach"
            and isinstance(call.args[0], ast.Name)
        }
        if names:
            home = import_module(".".join(file.relative_to(Path(matcher.__file__).parents[1]).with_suffix("").parts))
            told |= {getattr(home, name) for name in names}
    assert matcher.verify.__doc__ is not None
    listed = matcher.verify.__doc__.split("`Breach.rule` is", 1)[1].split("Raises", 1)[0]
    assert set(re.findall(r"``([^`]+)``", listed)) == told
