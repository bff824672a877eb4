"""The command `completion`, and what a shell asks when somebody presses the tab key."""

from __future__ import annotations

import os

import click
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete, shell_complete

from matcher.cli.command import Command
from matcher.cli.talk import NO_ASSIGNMENT, show

__all__ = ["answer_shell", "completion"]

PROGRAM, ASKED = "matcher", "_MATCHER_COMPLETE"
SHELLS: dict[str, type[ShellComplete]] = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}
HOW = """\b
bash:  matcher completion bash > ~/.local/share/bash-completion/completions/matcher
zsh:   matcher completion zsh > DIR/_matcher, where DIR is in $fpath and compinit runs
fish:  matcher completion fish > ~/.config/fish/completions/matcher.fish

It is in force in every shell that is opened afterwards."""


def answer_shell(commands: click.Group) -> int | None:
    """Answer a shell that asks what could be written next, and return the exit status; None: none asks."""
    asked = os.environ.get(ASKED)
    return None if not asked else shell_complete(commands, {}, PROGRAM, ASKED, asked)


@click.command(cls=Command, epilog=HOW, ends={NO_ASSIGNMENT: None})
@click.argument("shell", type=click.Choice(list(SHELLS)))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Write a script by which SHELL completes commands, options, files, groups and people."""
    asked = SHELLS[shell](context.find_root().command, {}, PROGRAM, ASKED)
    show(asked.source_template % asked.source_vars())
